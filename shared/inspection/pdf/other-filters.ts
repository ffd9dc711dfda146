import { isSpace } from "./characters.ts";
import type { Decoder, Sink } from "./sink.ts";

const clear = 256;
const end = 257;
const longest = 4_096;

/** LZWDecode (ISO 32000-1, §7.4.4). `early` is 1 where the width of codes grows one code early, as it does by default. */
export const lzw =
  (early: number): Decoder =>
  (input, most, sink) =>
    new Expansion(input, early, sink).codes(most);

/** The table is kept as places in the output: an entry is what a code wrote there, and the byte after it. */
class Expansion {
  readonly #places = new Float64Array(longest);
  readonly #sizes = new Float64Array(longest);
  #next = end + 1;
  #at = 0;
  readonly #input: Uint8Array;
  readonly #early: number;
  readonly #sink: Sink;

  constructor(input: Uint8Array, early: number, sink: Sink) {
    this.#input = input;
    this.#early = early;
    this.#sink = sink;
  }

  /** Whether the end was reached without a fault. */
  codes(most: number): boolean {
    let before: number | undefined = 0; // size of what the code before wrote
    while (before !== undefined && this.#sink.length <= most) {
      const code = this.#code();
      if (code === end) return true;
      before = code === undefined ? undefined : this.#take(code, before);
    }
    return false;
  }

  #take(code: number, before: number): number | undefined {
    if (code === clear) {
      this.#next = end + 1;
      return 0;
    }
    this.#learn(before);
    return code < this.#next ? this.#write(code) : undefined;
  }

  #learn(previous: number): void {
    if (previous === 0 || this.#next >= longest) return;
    this.#places[this.#next] = this.#sink.length - previous;
    this.#sizes[this.#next] = previous + 1;
    this.#next++;
  }

  #write(code: number): number {
    if (code < clear) {
      this.#sink.put(code);
      return 1;
    }
    const size = this.#sizes[code] ?? 0;
    this.#sink.repeat(this.#places[code] ?? 0, size);
    return size;
  }

  #code(): number | undefined {
    const width = Math.min(12, 32 - Math.clz32(this.#next + this.#early));
    const byte = this.#at >> 3;
    if (this.#at + width > this.#input.length * 8) return undefined;
    const three = ((this.#input[byte] ?? 0) << 16) | ((this.#input[byte + 1] ?? 0) << 8) | (this.#input[byte + 2] ?? 0);
    const code = (three >> (24 - width - (this.#at & 7))) & ((1 << width) - 1);
    this.#at += width;
    return code;
  }
}

/** RunLengthDecode (§7.4.5). */
export const runLength: Decoder = (input, most, sink) => {
  let at = 0;
  while (at < input.length && sink.length <= most) {
    const head = input[at++] ?? 0;
    if (head === 128) return true;
    at += putRun(head, input.subarray(at, at + 128), sink);
  }
  return sink.length <= most;
};

/** Puts so many bytes, or one of them so many times; how many of them were used. */
function putRun(head: number, bytes: Uint8Array, sink: Sink): number {
  if (head < 128) {
    sink.putAll(bytes.subarray(0, head + 1));
    return head + 1;
  }
  sink.putAll(new Uint8Array(257 - head).fill(bytes[0] ?? 0));
  return 1;
}

/** ASCIIHexDecode (§7.4.2). */
export const hexadecimal: Decoder = (input, _most, sink) => {
  let digits = "";
  for (const byte of input) {
    if (byte === 0x3e) break;
    if (!isSpace(byte)) digits += String.fromCharCode(byte);
    if (digits.length < 2) continue;
    sink.put(Number.parseInt(digits, 16));
    digits = "";
  }
  if (digits !== "") sink.put(Number.parseInt(`${digits}0`, 16));
  return true;
};

/** ASCII85Decode (§7.4.3). */
export const base85: Decoder = (input, _most, sink) => {
  const end = input.indexOf(0x7e);
  let group: number[] = [];
  for (const byte of input.subarray(0, end < 0 ? input.length : end)) {
    const digits = digitsOf(byte, group.length);
    if (digits === undefined) return false;
    group.push(...digits);
    if (group.length === 5) group = putGroup(group, 4, sink);
  }
  putGroup(group, group.length - 1, sink);
  return true;
};

/** A character is one digit in base 85; but `z` is five zeros, and white space nothing. */
function digitsOf(byte: number, before: number): readonly number[] | undefined {
  if (isSpace(byte)) return [];
  if (byte === 0x7a && before === 0) return [0, 0, 0, 0, 0];
  return byte >= 0x21 && byte <= 0x75 ? [byte - 0x21] : undefined;
}

/** Puts the bytes of a group of digits; the group that follows begins empty. */
function putGroup(group: readonly number[], count: number, sink: Sink): [] {
  const value = [0, 1, 2, 3, 4].reduce((sum, place) => sum * 85 + (group[place] ?? 84), 0) >>> 0;
  for (let n = 0; n < count; n++) sink.put((value >>> (24 - 8 * n)) & 255);
  return [];
}
