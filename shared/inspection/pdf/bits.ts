import { type Code, longestCode } from "./huffman.ts";

/** Reads bits, the lowest first. At the end of its input, or at a code that does not exist, it is `broken`. */
export class Bits {
  broken = false;
  #hold = 0;
  #held = 0;
  #at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The next bits as a number, 16 at most. */
  take(count: number): number {
    this.#fill();
    const value = this.#hold & ((1 << count) - 1);
    this.#drop(count);
    return value;
  }

  /** The symbol whose code comes next. */
  symbol({ fast, counts, symbols }: Code): number {
    this.#fill();
    const entry = fast[this.#hold & (fast.length - 1)] ?? 0;
    if (entry !== 0) {
      this.#drop(entry & 15);
      return entry >> 4;
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= longestCode; length++) {
      code |= (this.#hold >> (length - 1)) & 1;
      const count = counts[length] ?? 0;
      if (code - count < first) {
        this.#drop(length);
        return symbols[index + code - first] ?? 0;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    this.broken = true;
    return 0;
  }

  /** Forgets the bits up to the next whole byte, and says where that byte is. */
  toByte(): number {
    const at = this.#at - (this.#held >> 3);
    this.skipTo(at);
    return at;
  }

  /** Goes on at this byte. */
  skipTo(at: number): void {
    this.#at = at;
    this.#hold = 0;
    this.#held = 0;
  }

  #fill(): void {
    while (this.#held <= 16) {
      this.#hold |= (this.#bytes[this.#at++] ?? 0) << this.#held;
      this.#held += 8;
    }
  }

  #drop(count: number): void {
    this.#hold >>>= count;
    this.#held -= count;
    // What is held beyond the end was made up.
    if (this.#at - (this.#held >> 3) > this.#bytes.length) this.broken = true;
  }
}
