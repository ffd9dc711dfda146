import type { Trace } from "./traces.ts";

/** An instant of a year, as it was found. */
interface Hit {
  readonly where: string;
  readonly instant: string;
  readonly around: string;
}

/**
 * Every instant of a year in these texts, in the forms in which software writes one: ISO 8601 and its basic form, HTTP and
 * mail dates, French words, seconds and milliseconds of Unix time. What JSON hides in base64, as tokens and signed
 * forms do, is read too.
 */
export function instantsOf(year: number, traces: readonly Trace[]): readonly Hit[] {
  const forms = formsOf(year);
  return traces.flatMap(({ where, text }) => {
    const hits = [text, ...hiddenIn(text)].flatMap((read) => matchesIn(read, forms, year));
    return hits.map((hit) => ({ where, ...hit }));
  });
}

const month = "(?:0[1-9]|1[0-2])";
const day = "(?:0[1-9]|[12]\\d|3[01])";
const words = {
  english: "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
  french: "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
};

const formsOf = (year: number): RegExp =>
  new RegExp(
    [
      `(?<!\\d)${year}-${month}-${day}`,
      `(?<!\\d)${year}${month}${day}(?=T\\d{6}|/)`,
      `${day}[ -]${words.english}[ -]${year}(?!\\d)`,
      `${words.english} +\\d{1,2},? +${year}(?!\\d)`,
      `${words.french}\\s${year}(?!\\d)`,
      "(?<![\\da-zA-Z])\\d{10}(?:\\d{3})?(?![\\da-zA-Z])",
    ].join("|"),
    "g",
  );

function matchesIn(text: string, forms: RegExp, year: number) {
  return [...text.matchAll(forms)]
    .filter(([instant]) => !/^\d{10,13}$/.test(instant) || yearOf(instant) === year)
    .map(({ 0: instant, index }) => ({ instant, around: text.slice(Math.max(0, index - 60), index + 60) }));
}

/** The year of seconds or milliseconds of Unix time. */
const yearOf = (digits: string): number =>
  new Date(digits.length === 10 ? Number(digits) * 1000 : Number(digits)).getUTCFullYear();

/** Every JSON object in base64 begins with these three letters. */
const hiddenIn = (text: string): readonly string[] =>
  [...text.matchAll(/eyJ[\w+/=-]{10,}/g)].map(([hidden]) => Buffer.from(hidden, "base64").toString("utf8"));
