import * as PlainDate from "temporal-polyfill/fns/PlainDate";
import { type CivilDate, civilDate, plainDate } from "./time.ts";

/**
 * The date that many calendar days later (earlier when negative). Days are counted on the calendar, never in hours: a
 * day of 23 or 25 hours is a day. RangeError outside years 0000-9999, as for the two functions below.
 */
export const addDays = (date: CivilDate, days: number): CivilDate =>
  civilDate(PlainDate.addDays(plainDate(date), days));

/** The same day of the month that many months later, or the last day of that month where it has no such day. */
export const addMonths = (date: CivilDate, months: number): CivilDate =>
  civilDate(PlainDate.addMonths(plainDate(date), months));

/** The same day that many years later; 29 February becomes 28 February in a common year. */
export const addYears = (date: CivilDate, years: number): CivilDate =>
  civilDate(PlainDate.addYears(plainDate(date), years));

/** Calendar days from the first date to the second: 1 from a day to the next, negative when the second is earlier. */
export const daysBetween = (from: CivilDate, to: CivilDate): number =>
  PlainDate.diffDays(plainDate(from), plainDate(to));
