const dense = 2 ** 20;

/** A set of numbers of objects: one bit each as far as honest files go. */
export class NumberSet {
  readonly #bits = new Uint8Array(dense / 8);
  readonly #others = new Set<number>();

  add(number: number): void {
    if (number < dense) this.#bits[number >> 3] = (this.#bits[number >> 3] ?? 0) | (1 << (number & 7));
    else this.#others.add(number);
  }

  has(number: number): boolean {
    if (number >= dense) return this.#others.has(number);
    return ((this.#bits[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;
  }
}
