import { isDigit, isRegular, isSpace } from "./characters.ts";
import { limits, Stop } from "./limits.ts";
import { PdfDict, PdfRef, type PdfValue, pdfString } from "./values.ts";

const [open, close, lower, greater, left, right, slash, percent, hash, backslash] = [...Buffer.from("()<>[]/%#\\")];
const reference = 0x52;
const nameLength = 256;
const constants = new Set(["true", "false", "null"]);
/** Words that end whatever was left open before them. */
const enders = new Set(["endobj", "stream", "endstream", "xref", "trailer", "startxref"]);

/**
 * Reads the values of a PDF (ISO 32000-1, §7.2 and §7.3) at a position, as leniently as readers do. Never fails on any
 * bytes, except by Stop: `too-complex` where values nest or number beyond the limits.
 */
export class Lexer {
  at: number;
  readonly #bytes: Buffer;
  #left: number = limits.valuesPerObject;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Past white space and comments. */
  skipSpace(): void {
    for (;;) {
      while (isSpace(this.#bytes[this.at])) this.at++;
      if (this.#bytes[this.at] !== percent) return;
      this.skipLine();
    }
  }

  /** To the end of the line. */
  skipLine(): void {
    while (this.at < this.#bytes.length && this.#bytes[this.at] !== 10 && this.#bytes[this.at] !== 13) this.at++;
  }

  /** Past this word, if it comes next. */
  take(word: string): boolean {
    this.skipSpace();
    const end = this.at + word.length;
    for (let index = 0; index < word.length; index++) {
      if (this.#bytes[this.at + index] !== word.charCodeAt(index)) return false;
    }
    if (isRegular(this.#bytes[end])) return false;
    this.at = end;
    return true;
  }

  /** Past the word that comes next, if it is one of these. */
  takeOneOf(words: ReadonlySet<string>): string | undefined {
    this.skipSpace();
    const word = this.#word(16);
    if (!words.has(word)) return undefined;
    this.at += word.length;
    return word;
  }

  /** The whole number that comes next, and past it. */
  integer(): number | undefined {
    this.skipSpace();
    if (!isDigit(this.#bytes[this.at])) return undefined;
    let value = 0;
    for (; isDigit(this.#bytes[this.at]); this.at++) value = value * 10 + (this.#bytes[this.at] ?? 0) - 0x30;
    return Math.min(value, Number.MAX_SAFE_INTEGER);
  }

  /** The value that comes next, and past it; undefined at the end or at something that is no value. */
  value(depth = 0): PdfValue | undefined {
    this.skipSpace();
    if (--this.#left < 0 || depth > limits.depth) throw new Stop("too-complex");
    switch (this.#bytes[this.at]) {
      case slash:
        return this.#name();
      case open:
        return this.#string();
      case left:
        return this.#array(depth);
      case lower:
        return this.#bytes[this.at + 1] === lower ? this.#dictionary(depth) : this.#hexadecimal();
      default:
        return this.#numberOrConstant();
    }
  }

  /** Past one thing that is no value: a word, or a delimiter out of place. False where an open value must end. */
  skipStray(): boolean {
    if (this.at >= this.#bytes.length) return false;
    const word = this.#word(16);
    if (enders.has(word)) return false;
    this.at += Math.max(1, word.length);
    return true;
  }

  #word(most: number): string {
    let end = this.at;
    while (end < this.at + most && isRegular(this.#bytes[end])) end++;
    return this.#text(this.at, end);
  }

  #text(start: number, end: number): string {
    return this.#bytes.toString("latin1", start, end);
  }

  #name(): string {
    const start = ++this.at;
    let escaped = false;
    for (; isRegular(this.#bytes[this.at]); this.at++) {
      escaped ||= this.#bytes[this.at] === hash;
    }
    const written = this.#text(start, Math.min(this.at, start + nameLength));
    if (!escaped) return written;
    return written.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }

  #numberOrConstant(): PdfValue | undefined {
    const byte = this.#bytes[this.at];
    if (isDigit(byte)) return this.#numberOrReference();
    if (byte === 0x2b || byte === 0x2d || byte === 0x2e) return this.#number(this.at);
    const word = this.takeOneOf(constants);
    if (word === undefined) return undefined;
    return word === "null" ? null : word === "true";
  }

  #numberOrReference(): PdfValue {
    const start = this.at;
    const value = this.integer() ?? 0;
    if (isRegular(this.#bytes[this.at])) return this.#number(start);
    const after = this.at;
    if (this.integer() !== undefined && this.#takeReference()) return new PdfRef(value);
    this.at = after;
    return value;
  }

  #takeReference(): boolean {
    this.skipSpace();
    const found = this.#bytes[this.at] === reference && !isRegular(this.#bytes[this.at + 1]);
    if (found) this.at++;
    return found;
  }

  #number(start: number): number {
    this.at = start;
    const written = /^[-+]*[\d.]*/.exec(this.#word(40))?.[0] ?? "";
    this.at += Math.max(1, written.length);
    return Number(written) || 0;
  }

  #string(): typeof pdfString {
    let nested = 0;
    for (; this.at < this.#bytes.length; this.at++) {
      const byte = this.#bytes[this.at];
      if (byte === backslash) this.at++;
      else if (byte === open) nested++;
      else if (byte === close && --nested === 0) break;
    }
    this.at++;
    return pdfString;
  }

  #hexadecimal(): typeof pdfString {
    while (this.at < this.#bytes.length && this.#bytes[this.at] !== greater) this.at++;
    this.at++;
    return pdfString;
  }

  #array(depth: number): readonly PdfValue[] {
    this.at++;
    const items: PdfValue[] = [];
    for (;;) {
      const item = this.value(depth + 1);
      if (item !== undefined) items.push(item);
      else if (this.#bytes[this.at] === right) break;
      else if (!this.skipStray()) return items;
    }
    this.at++;
    return items;
  }

  #dictionary(depth: number): PdfDict {
    this.at += 2;
    const dict = new PdfDict();
    for (;;) {
      this.skipSpace();
      if (this.#bytes[this.at] === greater) break;
      if (this.#bytes[this.at] === slash) this.#entry(dict, depth);
      else if (this.value(depth + 1) === undefined && !this.skipStray()) return dict;
    }
    this.at += 2;
    return dict;
  }

  #entry(dict: PdfDict, depth: number): void {
    const key = this.#name();
    dict.entries.push([key, this.value(depth + 1) ?? null]);
  }
}
