import type { TextLine } from "../../../inspection/pdf/text-schema.ts";

/** Where something is read: page from 1, points from the left and from the top of the page. */
export type Spot = Readonly<{ page: number; x: number; y: number }>;

/** Something read in a piece. */
export type Reading<Value extends string = string> = Readonly<{ value: Value }> & Spot;

/** The words of a line with one space between its parts. */
export const wordsOf = (line: TextLine): string => line.parts.map(({ text }) => text).join(" ");

/** Where the character of that index in the words of a line stands: at the beginning of its part. */
export function spotIn(line: TextLine, index: number): Spot {
  let end = 0;
  const part = line.parts.find(({ text }) => {
    end += text.length + 1;
    return index < end;
  });
  return { page: line.page, x: part?.x ?? 0, y: line.y };
}

/** What a search finds in each line, in the order of the text; each value once, where it is first read. */
export function readingsIn<Value extends string>(
  lines: readonly TextLine[],
  search: (words: string) => Iterable<readonly [value: Value, index: number]>,
): readonly Reading<Value>[] {
  const found = new Map<Value, Reading<Value>>();
  for (const line of lines) {
    for (const [value, index] of search(wordsOf(line))) {
      if (!found.has(value)) found.set(value, { value, ...spotIn(line, index) });
    }
  }
  return [...found.values()];
}
