import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import * as z from "zod";
import {
  civilDateSchema,
  epochMillis,
  instantFromEpochMillis,
  instantSchema,
  parseCivilDate,
  parseInstant,
} from "../../../shared/kernel/time.ts";
import { anyInstant, everyDay } from "./time-samples.ts";

describe("reading an instant", () => {
  test.each([
    ["with Z", "2022-11-30T13:00:00.000Z", "2022-11-30T13:00:00.000Z"],
    ["with the offset of Paris in winter", "2022-11-30T14:00:00+01:00", "2022-11-30T13:00:00.000Z"],
    ["to the minute", "2022-11-30T14:00+01:00", "2022-11-30T13:00:00.000Z"],
    ["with one decimal", "2022-11-30T13:00:00.5Z", "2022-11-30T13:00:00.500Z"],
    ["with nine decimals of which six are zero", "2022-11-30T13:00:00.001000000Z", "2022-11-30T13:00:00.001Z"],
    ["on a leap day", "2024-02-29T00:30:00+01:00", "2024-02-28T23:30:00.000Z"],
    ["the first of the range", "0000-01-01T00:00Z", "0000-01-01T00:00:00.000Z"],
    ["the last of the range", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ])("%s: UTC with milliseconds", (_, text, expected) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ["no offset", "2022-11-30T14:00:00", "offset"],
    ["a tenth of a millisecond", "2022-11-30T14:00:00.0001+01:00", "precision"],
    ["a nanosecond", "2022-11-30T14:00:00.000000001+01:00", "precision"],
    ["30 February", "2022-02-30T14:00:00Z", "calendar"],
    ["29 February of a common year", "2023-02-29T14:00:00Z", "calendar"],
    ["hour 24", "2022-11-30T24:00:00Z", "calendar"],
    ["a leap second", "2016-12-31T23:59:60Z", "calendar"],
    ["an offset of 25 hours", "2022-11-30T14:00:00+25:00", "calendar"],
    ["a year before 0000 once in UTC", "0000-01-01T00:00:00+01:00", "year"],
    ["a year after 9999 once in UTC", "9999-12-31T23:59:59-01:00", "year"],
    ["a date alone", "2022-11-30", "form"],
    ["a year of five digits", "+012022-11-30T14:00:00Z", "form"],
    ["the basic form", "20221130T140000Z", "form"],
    ["a zone in brackets", "2022-11-30T14:00:00+01:00[Europe/Paris]", "form"],
    ["a space in place of T", "2022-11-30 14:00:00Z", "form"],
    ["a line break behind it", "2022-11-30T14:00:00Z\n", "form"],
    ["nothing", "", "form"],
  ])("%s: refused", (_, text, code) => {
    expect(parseInstant(text)).toMatchObject({ ok: false, reason: { code } });
  });

  test("each reason has a sentence of its own", () => {
    const refusals = [
      "",
      "2022-11-30T14:00",
      "2022-11-30T14:00:00.0001Z",
      "2022-02-30T14:00Z",
      "9999-12-31T23:59-01:00",
    ]
      .map(parseInstant)
      .map((result) => (result.ok ? "" : result.reason.sentence));
    expect(new Set(refusals).size).toBe(5);
  });
});

describe("writing an instant", () => {
  test("milliseconds and back, read again: the same instant, as Date writes it", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(9999, 11, 31) }), (millis) => {
        const instant = instantFromEpochMillis(millis);
        expect(instant).toBe(new Date(millis).toISOString());
        expect(epochMillis(instant)).toBe(millis);
        expect(parseInstant(instant)).toEqual({ ok: true, value: instant });
      }),
    );
  });

  test("the order of the texts is the order of time", () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (a, b) => {
        expect(a < b).toBe(epochMillis(a) < epochMillis(b));
      }),
    );
  });

  test.each([0.5, Number.NaN, Date.UTC(9999, 11, 31) + 24 * 3_600_000, 9e15])(
    "%p milliseconds: RangeError",
    (millis) => {
      expect(() => instantFromEpochMillis(millis)).toThrow(RangeError);
    },
  );
});

describe("reading a civil date", () => {
  test("every day of 2020-2030: accepted as it is", () => {
    for (const day of everyDay) expect(parseCivilDate(day)).toEqual({ ok: true, value: day });
  });

  test.each([
    ["30 February", "2022-02-30", "calendar"],
    ["29 February of a common year", "2023-02-29", "calendar"],
    ["29 February of 2100", "2100-02-29", "calendar"],
    ["31 November", "2022-11-31", "calendar"],
    ["day zero", "2022-11-00", "calendar"],
    ["month 13", "2022-13-01", "calendar"],
    ["an instant", "2022-11-30T14:00:00Z", "form"],
    ["the French order", "30/11/2022", "form"],
    ["a month of one digit", "2022-1-30", "form"],
  ])("%s: refused", (_, text, code) => {
    expect(parseCivilDate(text)).toMatchObject({ ok: false, reason: { code } });
  });
});

describe("schemas", () => {
  test("an instant with an offset: comes out in UTC", () => {
    expect(instantSchema.parse("2022-11-30T14:00:00+01:00")).toBe("2022-11-30T13:00:00.000Z");
  });

  test("a refused text: one issue, whose message is the French sentence", () => {
    const issues = z.strictObject({ at: instantSchema }).safeParse({ at: "2022-11-30T14:00:00" }).error?.issues;
    expect(issues).toEqual([
      expect.objectContaining({
        path: ["at"],
        message: "Il manque à l'instant son décalage avec le temps universel\u202f: Z ou, par exemple, +01:00.",
      }),
    ]);
    expect(civilDateSchema.safeParse("2023-02-29").error?.issues).toMatchObject([
      { message: "Cette date n'existe pas dans le calendrier." },
    ]);
  });

  test.each(["input", "output"] as const)("as JSON Schema, %s: a string with its format", (io) => {
    expect(z.toJSONSchema(instantSchema, { io })).toMatchObject({ type: "string", format: "date-time" });
    expect(z.toJSONSchema(civilDateSchema, { io })).toMatchObject({ type: "string", format: "date" });
  });
});
