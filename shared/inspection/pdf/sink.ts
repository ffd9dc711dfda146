/** Where a filter puts what it makes. Without an output the bytes are only counted, at no cost in memory. */
export class Sink {
  length = 0;
  readonly #output: Uint8Array | undefined;

  constructor(output?: Uint8Array) {
    this.#output = output;
  }

  put(byte: number): void {
    if (this.#output !== undefined) this.#output[this.length] = byte;
    this.length++;
  }

  putAll(bytes: Uint8Array): void {
    this.#output?.set(bytes.subarray(0, Math.max(0, this.#output.length - this.length)), this.length);
    this.length += bytes.length;
  }

  /** Puts again what stands at `place`, byte after byte: what is put may be what is read next. */
  repeat(place: number, size: number): void {
    if (this.#output !== undefined) {
      for (let n = 0; n < size; n++) this.#output[this.length + n] = this.#output[place + n] ?? 0;
    }
    this.length += size;
  }
}

/**
 * A filter: whether its input was sound to the end. It stops soon after it has made more than `most` bytes, and makes of
 * broken input what precedes the fault, as readers do.
 */
export type Decoder = (input: Uint8Array, most: number, sink: Sink) => boolean;
