import * as TemporalInstant from "temporal-polyfill/fns/Instant";
import * as PlainDate from "temporal-polyfill/fns/PlainDate";
import * as z from "zod/mini";
import type { Brand } from "./brand.ts";
import { ok, type Refusal, type Result, refused } from "./result.ts";
import { parsedText } from "./result-schema.ts";

/** An instant, always written "YYYY-MM-DDTHH:mm:ss.sssZ" (UTC, milliseconds): the order of the texts is that of time. */
export type Instant = Brand<string, "Instant">;

/** A day of the calendar in Paris, always written "YYYY-MM-DD": the order of the texts is that of the days. */
export type CivilDate = Brand<string, "CivilDate">;

export type InstantRefusal = Refusal<"form" | "offset" | "precision" | "calendar" | "year">;
export type CivilDateRefusal = Refusal<"form" | "calendar">;

const instantRefusals = {
  form: {
    code: "form",
    sentence: "L'instant n'est pas écrit au format ISO 8601, par exemple 2022-11-30T14:00:00+01:00.",
  },
  offset: {
    code: "offset",
    sentence: "Il manque à l'instant son décalage avec le temps universel : Z ou, par exemple, +01:00.",
  },
  precision: {
    code: "precision",
    sentence: "L'instant est plus précis que la milliseconde : donnez au plus trois décimales de seconde.",
  },
  calendar: { code: "calendar", sentence: "L'instant porte une date, une heure ou un décalage qui n'existe pas." },
  year: { code: "year", sentence: "L'instant sort des années 0000 à 9999 du temps universel." },
} as const satisfies Record<string, InstantRefusal>;

const civilDateRefusals = {
  form: { code: "form", sentence: "La date n'est pas écrite année-mois-jour, par exemple 2022-11-30." },
  calendar: { code: "calendar", sentence: "Cette date n'existe pas dans le calendrier." },
} as const satisfies Record<string, CivilDateRefusal>;

const iso =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::(?<seconds>\d\d)(?:\.\d{1,3}(?<beyond>\d{0,6}))?)?(?<offset>Z|[+-]\d\d:\d\d)?$/;

const isInstant = (text: string): text is Instant => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
const isCivilDate = (text: string): text is CivilDate => /^\d{4}-\d\d-\d\d$/.test(text);

/**
 * Reads an ISO 8601 instant with its offset, to the minute at least. Refused: a missing offset (the reader would have to
 * guess the zone), digits beyond the millisecond that are not zero (cut off, they could turn a late instant into one in
 * time), a leap second (Temporal would move it), years outside 0000-9999.
 */
export function parseInstant(text: string): Result<Instant, InstantRefusal> {
  const parts = iso.exec(text)?.groups;
  if (!parts) return refused(instantRefusals.form);
  if (!parts.offset) return refused(instantRefusals.offset);
  if (/[1-9]/.test(parts.beyond ?? "")) return refused(instantRefusals.precision);
  const record = parts.seconds === "60" ? undefined : ifItExists(() => TemporalInstant.fromString(text));
  if (!record) return refused(instantRefusals.calendar);
  const canonical = new Date(record.epochMilliseconds).toISOString();
  return isInstant(canonical) ? ok(canonical) : refused(instantRefusals.year);
}

/** Reads a civil date "YYYY-MM-DD" of the Gregorian calendar. */
export function parseCivilDate(text: string): Result<CivilDate, CivilDateRefusal> {
  if (!isCivilDate(text)) return refused(civilDateRefusals.form);
  return ifItExists(() => plainDate(text)) ? ok(text) : refused(civilDateRefusals.calendar);
}

/** The instant at a whole number of milliseconds since 1970-01-01T00:00Z; RangeError outside years 0000-9999. */
export function instantFromEpochMillis(millis: number): Instant {
  if (!Number.isInteger(millis)) throw new RangeError(`${millis} is not a whole number of milliseconds`);
  const text = new Date(millis).toISOString();
  if (!isInstant(text)) throw new RangeError(`${text} is outside the years 0000-9999`);
  return text;
}

/** Milliseconds from 1970-01-01T00:00Z to the instant. */
export function epochMillis(instant: Instant): number {
  const millis = Date.parse(instant);
  if (!isInstant(instant) || Number.isNaN(millis)) throw new RangeError(`${instant} is not an instant`);
  return millis;
}

/** Temporal's own date for a civil date. For the kernel's calendar functions. */
export function plainDate(date: CivilDate): PlainDate.Record {
  return PlainDate.create(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8)));
}

/** The civil date of Temporal's own date; RangeError outside years 0000-9999. For the kernel's calendar functions. */
export function civilDate(record: PlainDate.Record): CivilDate {
  const text = PlainDate.toBasicString(record);
  if (!isCivilDate(text)) throw new RangeError(`${text} is outside the years 0000-9999`);
  return text;
}

/** Instant as it enters the product: normalised to UTC with milliseconds; issues carry the French sentence. */
export const instantSchema = /* @__PURE__ */ parsedText(parseInstant, "date-time");

/** Civil date of Paris as it enters the product; issues carry the French sentence. */
export const civilDateSchema = /* @__PURE__ */ parsedText(parseCivilDate, "date");

/** Instant as the product itself wrote it: no other spelling is read. Bundles that read no other do without Temporal. */
export const recordedInstantSchema = /* @__PURE__ */ z.custom<Instant>(
  (value) => typeof value === "string" && isInstant(value) && !Number.isNaN(Date.parse(value)),
);

/** What Temporal makes, or undefined where the calendar knows no such thing. */
function ifItExists<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
