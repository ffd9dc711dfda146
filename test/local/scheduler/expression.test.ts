import { describe, expect, test } from "@jest/globals";
import { parseSchedule } from "../../../local/scheduler/expression.ts";

const instant = (text: string) => Date.parse(text);
const next = (expression: string, after: string, zone?: string) => {
  const at = parseSchedule(expression, zone).next(instant(after), instant(after));
  return at === undefined ? undefined : new Date(at).toISOString().replace(".000", "");
};

describe("cron", () => {
  test.each([
    ["every day at 04:00", "cron(0 4 * * ? *)", "2031-01-01T04:00:00Z", "2031-01-02T04:00:00Z"],
    ["a millisecond before: the same day", "cron(0 4 * * ? *)", "2031-01-01T03:59:59.999Z", "2031-01-01T04:00:00Z"],
    ["every ten minutes from 5 past", "cron(5/10 * * * ? *)", "2031-01-01T00:55:00Z", "2031-01-01T01:05:00Z"],
    ["weekdays, over the weekend", "cron(0 9 ? * MON-FRI *)", "2031-01-03T09:00:00Z", "2031-01-06T09:00:00Z"],
    ["Sunday is 1", "cron(0 9 ? * 1 *)", "2031-01-01T00:00:00Z", "2031-01-05T09:00:00Z"],
    [
      "a list of months, by name and by number",
      "cron(0 0 1 MAR,9 ? *)",
      "2031-03-01T00:00:00Z",
      "2031-09-01T00:00:00Z",
    ],
    ["the last day of the month", "cron(0 0 L * ? *)", "2032-02-01T00:00:00Z", "2032-02-29T00:00:00Z"],
    ["the last weekday of the month", "cron(0 0 LW * ? *)", "2031-05-01T00:00:00Z", "2031-05-30T00:00:00Z"],
    [
      "the weekday nearest to the 1st, a Saturday",
      "cron(0 0 1W * ? *)",
      "2031-02-01T00:00:00Z",
      "2031-02-03T00:00:00Z",
    ],
    ["the second Tuesday", "cron(0 0 ? * 3#2 *)", "2031-01-01T00:00:00Z", "2031-01-14T00:00:00Z"],
    ["the last Friday", "cron(0 0 ? * 6L *)", "2031-01-01T00:00:00Z", "2031-01-31T00:00:00Z"],
    ["29 February", "cron(0 0 29 2 ? *)", "2032-02-29T00:00:00Z", "2036-02-29T00:00:00Z"],
    ["one year", "cron(0 0 1 1 ? 2040)", "2031-01-01T00:00:00Z", "2040-01-01T00:00:00Z"],
    ["a year that is over", "cron(0 0 1 1 ? 2030)", "2031-01-01T00:00:00Z", undefined],
    ["a day that no year has", "cron(0 0 30 2 ? *)", "2031-01-01T00:00:00Z", undefined],
  ])("%s: %s after %s", (_, expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test.each([
    ["02:30 on the day without it is skipped", "cron(30 2 * * ? *)", "2031-03-29T12:00:00Z", "2031-03-31T00:30:00Z"],
    [
      "the day after the change: the same civil time",
      "cron(0 9 * * ? *)",
      "2031-03-29T08:00:00Z",
      "2031-03-30T07:00:00Z",
    ],
    ["02:30 that comes twice: the first", "cron(30 2 * * ? *)", "2031-10-25T12:00:00Z", "2031-10-26T00:30:00Z"],
    ["and not the second", "cron(30 2 * * ? *)", "2031-10-26T00:30:00Z", "2031-10-27T01:30:00Z"],
  ])("in Paris, %s", (_, expression, after, expected) => {
    expect(next(expression, after, "Europe/Paris")).toBe(expected);
  });
});

describe("rate and at", () => {
  test("a rate keeps to its beginning, however late it is asked", () => {
    const { next: nextOf } = parseSchedule("rate(2 hours)");
    const since = instant("2031-01-01T00:30:00Z");
    expect(nextOf(since, since)).toBe(instant("2031-01-01T02:30:00Z"));
    expect(nextOf(instant("2031-01-01T06:31:00Z"), since)).toBe(instant("2031-01-01T08:30:00Z"));
  });

  test("at a civil time of its zone, once", () => {
    expect(next("at(2031-07-14T09:00:00)", "2031-01-01T00:00:00Z", "Europe/Paris")).toBe("2031-07-14T07:00:00Z");
    expect(next("at(2031-07-14T09:00:00)", "2031-07-14T07:00:00Z", "Europe/Paris")).toBeUndefined();
  });
});

test.each([
  "rate(1 minutes)",
  "rate(2 minute)",
  "rate(0 days)",
  "at(2031-02-30T00:00:00)",
  "at(2031-07-14)",
  "cron(0 4 * * * *)",
  "cron(0 4 ? * ? *)",
  "cron(0 24 * * ? *)",
  "cron(0 4 * * ?)",
  "every day",
])("%s: refused", (expression) => {
  expect(() => parseSchedule(expression)).toThrow();
});
