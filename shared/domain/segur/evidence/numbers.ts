import { type Iban, parseIban } from "../../../kernel/iban.ts";
import type { Result } from "../../../kernel/result.ts";
import { parseSiren, type Siren } from "../../../kernel/siren.ts";
import { parseSiret, type Siret } from "../../../kernel/siret.ts";

type Found<Value> = readonly [value: Value, index: number];

/** Groups of characters with at most one space between them. */
const groupsOfDigits = /\d+(?: \d+)*/g;
const startOfIban = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])/g;
const longestIban = 34;
/** « Numéro de référencement : », « N° de référencement ANS » and what follows, which has a digit in it. */
const labelledNumber =
  /(?:num[ée]ro|n ?[°o]\.?|r[ée]f[ée]rence) (?:de |du )?r[ée]f[ée]rencement(?: ans)?\W{0,4}(?=[A-Za-z./-]{0,20}\d)([A-Za-z0-9][\w./-]{0,58})/giu;

/** SIRETs in a text, spaced in any way, with their keys right. */
export const siretsIn = (words: string): readonly Found<Siret>[] => digitsIn(words, 14, parseSiret);

/** SIRENs in a text, those that begin a SIRET apart. */
export function sirensIn(words: string): readonly Found<Siren>[] {
  const sirets = new Set(siretsIn(words).map(([, index]) => index));
  return digitsIn(words, 9, parseSiren).filter(([, index]) => !sirets.has(index));
}

/** IBANs in a text, in groups or not, with their keys right. */
export function ibansIn(words: string): readonly Found<Iban>[] {
  return [...words.matchAll(startOfIban)].flatMap(({ index }) => {
    const iban = ibanFrom(words.slice(index));
    return iban === undefined ? [] : [[iban, index] as const];
  });
}

/** Numbers of référencement in a text, known by the words that precede them. */
export const labelledNumbersIn = (words: string): readonly Found<string>[] =>
  [...words.matchAll(labelledNumber)].map((match) => {
    const [whole, number = ""] = match;
    return [number, match.index + whole.length - number.length] as const;
  });

function digitsIn<Value>(
  words: string,
  size: number,
  parse: (digits: string) => Result<Value, unknown>,
): readonly Found<Value>[] {
  return [...words.matchAll(groupsOfDigits)].flatMap(({ 0: run, index }) => {
    const starts = [...run.matchAll(/(?<!\d)\d/g)].map((group) => group.index);
    return starts.flatMap((start) => {
      const digits = wholeGroups(run.slice(start, start + 2 * size), size);
      const parsed = digits === undefined ? undefined : parse(digits);
      return parsed?.ok ? [[parsed.value, index + start] as const] : [];
    });
  });
}

/** The first groups, if together they have exactly so many characters. */
function wholeGroups(run: string, size: number): string | undefined {
  let joined = "";
  for (const group of run.split(" ", size)) {
    joined += group;
    if (joined.length >= size) break;
  }
  return joined.length === size ? joined : undefined;
}

/** The longest of the first groups that together are an IBAN: words may follow it on its line. */
function ibanFrom(words: string): Iban | undefined {
  const groups = words.slice(0, 2 * longestIban).split(/[^A-Za-z0-9]+/, longestIban);
  for (let count = groups.length; count > 0; count--) {
    const joined = groups.slice(0, count).join("");
    const parsed = joined.length > longestIban ? undefined : parseIban(joined);
    if (parsed?.ok) return parsed.value;
  }
  return undefined;
}
