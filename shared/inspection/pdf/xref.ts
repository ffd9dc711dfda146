import { contentOf, stagesOf } from "./filters.ts";
import { Lexer } from "./lexer.ts";
import { limits, Stop } from "./limits.ts";
import type { ObjectFile } from "./objects.ts";
import { isArray, PdfDict, type PdfValue } from "./values.ts";

/** What the cross-reference of a file tells a reader, over all its revisions. */
export type CrossReference = Readonly<{
  /** Dictionaries of trailers and of cross-reference streams. */
  trailers: readonly PdfDict[];
  /** Where objects in use are said to stand. */
  places: readonly number[];
  /** Numbers of the streams said to hold objects. */
  containers: ReadonlySet<number>;
  /** Whether every part was where the one before said, and well formed: else readers rebuild it from the objects. */
  sound: boolean;
}>;

/** Reads the cross-reference from the offset that ends the file, through tables, streams and earlier revisions. */
export function crossReferenceFrom(file: ObjectFile, start: number): CrossReference {
  const reading = new Reading(file);
  const visited = new Set<number>();
  const ahead = [start];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    if (visited.has(at)) continue;
    visited.add(at);
    const trailer = reading.section(at);
    if (trailer === undefined) reading.sound = false;
    else ahead.push(...[trailer.get("Prev"), trailer.get("XRefStm")].filter((value) => typeof value === "number"));
  }
  return reading;
}

class Reading implements CrossReference {
  readonly trailers: PdfDict[] = [];
  readonly places: number[] = [];
  readonly containers = new Set<number>();
  sound = true;
  readonly #file: ObjectFile;
  #entries = 0;

  constructor(file: ObjectFile) {
    this.#file = file;
  }

  /** The dictionary of the section that stands there; undefined where none does. */
  section(at: number): PdfDict | undefined {
    const lexer = new Lexer(this.#file.bytes, at);
    const trailer = lexer.take("xref") ? this.#table(lexer) : this.#stream(at);
    if (trailer !== undefined) this.trailers.push(trailer);
    return trailer;
  }

  #table(lexer: Lexer): PdfDict | undefined {
    const start = lexer.at;
    while (!lexer.take("trailer")) {
      const first = lexer.integer();
      const count = lexer.integer();
      if (first === undefined || count === undefined || !this.#tableEntries(lexer, count)) return undefined;
    }
    const trailer = lexer.value();
    this.#file.budget.spend(lexer.at - start);
    return trailer instanceof PdfDict ? trailer : undefined;
  }

  #tableEntries(lexer: Lexer, count: number): boolean {
    this.#declare(count);
    for (let n = 0; n < count; n++) {
      const place = lexer.integer();
      const generation = lexer.integer();
      if (place === undefined || generation === undefined) return false;
      if (lexer.take("n")) this.#place(place);
      else if (!lexer.take("f")) return false;
    }
    return true;
  }

  #stream(at: number): PdfDict | undefined {
    const head = this.#file.headAt(at);
    const object = head && this.#file.read(head);
    if (object?.data === undefined || !(object.value instanceof PdfDict)) return undefined;
    const rows = contentOf(object.data, stagesOf(object.value, this.#file.resolve));
    const widths = numbers(object.value.get("W"));
    const row = widths.reduce((sum, width) => sum + width, 0);
    if (rows === undefined || widths.length !== 3 || row === 0) return undefined;
    this.#declared(object.value);
    this.#declare(rows.length / row);
    for (let start = 0; start + row <= rows.length; start += row) this.#streamEntry(rows, start, widths);
    return object.value;
  }

  /** What readers would make room for, whatever the stream holds. */
  #declared(dict: PdfDict): void {
    const counts = [
      ...numbers(dict.get("Index")).filter((_, index) => index % 2 === 1),
      ...numbers([dict.get("Size") ?? 0]),
    ];
    if (counts.some((count) => count > limits.objects)) throw new Stop("too-many-objects");
  }

  #streamEntry(rows: Uint8Array, start: number, [first = 0, second = 0]: readonly number[]): void {
    const type = first === 0 ? 1 : wordAt(rows, start, first);
    const value = wordAt(rows, start + first, second);
    if (type === 1) this.#place(value);
    else if (type === 2) this.containers.add(value);
  }

  #place(offset: number): void {
    if (offset > 0) this.places.push(offset);
  }

  #declare(count: number): void {
    this.#entries += count;
    if (this.#entries > 2 * limits.objects) throw new Stop("too-many-objects");
  }
}

const numbers = (value: PdfValue | undefined): readonly number[] =>
  isArray(value) ? value.filter((item): item is number => typeof item === "number" && item >= 0) : [];

function wordAt(bytes: Uint8Array, start: number, width: number): number {
  let value = 0;
  for (let at = start; at < start + Math.min(width, 8); at++) value = value * 256 + (bytes[at] ?? 0);
  return value;
}
