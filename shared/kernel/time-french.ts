import * as PlainDate from "temporal-polyfill/fns/PlainDate";
import * as ZonedDateTime from "temporal-polyfill/fns/ZonedDateTime";
import { type CivilDate, type Instant, plainDate } from "./time.ts";
import { occurrencesInParis, onParisWall } from "./time-paris.ts";

const weekdays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const months = [
  "janvier",
  "février",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "août",
  "septembre",
  "octobre",
  "novembre",
  "décembre",
];
// A figure never parts from its unit at the end of a line.
const nbsp = "\u00a0";

/** A date as French administration writes it: « mercredi 30 novembre 2022 », « jeudi 1er décembre 2022 ». */
export const dateInFrench = (date: CivilDate): string => inFrench(plainDate(date));

/**
 * An instant as French administration writes it: « mercredi 30 novembre 2022 à 14 h 00 (heure de Paris) ». Seconds and
 * milliseconds appear when they are not zero: « 14 h 00 min 05 s », « 14 h 00 min 00,001 s ». In the hour that autumn
 * doubles the offset is added, « 2 h 30 (heure de Paris, UTC+02:00) »: two instants never read the same. Spaces inside
 * the time are U+00A0.
 */
export function instantInFrench(instant: Instant): string {
  const wall = onParisWall(instant);
  const { doubled } = occurrencesInParis(ZonedDateTime.toPlainDateTime(wall));
  const zone = doubled ? `heure de Paris, UTC${ZonedDateTime.offset(wall)}` : "heure de Paris";
  return `${inFrench(ZonedDateTime.toPlainDate(wall))} à ${timeInFrench(wall)} (${zone})`;
}

function inFrench(date: PlainDate.Record): string {
  const day = date.day === 1 ? "1er" : date.day;
  return `${weekdays[PlainDate.dayOfWeek(date) - 1]} ${day} ${months[date.month - 1]} ${date.year}`;
}

function timeInFrench({ hour, minute, second, millisecond }: ZonedDateTime.Record): string {
  const hours = `${hour}${nbsp}h${nbsp}${twoDigits(minute)}`;
  if (second === 0 && millisecond === 0) return hours;
  const fraction = millisecond === 0 ? "" : `,${String(millisecond).padStart(3, "0")}`;
  return `${hours}${nbsp}min${nbsp}${twoDigits(second)}${fraction}${nbsp}s`;
}

const twoDigits = (value: number) => String(value).padStart(2, "0");
