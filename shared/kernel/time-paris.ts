import * as TemporalInstant from "temporal-polyfill/fns/Instant";
import * as PlainDate from "temporal-polyfill/fns/PlainDate";
import * as PlainDateTime from "temporal-polyfill/fns/PlainDateTime";
import * as ZonedDateTime from "temporal-polyfill/fns/ZonedDateTime";
import { type Interval, interval } from "./interval.ts";
import { ok, type Result, refused } from "./result.ts";
import { type CivilDate, civilDate, type Instant, instantFromEpochMillis, plainDate } from "./time.ts";

const paris = "Europe/Paris";
const wallTime = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{3}))?)?$/;

/** What the clocks and the calendar on a Paris wall show at an instant. */
export const onParisWall = (instant: Instant): ZonedDateTime.Record =>
  TemporalInstant.toZonedDateTimeISO(TemporalInstant.fromString(instant), paris);

/** The civil date in Paris at an instant. */
export const dateInParis = (instant: Instant): CivilDate => civilDate(ZonedDateTime.toPlainDate(onParisWall(instant)));

/** The first instant of a day in Paris. */
export const startOfDayInParis = (date: CivilDate): Instant => startOfDay(plainDate(date));

/** The whole day in Paris, from its first instant to that of the next day: 23, 24 or 25 hours. */
export const dayInParis = (date: CivilDate): Interval =>
  interval(startOfDayInParis(date), startOfDay(PlainDate.addDays(plainDate(date), 1)));

export type WallTimeRefusal = "form" | "gap" | "ambiguous";

/**
 * The instant at which Paris walls show this date and time ("14:00", "14:00:05", "14:00:05.001"). A time that the clocks
 * skip in spring is refused ("gap"): no text says which instant was meant. A time that they show twice in autumn is
 * refused ("ambiguous") unless the caller says which of the two: a legal text that needs it gives the offset.
 */
export function instantInParis(
  date: CivilDate,
  time: string,
  occurrence?: "earlier" | "later",
): Result<Instant, WallTimeRefusal> {
  const parts = wallTime.exec(time);
  if (!parts) return refused("form");
  const { year, month, day } = plainDate(date);
  const [hour, minute, second, millisecond] = parts.slice(1).map((digits = "0") => Number(digits));
  const wall = PlainDateTime.create(year, month, day, hour, minute, second, millisecond);
  const { earlier, later, doubled } = occurrencesInParis(wall);
  // In a gap Temporal moves the hands by an hour; in a doubled hour both occurrences show the time asked for.
  if (earlier.hour !== hour) return refused("gap");
  if (doubled && !occurrence) return refused("ambiguous");
  return ok(instantFromEpochMillis((occurrence === "later" ? later : earlier).epochMilliseconds));
}

/** Both instants at which Paris walls show a time: they are one, except in the hour that autumn doubles. */
export function occurrencesInParis(wall: PlainDateTime.Record) {
  const earlier = PlainDateTime.toZonedDateTime(wall, paris, { disambiguation: "earlier" });
  const later = PlainDateTime.toZonedDateTime(wall, paris, { disambiguation: "later" });
  return { earlier, later, doubled: earlier.epochMilliseconds !== later.epochMilliseconds };
}

const startOfDay = (date: PlainDate.Record): Instant =>
  instantFromEpochMillis(PlainDate.toZonedDateTime(date, { timeZone: paris }).epochMilliseconds);
