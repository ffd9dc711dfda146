import { comparedText, shownText } from "../shown-text.ts";
import type { TextLine } from "./text-schema.ts";

/** A piece of text as a reader finds it on a page; points, from the left and from the top. */
export type Item = Readonly<{ x: number; y: number; width: number; height: number; text: string }>;

type Part = { x: number; end: number; text: string };

/** Text whose feet are this close, against its height, is on one line. */
const sameLine = 0.4;
/** What is this far apart, against its height, is not one word. */
const apart = 0.12;
const longest = 1_000;

/** The lines of a page, from its top; in each, what stands together from left to right. */
export function linesOf(page: number, items: readonly Item[]): readonly TextLine[] {
  const lines: Item[][] = [];
  for (const item of items.toSorted((one, other) => one.y - other.y)) {
    const line = lines.at(-1);
    const foot = line?.[0]?.y ?? Number.NEGATIVE_INFINITY;
    if (line !== undefined && item.y - foot <= sameLine * item.height) line.push(item);
    else lines.push([item]);
  }
  return lines.map((line) => ({ page, y: Math.round(line[0]?.y ?? 0), parts: partsOf(line).map(written) }));
}

function partsOf(line: readonly Item[]): readonly Part[] {
  const parts: Part[] = [];
  for (const { x, width, height, text } of line.toSorted((one, other) => one.x - other.x)) {
    const before = parts.at(-1);
    if (before !== undefined && x - before.end <= apart * height) {
      before.text += text;
      before.end = x + width;
    } else parts.push({ x, end: x + width, text });
  }
  return parts;
}

function written({ x, text: found }: Part): TextLine["parts"][number] {
  const text = comparedText(found, longest);
  const shown = shownText(found, longest);
  return { x: Math.round(x), text, ...(shown !== text && { shown }) };
}
