import fc from "fast-check";
import { addDays } from "../../../shared/kernel/civil.ts";
import { type CivilDate, civilDateSchema, type Instant, instantFromEpochMillis } from "../../../shared/kernel/time.ts";

export const hour = 3_600_000;
export const years = Array.from({ length: 11 }, (_, index) => 2020 + index);

/** Every day from 2020-01-01 to 2030-12-31. */
export const everyDay: readonly CivilDate[] = Array.from({ length: 4018 }, (_, index) =>
  addDays(civilDateSchema.parse("2020-01-01"), index),
);

/** A change of the clocks: the last Sunday of March and of October, at 01:00 UTC (directive 2000/84/EC). */
export type Change = { readonly on: CivilDate; readonly at: Instant; readonly hours: 23 | 25 };

export const everyChange: readonly Change[] = years.flatMap((year) => [change(year, 2, 23), change(year, 9, 25)]);

function change(year: number, month: number, hours: 23 | 25): Change {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
  const lastSunday = lastDay.getTime() - lastDay.getUTCDay() * 24 * hour;
  const at = instantFromEpochMillis(lastSunday);
  return { on: civilDateSchema.parse(at.slice(0, 10)), at, hours };
}

export const anyDay = fc.constantFrom(...everyDay);

/** Instants of 2020-2030, and as many within two days of a change of the clocks. */
export const anyInstant: fc.Arbitrary<Instant> = fc
  .oneof(
    fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2031, 0, 1) }),
    fc
      .tuple(fc.constantFrom(...everyChange), fc.integer({ min: -48 * hour, max: 48 * hour }))
      .map(([{ at }, offset]) => Date.parse(at) + offset),
  )
  .map(instantFromEpochMillis);

export const later = (instant: Instant, millis: number): Instant =>
  instantFromEpochMillis(Date.parse(instant) + millis);
