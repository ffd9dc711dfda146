import { describe, expect, test } from "@jest/globals";
import { addDays, daysBetween } from "../../../shared/kernel/civil.ts";
import { ibanSchema, maskedIban } from "../../../shared/kernel/iban.ts";
import { interval } from "../../../shared/kernel/interval.ts";
import { add, cents, eurosInFrench, shareHalfUp } from "../../../shared/kernel/money.ts";
import { formatSiren, sirenSchema } from "../../../shared/kernel/siren.ts";
import { formatSiret, siretSchema } from "../../../shared/kernel/siret.ts";
import { civilDateSchema, epochMillis, instantSchema } from "../../../shared/kernel/time.ts";
import { isInTime } from "../../../shared/kernel/time-deadline.ts";
import { dateInFrench, instantInFrench } from "../../../shared/kernel/time-french.ts";
import { dateInParis, startOfDayInParis } from "../../../shared/kernel/time-paris.ts";

// Each @ts-expect-error is the test: `tsc` fails on the line below it as soon as that line compiles.

const instant = instantSchema.parse("2022-11-30T13:00:00Z");
const day = civilDateSchema.parse("2022-11-30");
const siret = siretSchema.parse("35600000000048");
const siren = sirenSchema.parse("356000000");
const iban = ibanSchema.parse("FR7630006000011234567890189");

describe("what the compiler refuses, forced past it", () => {
  test("a date, or any text, for an instant: RangeError, never a wrong answer", () => {
    // @ts-expect-error a date is not an instant
    expect(() => epochMillis(day)).toThrow(RangeError);
    // @ts-expect-error a date is not an instant
    expect(() => dateInParis(day)).toThrow(RangeError);
    // @ts-expect-error a date is not an instant
    expect(() => instantInFrench(day)).toThrow(RangeError);
    // @ts-expect-error a text is not an instant
    expect(() => epochMillis("30/11/2022")).toThrow(RangeError);
  });

  test("an instant, or any text, for a date: RangeError, never a wrong answer", () => {
    // @ts-expect-error an instant is not a date
    expect(() => startOfDayInParis(instant)).toThrow(RangeError);
    // @ts-expect-error an instant is not a date
    expect(() => addDays(instant, 1)).toThrow(RangeError);
    // @ts-expect-error an instant is not a date
    expect(() => daysBetween(day, instant)).toThrow(RangeError);
    // @ts-expect-error an instant is not a date
    expect(() => dateInFrench(instant)).toThrow(RangeError);
    // @ts-expect-error a text is not a date
    expect(() => addDays("30/11/2022", 1)).toThrow(RangeError);
  });

  test("elsewhere only the compiler stands guard: values are plain texts and numbers", () => {
    // @ts-expect-error a date is not the instant of a deadline: this one would close at midnight UTC
    expect(isInTime(instant, { at: day })).toBe(false);
    // @ts-expect-error an instant is not the day of a deadline: this one would hold its whole day
    expect(isInTime(instant, { on: instant })).toBe(true);
    // @ts-expect-error dates do not bound an interval of instants
    expect(interval(day, day)).toEqual({ from: day, to: day });
    // @ts-expect-error a number is not an amount: euros would pass for cents
    expect(add(81, cents(1))).toBe(82);
    // @ts-expect-error a number is not an amount
    expect(shareHalfUp(81, { numerator: 1, denominator: 3 })).toBe(27);
    // @ts-expect-error a number is not an amount
    expect(eurosInFrench(81)).toBe("0,81\u00a0€");
    // @ts-expect-error a sum of amounts must go through `add`, which refuses an overflow
    expect(eurosInFrench(cents(1) + cents(1))).toBe("0,02\u00a0€");
    // @ts-expect-error a SIREN is not a SIRET
    expect(formatSiret(siren)).toBe("356\u00a0000\u00a0000\u00a0");
    // @ts-expect-error a SIRET is not a SIREN
    expect(formatSiren(siret)).toBe("356\u00a0000\u00a0000\u00a0000\u00a048");
    // @ts-expect-error a SIRET is not an IBAN
    expect(maskedIban(siret)).toBe("••••\u00a00048");
    // @ts-expect-error an IBAN is not a SIREN
    expect(formatSiren(iban)).toContain("FR76");
  });
});
