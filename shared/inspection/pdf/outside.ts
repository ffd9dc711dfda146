import { isSpace } from "./characters.ts";
import type { Extents } from "./extents.ts";
import type { Findings } from "./finding.ts";
import { Lexer } from "./lexer.ts";
import { limits } from "./limits.ts";
import { PdfDict } from "./values.ts";

const words = new Set(["xref", "trailer", "startxref", "endobj", "endstream", "n", "f"]);
const markup = ["<!doctype html", "<html", "<script"];
/** Where programs that guess the type of a file from its beginning look. */
const guessed = 1_024;
const percent = 0x25;
const endMark = "%%EOF";

/** What a file holds between its objects: cross-references, trailers, ends of revisions, and what does not belong. */
export class Outside {
  /** Dictionaries of all trailers, also of those that no cross-reference leads to. */
  readonly trailers: PdfDict[] = [];
  /** Where revisions end: past each `%%EOF`. */
  readonly ends: number[] = [];
  readonly #bytes: Buffer;
  readonly #findings: Findings;
  readonly #header: number;
  #stray = { bytes: 0, largest: 0, offset: 0 };

  /** @param header where the header of the file stands: the one comment that belongs, with `%%EOF` */
  constructor(bytes: Buffer, header: number, findings: Findings) {
    this.#bytes = bytes;
    this.#header = header;
    this.#findings = findings;
  }

  read(extents: Extents): void {
    for (const [start, end] of extents.gaps(this.#bytes.length)) this.#gap(Math.max(start, this.#header), end);
    this.#endOfStray("trailing-data");
    this.#markupIn(this.#header, this.#header + guessed);
  }

  #gap(from: number, end: number): void {
    let start = from;
    while (isSpace(this.#bytes[start])) start++;
    if (start >= end) return;
    const lexer = new Lexer(this.#bytes.subarray(0, end), start);
    while (lexer.at < end) this.#next(lexer);
    const gap = this.#bytes.subarray(start, end);
    const second = gap.indexOf("%PDF-", start === this.#header ? 1 : 0);
    if (second >= 0) this.#findings.add("second-header", { offset: start + second });
    const archive = gap.indexOf("PK\u0003\u0004", 0, "latin1");
    if (archive >= 0) this.#findings.add("zip-inside", { offset: start + archive });
    this.#markupIn(start, end);
  }

  #next(lexer: Lexer): void {
    const byte = this.#bytes[lexer.at];
    if (isSpace(byte)) lexer.at++;
    else if (byte === percent) this.#comment(lexer);
    else if (!this.#belongs(lexer)) this.#word(lexer);
  }

  #comment(lexer: Lexer): void {
    const start = lexer.at;
    if (this.#bytes.toString("latin1", start, start + endMark.length) === endMark) {
      lexer.at += endMark.length;
      this.ends.push(lexer.at);
      this.#endOfStray("stray-data");
      return;
    }
    lexer.skipLine();
    if (start !== this.#header) this.#count(start, lexer.at);
  }

  #belongs(lexer: Lexer): boolean {
    if (lexer.integer() !== undefined) return true;
    const word = lexer.takeOneOf(words);
    const trailer = word === "trailer" ? lexer.value() : undefined;
    if (trailer instanceof PdfDict) this.trailers.push(trailer);
    return word !== undefined;
  }

  #word(lexer: Lexer): void {
    const start = lexer.at;
    while (lexer.at < this.#bytes.length && !isSpace(this.#bytes[lexer.at])) lexer.at++;
    this.#count(start, lexer.at);
  }

  #count(start: number, end: number): void {
    this.#stray.bytes += end - start;
    if (end - start <= this.#stray.largest) return;
    this.#stray.largest = end - start;
    this.#stray.offset = start;
  }

  /** Tells what has been met since the end before, where the largest of it begins. */
  #endOfStray(code: "stray-data" | "trailing-data"): void {
    if (this.#stray.bytes > limits.stray) this.#findings.add(code, { offset: this.#stray.offset });
    this.#stray = { bytes: 0, largest: 0, offset: 0 };
  }

  #markupIn(start: number, end: number): void {
    const part = this.#bytes.subarray(start, end);
    for (let at = part.indexOf("<"); at >= 0; at = part.indexOf("<", at + 1)) {
      const tag = part.toString("latin1", at, at + 16).toLowerCase();
      if (!markup.some((one) => tag.startsWith(one))) continue;
      this.#findings.add("html-inside", { offset: start + at });
      return;
    }
  }
}
