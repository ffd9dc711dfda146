const dense = 2 ** 20;

/** A set of numbers of objects: one bit each as far as honest files go, once there is one. */
export class NumberSet {
  #bits = new Uint8Array(0);
  readonly #others = new Set<number>();

  add(number: number): void {
    if (number >= dense) {
      this.#others.add(number);
      return;
    }
    if (this.#bits.length === 0) this.#bits = new Uint8Array(dense / 8);
    this.#bits[number >> 3] = (this.#bits[number >> 3] ?? 0) | (1 << (number & 7));
  }

  has(number: number): boolean {
    if (number >= dense) return this.#others.has(number);
    return ((this.#bits[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;
  }
}
