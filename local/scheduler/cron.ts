import type { Temporal } from "temporal-polyfill";

/** Civil times at which a cron expression of AWS runs (`minutes hours day-of-month month day-of-week year`). */
export interface Cron {
  /** Times of day, in order. */
  readonly times: ReadonlyArray<{ readonly hour: number; readonly minute: number }>;
  readonly inMonth: (month: number) => boolean;
  readonly inYear: (year: number) => boolean;
  readonly onDay: (date: Temporal.PlainDate) => boolean;
}

export const LAST_YEAR = 2199;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Reads the six fields. Throws an Error for what is none. */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = fields;
  if (fields.length !== 6 || (dayOfMonth === "?") === (dayOfWeek === "?")) throw invalid(text);
  const minutes = values(minute, { least: 0, most: 59 });
  const hours = values(hour, { least: 0, most: 23 });
  const months = new Set(values(month, { least: 1, most: 12, names: MONTHS }));
  const years = new Set(values(year, { least: 1970, most: LAST_YEAR }));
  return {
    times: hours.flatMap((one) => minutes.map((other) => ({ hour: one, minute: other }))),
    inMonth: (one) => months.has(one),
    inYear: (one) => years.has(one),
    onDay: dayOfWeek === "?" ? dayOfMonthTest(dayOfMonth) : dayOfWeekTest(dayOfWeek),
  };
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** Names of the values from `least` on. */
  readonly names?: readonly string[];
}

/** The values of one field, in order. */
function values(field: string, bounds: Bounds): readonly number[] {
  const all = new Set(field.split(",").flatMap((part) => partValues(part, bounds)));
  return [...all].toSorted((a, b) => a - b);
}

function partValues(part: string, bounds: Bounds): readonly number[] {
  const { from = "", to, step } = /^(?<from>\*|\w+)(?:-(?<to>\w+))?(?:\/(?<step>\d+))?$/.exec(part)?.groups ?? {};
  const first = from === "*" ? bounds.least : valueIn(from, bounds);
  const last = isOpen(from, to, step) ? bounds.most : valueIn(to ?? from, bounds);
  const by = Number(step ?? 1);
  if (by < 1 || last < first) throw invalid(part);
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
}

/** `*` and `5/10` go on to the last value. */
function isOpen(from: string, to: string | undefined, step: string | undefined): boolean {
  return from === "*" || (to === undefined && step !== undefined);
}

function valueIn(text: string, { least, most, names = [] }: Bounds): number {
  const named = names.indexOf(text.toUpperCase());
  if (text === "") throw invalid(text);
  const value = named === -1 ? Number(text) : least + named;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(text);
}

function dayOfMonthTest(field: string): Cron["onDay"] {
  if (field === "L") return (date) => date.day === date.daysInMonth;
  if (field === "LW") return (date) => date.day === nearestWeekday(date, date.daysInMonth);
  const nearest = /^(\d+)W$/.exec(field)?.[1];
  if (nearest !== undefined) {
    const wanted = valueIn(nearest, { least: 1, most: 31 });
    return (date) => wanted <= date.daysInMonth && date.day === nearestWeekday(date, wanted);
  }
  const days = new Set(values(field, { least: 1, most: 31 }));
  return (date) => days.has(date.day);
}

/** The weekday of the same month that is nearest to a day of it. */
function nearestWeekday(date: Temporal.PlainDate, day: number): number {
  const wanted = date.with({ day });
  if (wanted.dayOfWeek === 6) return day === 1 ? 3 : day - 1;
  if (wanted.dayOfWeek === 7) return day === date.daysInMonth ? day - 2 : day + 1;
  return day;
}

const WEEK: Bounds = { least: 1, most: 7, names: DAYS };

/** Sunday is 1, as AWS counts. */
function dayOfWeekTest(field: string): Cron["onDay"] {
  const { day, nth } = /^(?<day>\w+)#(?<nth>[1-5])$/.exec(field)?.groups ?? {};
  if (day !== undefined) {
    const wanted = valueIn(day, WEEK);
    return (date) => weekday(date) === wanted && Math.ceil(date.day / 7) === Number(nth);
  }
  const last = /^(\d)L$/.exec(field)?.[1];
  if (last !== undefined) {
    const wanted = valueIn(last, WEEK);
    return (date) => weekday(date) === wanted && date.day > date.daysInMonth - 7;
  }
  const days = new Set(values(field === "L" ? "7" : field, WEEK));
  return (date) => days.has(weekday(date));
}

function weekday(date: Temporal.PlainDate): number {
  return (date.dayOfWeek % 7) + 1;
}

function invalid(text: string): Error {
  return new Error(`"${text}" is not a cron expression of AWS`);
}
