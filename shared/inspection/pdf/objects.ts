import { isDigit, isSpace } from "./characters.ts";
import type { Resolve } from "./filters.ts";
import { Lexer } from "./lexer.ts";
import { Budget, limits, Stop } from "./limits.ts";
import { PdfDict, PdfRef, type PdfValue } from "./values.ts";

/** Where the head of an object, « 12 0 obj », stands, and where its value begins. */
export type Head = Readonly<{ offset: number; number: number; body: number }>;

/** An object as it stands in the file. `end` is past its last byte; `data` are the bytes of its stream, still filtered. */
export type FileObject = Head & Readonly<{ value: PdfValue | undefined; data?: Uint8Array; end: number }>;

/**
 * The objects of a file, found wherever a head of object is written: those of old revisions and those that no
 * cross-reference names are among them.
 */
export class ObjectFile {
  readonly bytes: Buffer;
  readonly budget: Budget;
  /** Offsets of the heads of objects. */
  readonly heads: readonly number[];
  readonly #byNumber = new Map<number, number>();

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.budget = new Budget(bytes.length);
    this.heads = headsOf(this.bytes);
  }

  /** The object whose head is written at this place, white space and comments apart; undefined where none is. */
  headAt(offset: number): Head | undefined {
    const lexer = new Lexer(this.bytes, offset);
    lexer.skipSpace();
    const start = lexer.at;
    const number = lexer.integer();
    const known = number !== undefined && lexer.integer() !== undefined && lexer.take("obj");
    this.budget.spend(lexer.at - offset + 16);
    return known ? { offset: start, number, body: lexer.at } : undefined;
  }

  /** The heads of all objects of these numbers. */
  headsOf(numbers: ReadonlySet<number>): readonly Head[] {
    if (numbers.size === 0) return [];
    const heads = this.heads.map((offset) => this.headAt(offset)).filter((head) => head !== undefined);
    return heads.filter(({ number }) => numbers.has(number));
  }

  /** Reads an object; of the data of its stream, only where they end. */
  read(head: Head): FileObject {
    const lexer = new Lexer(this.bytes, head.body);
    const value = lexer.value();
    this.budget.spend(lexer.at - head.offset);
    if (value instanceof PdfDict && lexer.take("stream")) {
      const [start, end] = this.#dataOf(value, this.#nextLine(lexer));
      lexer.at = end;
      lexer.take("endstream");
      lexer.take("endobj");
      return { ...head, value, data: this.bytes.subarray(start, end), end: lexer.at };
    }
    lexer.take("endobj");
    return { ...head, value, end: lexer.at };
  }

  /** Follows references to the objects in the clear, the last of each number; any other is unknown. */
  readonly resolve: Resolve = (value) => {
    let found = value;
    for (let hops = 0; found instanceof PdfRef; hops++) {
      const head = this.#headOf(found.number);
      if (head === undefined || hops > 8) return undefined;
      const lexer = new Lexer(this.bytes, head.body);
      found = lexer.value();
      this.budget.spend(lexer.at - head.offset);
    }
    return found;
  };

  #headOf(number: number): Head | undefined {
    if (this.#byNumber.size === 0) this.#indexNumbers();
    const offset = this.#byNumber.get(number);
    return offset === undefined ? undefined : this.headAt(offset);
  }

  #indexNumbers(): void {
    for (const offset of this.heads) {
      const number = new Lexer(this.bytes, offset).integer();
      if (number !== undefined) this.#byNumber.set(number, offset);
    }
  }

  #nextLine(lexer: Lexer): number {
    lexer.skipLine();
    const after = this.bytes[lexer.at] === 13 ? lexer.at + 1 : lexer.at;
    return this.bytes[after] === 10 ? after + 1 : after;
  }

  /** As long as declared where the word `endstream` follows; else up to that word, wherever it comes first. */
  #dataOf(dict: PdfDict, start: number): readonly [start: number, end: number] {
    const declared = this.resolve(dict.get("Length"));
    const end = start + (typeof declared === "number" && declared >= 0 ? declared : Number.POSITIVE_INFINITY);
    if (this.#endsAt(end)) return [start, end];
    const found = this.bytes.indexOf("endstream", start);
    const first = found < 0 ? this.bytes.length : found;
    this.budget.spend(first - start);
    return [start, first];
  }

  #endsAt(end: number): boolean {
    const lexer = new Lexer(this.bytes, end);
    while (lexer.at < end + 4 && isSpace(this.bytes[lexer.at])) lexer.at++;
    return this.bytes.subarray(lexer.at, lexer.at + 9).toString("latin1") === "endstream";
  }
}

function headsOf(bytes: Buffer): readonly number[] {
  const heads: number[] = [];
  for (let at = bytes.indexOf("obj"); at >= 0; at = bytes.indexOf("obj", at + 3)) {
    const head = headBefore(bytes, at);
    if (head !== undefined) heads.push(head);
    if (heads.length > limits.objects) throw new Stop("too-many-objects");
  }
  return heads;
}

/** Where the two numbers begin that precede the word `obj`, read backwards. */
function headBefore(bytes: Buffer, word: number): number | undefined {
  const generation = digitsBefore(bytes, spaceBefore(bytes, word));
  if (generation === undefined || !isSpace(bytes[generation - 1])) return undefined;
  return digitsBefore(bytes, spaceBefore(bytes, generation));
}

const furthest = 32;

function spaceBefore(bytes: Buffer, end: number): number {
  let at = end;
  while (at > end - furthest && isSpace(bytes[at - 1])) at--;
  return at;
}

function digitsBefore(bytes: Buffer, end: number): number | undefined {
  let at = end;
  while (at > end - furthest && isDigit(bytes[at - 1])) at--;
  return at === end ? undefined : at;
}
