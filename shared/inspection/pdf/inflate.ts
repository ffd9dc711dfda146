import { inflateSync } from "node:zlib";
import { Bits } from "./bits.ts";
import { type Code, codeOf, fixedDistances, fixedLiterals } from "./huffman.ts";
import type { Decoder, Sink } from "./sink.ts";

const lengthExtra = Uint8Array.from([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const distanceExtra = Uint8Array.from({ length: 30 }, (_, symbol) => Math.max(0, (symbol >> 1) - 1));
const lengthBase = basesOf(lengthExtra, 3).with(28, 258);
const distanceBase = basesOf(distanceExtra, 1);
const orderOfLengths = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const endOfBlock = 256;

function basesOf(extra: Uint8Array, first: number): Uint16Array {
  const bases = new Uint16Array(extra.length);
  let base = first;
  for (const [symbol, bits] of extra.entries()) {
    bases[symbol] = base;
    base += 1 << bits;
  }
  return bases;
}

/** Sound streams from this size, in bytes, are faster made by zlib, up to that much of output. */
const forZlib = { from: 1_024, upTo: 262_144 } as const;

/**
 * FlateDecode (RFC 1950 and 1951). Counting copies nothing: a bomb costs the time of its own few bytes and no memory.
 * zlib cannot count without making the bytes, nor give what precedes a fault, which is what PDF readers show: it makes
 * what is sound and small. As in those readers, the final checksum is not compared.
 */
export const inflate: Decoder = (input, most, sink) => {
  const made = input.length < forZlib.from ? undefined : madeByZlib(input, Math.min(most, forZlib.upTo));
  if (made !== undefined) {
    sink.putAll(made);
    return true;
  }
  const [method = 0, flags = 0] = input;
  if ((method & 15) !== 8 || ((method << 8) | flags) % 31 !== 0 || (flags & 32) !== 0) return false;
  return new Inflation(input, most, sink).blocks();
};

function madeByZlib(input: Uint8Array, maxOutputLength: number): Uint8Array | undefined {
  try {
    return inflateSync(input, { maxOutputLength });
  } catch {
    return undefined;
  }
}

class Inflation {
  readonly #bits: Bits;
  readonly #input: Uint8Array;
  readonly #most: number;
  readonly #sink: Sink;

  constructor(input: Uint8Array, most: number, sink: Sink) {
    this.#input = input;
    this.#bits = new Bits(input, 2);
    this.#most = most;
    this.#sink = sink;
  }

  /** Whether the last block was reached without a fault. */
  blocks(): boolean {
    while (!this.#bits.broken && this.#sink.length <= this.#most) {
      const last = this.#bits.take(1) === 1;
      if (!this.#block(this.#bits.take(2))) return false;
      if (last) return !this.#bits.broken;
    }
    return false;
  }

  #block(type: number): boolean {
    if (type === 0) return this.#stored();
    if (type === 1) return this.#coded(fixedLiterals, fixedDistances);
    const codes = type === 2 ? this.#codes() : undefined;
    return codes !== undefined && this.#coded(...codes);
  }

  #stored(): boolean {
    const at = this.#bits.toByte() + 4;
    const [low = 0, high = 0, notLow = 0, notHigh = 0] = this.#input.subarray(at - 4, at);
    const size = (high << 8) | low;
    if (size !== (~((notHigh << 8) | notLow) & 0xffff)) return false;
    const data = this.#input.subarray(at, at + size);
    this.#sink.putAll(data);
    this.#bits.skipTo(at + size);
    return data.length === size;
  }

  #coded(literals: Code, distances: Code): boolean {
    while (this.#sink.length <= this.#most) {
      const symbol = this.#bits.symbol(literals);
      if (this.#bits.broken || symbol === endOfBlock) return !this.#bits.broken;
      if (symbol < endOfBlock) this.#sink.put(symbol);
      else if (!this.#copy(symbol - endOfBlock - 1, distances)) return false;
    }
    return false;
  }

  #copy(symbol: number, distances: Code): boolean {
    const size = (lengthBase[symbol] ?? 0) + this.#bits.take(lengthExtra[symbol] ?? 0);
    const far = this.#bits.symbol(distances);
    const distance = (distanceBase[far] ?? 0) + this.#bits.take(distanceExtra[far] ?? 0);
    if (this.#bits.broken || symbol >= lengthBase.length || far >= distanceBase.length || distance > this.#sink.length)
      return false;
    this.#sink.repeat(this.#sink.length - distance, size);
    return true;
  }

  /** The two codes of a block that brings its own (RFC 1951, §3.2.7). */
  #codes(): readonly [Code, Code] | undefined {
    const literals = this.#bits.take(5) + 257;
    const distances = this.#bits.take(5) + 1;
    const given = this.#bits.take(4) + 4;
    const lengths = new Uint8Array(19);
    for (const place of orderOfLengths.slice(0, given)) lengths[place] = this.#bits.take(3);
    const code = codeOf(lengths);
    const all = code && this.#lengths(code, literals + distances);
    const first = all && codeOf(all.subarray(0, literals));
    const second = all && codeOf(all.subarray(literals));
    return first && second && [first, second];
  }

  #lengths(code: Code, total: number): Uint8Array | undefined {
    const lengths = new Uint8Array(total);
    for (let at = 0; at < total; ) {
      const symbol = this.#bits.symbol(code);
      if (this.#bits.broken) return undefined;
      const [value, times] = symbol < 16 ? [symbol, 1] : this.#run(symbol, lengths[at - 1] ?? 0);
      if (at + times > total) return undefined;
      lengths.fill(value, at, at + times);
      at += times;
    }
    return lengths;
  }

  #run(symbol: number, previous: number): readonly [value: number, times: number] {
    if (symbol === 16) return [previous, 3 + this.#bits.take(2)];
    return [0, symbol === 17 ? 3 + this.#bits.take(3) : 11 + this.#bits.take(7)];
  }
}
