import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { contains, interval, overlaps } from "../../../shared/kernel/interval.ts";
import { civilDateSchema, instantSchema } from "../../../shared/kernel/time.ts";
import { isInTime } from "../../../shared/kernel/time-deadline.ts";
import { dateInParis, dayInParis } from "../../../shared/kernel/time-paris.ts";
import { anyDay, anyInstant, everyChange, later } from "./time-samples.ts";

const at = (text: string) => instantSchema.parse(text);
const on = (text: string) => civilDateSchema.parse(text);

describe("a deadline at an instant", () => {
  const closing = { at: at("2022-11-30T14:00:00+01:00") };

  test.each([
    ["13:59:59.999", true],
    ["14:00:00.000", true],
    ["14:00:00.001", false],
  ])("at 14:00:00.000, received at %s: in time %p", (time, expected) => {
    expect(isInTime(at(`2022-11-30T${time}+01:00`), closing)).toBe(expected);
  });

  test("any instant: in time at the deadline, late one millisecond after", () => {
    fc.assert(
      fc.property(anyInstant, (deadline) => {
        expect(isInTime(later(deadline, -1), { at: deadline })).toBe(true);
        expect(isInTime(deadline, { at: deadline })).toBe(true);
        expect(isInTime(later(deadline, 1), { at: deadline })).toBe(false);
      }),
    );
  });
});

describe("a deadline on a day", () => {
  test.each([
    ["the last millisecond of the day in Paris", "2023-09-20T21:59:59.999Z", true],
    ["midnight in Paris", "2023-09-20T22:00:00.000Z", false],
    ["the day before in UTC, the day itself in Paris", "2023-09-19T23:30:00.000Z", true],
  ])("%s", (_, received, expected) => {
    expect(isInTime(at(received), { on: on("2023-09-20") })).toBe(expected);
  });

  test("any day: in time up to its last millisecond, late from the first of the next", () => {
    fc.assert(
      fc.property(fc.oneof(anyDay, fc.constantFrom(...everyChange.map((change) => change.on))), (day) => {
        const { from, to } = dayInParis(day);
        expect([from, later(to, -1), to].map((received) => isInTime(received, { on: day }))).toEqual([
          true,
          true,
          false,
        ]);
      }),
    );
  });
});

describe("intervals", () => {
  const anyInterval = fc.tuple(anyInstant, anyInstant).map(([a, b]) => (a < b ? interval(a, b) : interval(b, a)));

  test("the start is in, the end is out", () => {
    fc.assert(
      fc.property(anyInterval, ({ from, to }) => {
        fc.pre(from < to);
        const held = [later(from, -1), from, later(to, -1), to].map((instant) => contains({ from, to }, instant));
        expect(held).toEqual([false, true, true, false]);
      }),
    );
  });

  test("days of Paris that follow each other: every instant is in one and only one", () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const day = dayInParis(dateInParis(instant));
        const days = [dayInParis(dateInParis(later(day.from, -1))), day, dayInParis(dateInParis(day.to))];
        expect(days.map((one) => contains(one, instant))).toEqual([false, true, false]);
        expect(days.map((one) => overlaps(one, day))).toEqual([false, true, false]);
      }),
    );
  });

  test("two intervals overlap when the later start is in both", () => {
    fc.assert(
      fc.property(anyInterval, anyInterval, (a, b) => {
        const start = [a.from, b.from].sort()[1]!;
        expect(overlaps(a, b)).toBe(contains(a, start) && contains(b, start));
        expect(overlaps(b, a)).toBe(overlaps(a, b));
      }),
    );
  });

  test("an empty interval: holds nothing, overlaps nothing", () => {
    const noon = at("2022-11-30T11:00:00Z");
    const empty = interval(noon, noon);
    expect(contains(empty, noon)).toBe(false);
    expect(overlaps(empty, dayInParis(on("2022-11-30")))).toBe(false);
    expect(overlaps(dayInParis(on("2022-11-30")), empty)).toBe(false);
  });

  test("an end before its start: RangeError", () => {
    expect(() => interval(at("2022-11-30T13:00:00.001Z"), at("2022-11-30T13:00:00.000Z"))).toThrow(RangeError);
  });
});
