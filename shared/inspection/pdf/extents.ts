/** Stretches of a file taken by its objects, in the order of the file, none within another. */
export class Extents {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Where the last stretch ends: the next must not start before. */
  get end(): number {
    return this.#ends.at(-1) ?? 0;
  }

  add(start: number, end: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
  }

  /** The stretch that holds this place, its first byte apart; undefined between stretches. */
  holding(place: number): readonly [start: number, end: number] | undefined {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    const [start = 0, end = 0] = [this.#starts[low - 1], this.#ends[low - 1]];
    return place < end ? [start, end] : undefined;
  }

  /** What lies between the stretches, before the first and after the last, up to the size of the file. */
  *gaps(size: number): Generator<readonly [start: number, end: number]> {
    let at = 0;
    for (const [index, start] of this.#starts.entries()) {
      if (start > at) yield [at, start];
      at = this.#ends[index] ?? at;
    }
    if (size > at) yield [at, size];
  }
}
