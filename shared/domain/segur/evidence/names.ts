import type { TextLine } from "../../../inspection/pdf/text-schema.ts";
import { comparable } from "../text-matching.ts";
import { type Spot, spotIn, wordsOf } from "./text-of-piece.ts";

/** Identity papers write family name and first names on lines of their own, this many apart at most. */
const together = 4;

/** Words of a name as they are compared: no accent, no capital, no punctuation. */
const tokens = (text: string): readonly string[] => comparable(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Where the name of an organisation, or a number, stands in the text, word for word; undefined if it does not. */
export function spotOfWords(lines: readonly TextLine[], words: string): Spot | undefined {
  const sought = ` ${tokens(words).join(" ")} `;
  if (sought.trim() === "") return undefined;
  for (const line of lines) {
    if (!` ${tokens(wordsOf(line)).join(" ")} `.includes(sought)) continue;
    const index = line.parts.findIndex(({ text }) => ` ${tokens(text).join(" ")} `.includes(sought));
    return { page: line.page, x: line.parts[Math.max(0, index)]?.x ?? 0, y: line.y };
  }
  return undefined;
}

/**
 * Where the name of a person stands in the text: all its words, in any order, on one line or on neighbouring lines of a
 * page. The place is that of the first line with a word of it. Undefined if it does not.
 */
export function spotOfPerson(lines: readonly TextLine[], name: string): Spot | undefined {
  const sought = new Set(tokens(name));
  if (sought.size === 0) return undefined;
  const read = lines.map((line) => ({ line, found: new Set(tokens(wordsOf(line))).intersection(sought) }));
  for (const [index, { line, found }] of read.entries()) {
    const near = read.slice(index, index + together).filter((one) => one.line.page === line.page);
    const all = near.reduce<ReadonlySet<string>>((words, one) => words.union(one.found), found);
    if (found.size > 0 && all.size === sought.size) return spotIn(line, 0);
  }
  return undefined;
}
