import { Temporal } from "temporal-polyfill";
import { type Cron, LAST_YEAR, parseCron } from "./cron.ts";

/** When something runs; instants are UTC ms. */
export interface Schedule {
  /** The expression and its zone: two schedules that are equal in it are the same. */
  readonly text: string;
  /** Whether it runs once. */
  readonly once: boolean;
  /** First time after `after`, or undefined when there is none any more; `since` is when its rate began. */
  next(after: number, since: number): number | undefined;
}

/**
 * Reads `at(…)`, `rate(…)` or `cron(…)`, in civil time of a zone. A cron time that the change to summer time skips does not
 * run, one that the change back repeats runs the first time alone. Throws an Error for what is no schedule expression.
 */
export function parseSchedule(expression: string, zone = "UTC"): Schedule {
  const { kind, inner = "" } = /^(?<kind>at|rate|cron)\((?<inner>.*)\)$/.exec(expression)?.groups ?? {};
  const text = `${expression} ${zone}`;
  if (kind === "cron") {
    const cron = parseCron(inner);
    return { text, once: false, next: (after) => nextOfCron(cron, zone, after) };
  }
  if (kind === "rate") {
    const period = periodOf(inner);
    const next = (after: number, since: number) =>
      since + Math.max(0, Math.floor((after - since) / period) + 1) * period;
    return { text, once: false, next };
  }
  if (kind !== "at" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner)) throw invalid(expression);
  const at = Temporal.PlainDateTime.from(inner, { overflow: "reject" }).toZonedDateTime(zone).epochMilliseconds;
  return { text, once: true, next: (after) => (at > after ? at : undefined) };
}

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 24 * 60 * MINUTE };

function periodOf(inner: string): number {
  const {
    count = "",
    unit = "",
    plural,
  } = /^(?<count>[1-9]\d*) (?<unit>minute|hour|day)(?<plural>s?)$/.exec(inner)?.groups ?? {};
  const millis = UNITS[unit];
  if (millis === undefined || (count === "1") !== (plural === "")) throw invalid(`rate(${inner})`);
  return Number(count) * millis;
}

function nextOfCron(cron: Cron, zone: string, after: number): number | undefined {
  const first = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone).toPlainDate();
  for (let date = dayFrom(cron, first); date.year <= LAST_YEAR; date = dayFrom(cron, date.add({ days: 1 }))) {
    const found = firstOnDay(cron, date, { zone, after });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first day from `date` on at which the expression runs, or one after the last year. */
function dayFrom(cron: Cron, date: Temporal.PlainDate): Temporal.PlainDate {
  let day = date;
  while (day.year <= LAST_YEAR && !(cron.inMonth(day.month) && cron.onDay(day) && cron.inYear(day.year))) {
    day =
      cron.inMonth(day.month) && cron.inYear(day.year) ? day.add({ days: 1 }) : day.with({ day: 1 }).add({ months: 1 });
  }
  return day;
}

function firstOnDay(
  { times }: Cron,
  date: Temporal.PlainDate,
  { zone, after }: { readonly zone: string; readonly after: number },
): number | undefined {
  for (const time of times) {
    const civil = date.toPlainDateTime(time);
    const zoned = civil.toZonedDateTime(zone, { disambiguation: "earlier" });
    const exists = zoned.toPlainDateTime().equals(civil);
    if (exists && zoned.epochMilliseconds > after) return zoned.epochMilliseconds;
  }
  return undefined;
}

function invalid(expression: string): Error {
  return new Error(`Invalid Schedule Expression ${expression}.`);
}
