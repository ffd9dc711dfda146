import { type CivilDate, parseCivilDate } from "../../../kernel/time.ts";
import { comparable } from "../text-matching.ts";

const months = [
  "janvier",
  "fevrier",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "aout",
  "septembre",
  "octobre",
  "novembre",
  "decembre",
];

const inFigures = /(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)/g;
const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
const inWords = /(?<!\d)(\d{1,2})(?:er)? (\p{L}{3,9}) (\d{4})(?!\d)/giu;

/** Dates in a text, as French administration writes them: « 1er décembre 2022 », « 01/12/2022 »; also « 2022-12-01 ». */
export function datesIn(words: string): readonly (readonly [date: CivilDate, index: number])[] {
  const found = [
    ...[...words.matchAll(inFigures)].map((one) => dateAt(one.index, one[4], one[3], one[1])),
    ...[...words.matchAll(iso)].map((one) => dateAt(one.index, one[1], one[2], one[3])),
    ...[...words.matchAll(inWords)].map((one) => dateAt(one.index, one[3], monthOf(one[2]), one[1])),
  ];
  return found.filter((one) => one !== undefined).sort(([, one], [, other]) => one - other);
}

const monthOf = (name = ""): string => String(months.indexOf(comparable(name)) + 1);

function dateAt(index: number, year = "", month = "", day = ""): readonly [CivilDate, number] | undefined {
  const parsed = parseCivilDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  return parsed.ok ? [parsed.value, index] : undefined;
}
