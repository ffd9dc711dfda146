import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { addDays, addMonths, addYears, daysBetween } from "../../../shared/kernel/civil.ts";
import { type CivilDate, civilDateSchema } from "../../../shared/kernel/time.ts";
import { anyDay, everyChange, everyDay, years } from "./time-samples.ts";

const date = (text: string) => civilDateSchema.parse(text);
const dayOf = (day: CivilDate) => Number(day.slice(8));
const monthsOf = (day: CivilDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
const days = fc.integer({ min: -2000, max: 2000 });
const months = fc.integer({ min: -60, max: 60 });

/** The oracle: the length of a month from the Gregorian rule alone. */
function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const lastDayOfMonth = (day: CivilDate) => lengthOfMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)));

describe("calendar days", () => {
  test.each(everyChange)("around the change of $on: one day each, whatever its hours", ({ on }) => {
    const [before, after] = [addDays(on, -1), addDays(on, 1)];
    expect([dayOf(before), dayOf(after)]).toEqual([dayOf(on) - 1, dayOf(on) === 31 ? 1 : dayOf(on) + 1]);
    expect(daysBetween(before, after)).toBe(2);
  });

  test("every day of 2020-2030 has a next one, and 4018 days follow each other", () => {
    expect(everyDay[0]).toBe("2020-01-01");
    expect(everyDay.at(-1)).toBe("2030-12-31");
    expect(new Set(everyDay).size).toBe(4018);
    for (const day of everyDay) {
      const next = addDays(day, 1);
      expect(dayOf(next)).toBe(dayOf(day) === lastDayOfMonth(day) ? 1 : dayOf(day) + 1);
      expect(daysBetween(day, next)).toBe(1);
    }
  });

  test("adding a then b: adding a + b; adding then removing: back", () => {
    fc.assert(
      fc.property(anyDay, days, days, (day, a, b) => {
        expect(addDays(addDays(day, a), b)).toBe(addDays(day, a + b));
        expect(addDays(addDays(day, a), -a)).toBe(day);
      }),
    );
  });

  test("the days between a date and itself plus n: n", () => {
    fc.assert(
      fc.property(anyDay, days, (day, n) => {
        expect(daysBetween(day, addDays(day, n))).toBe(n);
      }),
    );
  });

  test.each([
    ["120 days from an order", "2021-10-15", 120, "2022-02-12"],
    ["30 days over the end of February", "2023-01-31", 30, "2023-03-02"],
    ["15 days before the closing", "2022-11-30", -15, "2022-11-15"],
  ])("%s", (_, from, n, expected) => {
    expect(addDays(date(from), n)).toBe(expected);
  });

  test("beyond the years 0000-9999: RangeError", () => {
    expect(() => addDays(date("9999-12-31"), 1)).toThrow(RangeError);
    expect(() => addMonths(date("0000-01-31"), -1)).toThrow(RangeError);
    expect(() => addYears(date("9999-01-01"), 1)).toThrow(RangeError);
  });
});

describe("months and years", () => {
  test("every month end of 2020-2030, one to twelve months on: the same day, or the last of a shorter month", () => {
    const ends = everyDay.filter((day) => dayOf(day) === lastDayOfMonth(day));
    expect(ends).toHaveLength(132);
    for (const end of ends) {
      for (let n = 1; n <= 12; n++) {
        const target = addMonths(end, n);
        expect(monthsOf(target)).toBe(monthsOf(end) + n);
        expect(dayOf(target)).toBe(Math.min(dayOf(end), lastDayOfMonth(target)));
      }
    }
  });

  test("any date, months on or back: that many months away, the day clamped and never more", () => {
    fc.assert(
      fc.property(anyDay, months, (day, n) => {
        const target = addMonths(day, n);
        expect(monthsOf(target)).toBe(monthsOf(day) + n);
        expect(dayOf(target)).toBe(Math.min(dayOf(day), lastDayOfMonth(target)));
      }),
    );
  });

  test("later dates stay later, or meet at a month end", () => {
    fc.assert(
      fc.property(anyDay, anyDay, months, (a, b, n) => {
        if (a <= b) expect(addMonths(a, n) <= addMonths(b, n)).toBe(true);
      }),
    );
  });

  test("a year is twelve months", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -10, max: 10 }), (day, n) => {
        expect(addYears(day, n)).toBe(addMonths(day, 12 * n));
      }),
    );
  });

  test.each(years.filter((year) => lengthOfMonth(year, 2) === 29))(
    "29 February %i, one year on: 28 February",
    (year) => {
      expect(addYears(date(`${year}-02-29`), 1)).toBe(`${year + 1}-02-28`);
      expect(addYears(date(`${year}-02-29`), 4)).toBe(`${year + 4}-02-29`);
    },
  );
});
