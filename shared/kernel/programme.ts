import type { CivilDate, Instant } from "./time.ts";
import { dateInParis } from "./time-paris.ts";

/**
 * An end printed in the calendar; `unknown` where a version had one that no document at hand prints (a person decides),
 * `absent` where the version has none.
 */
export type LegalInstant = Instant | "unknown" | "absent";
export type LegalDate = CivilDate | "unknown" | "absent";

/** A version of a legal calendar: what it changes in the one before it. The first one gives every date. */
type Amendment<Dates> = Readonly<{
  version: string;
  publishedOn: CivilDate;
  /** The ministerial act it is tied to, in French; null where it has none. */
  act: string | null;
  /** What it changes, one French sentence. */
  summary: string;
  changes: Partial<Dates>;
}>;

export type CalendarVersion<Dates> = Readonly<{ version: string; publishedOn: CivilDate; dates: Dates }>;

/** A legal calendar: its first version, then its amendments in the order of their publication. No past value is lost. */
export type LegalCalendar<Dates> = Readonly<{
  first: Amendment<Dates> & { readonly changes: Dates };
  amendments: readonly Amendment<Dates>[];
}>;

/** Every version with all its dates, oldest first. */
export function versionsOf<Dates>({ first, amendments }: LegalCalendar<Dates>): readonly CalendarVersion<Dates>[] {
  const versions = [versionOf(first, first.changes)];
  let dates = first.changes;
  for (const amendment of amendments) {
    dates = { ...dates, ...amendment.changes };
    versions.push(versionOf(amendment, dates));
  }
  return versions;
}

/**
 * The version in force at an instant: from 00:00 Paris on the day it was published until the next one is.
 *
 * @returns undefined before the first publication
 */
export function versionInForce<Dates>(calendar: LegalCalendar<Dates>, at: Instant): CalendarVersion<Dates> | undefined {
  return versionsOf(calendar).findLast(({ publishedOn }) => publishedOn <= dateInParis(at));
}

function versionOf<Dates>({ version, publishedOn }: Amendment<Dates>, dates: Dates): CalendarVersion<Dates> {
  return { version, publishedOn, dates };
}

/** Whether the calendar prints this end. */
export function isKnown<End extends string>(end: End | "unknown" | "absent"): end is End {
  return end !== "unknown" && end !== "absent";
}
