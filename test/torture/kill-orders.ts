/** To end a life of the product at the nth passage of a kill point. */
export interface KillOrder {
  readonly point: string;
  readonly nth: number;
}

/** Draws kill orders, the same for the same seed: each point once before any comes again. */
export class KillOrders {
  readonly #counts: ReadonlyMap<string, number>;
  readonly #random: () => number;
  #points: string[] = [];

  /** @param counts how often an unkilled run passes each point */
  constructor(counts: ReadonlyMap<string, number>, seed: number) {
    this.#counts = counts;
    this.#random = randomFrom(seed);
  }

  /** @param left the part of the run that is still to be played, from 0 to 1 */
  next(left: number): KillOrder {
    if (this.#points.length === 0) this.#points = this.#shuffled([...this.#counts.keys()]);
    const point = this.#points.shift() ?? "";
    const passages = Math.max(1, Math.round((this.#counts.get(point) ?? 1) * left));
    return { point, nth: 1 + Math.floor(this.#random() * passages) };
  }

  /** The point of an order that was not carried out comes next. */
  missed({ point }: KillOrder): void {
    this.#points.unshift(point);
  }

  #shuffled(points: readonly string[]): string[] {
    const drawn = points.toSorted().map((point) => ({ point, place: this.#random() }));
    return drawn.sort((one, other) => one.place - other.place).map(({ point }) => point);
  }
}

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The orders of one run: one for each life, until it was cut off often enough. */
export class RunOrders {
  readonly #orders: KillOrders;
  readonly #most: number;
  readonly #carriedOut: KillOrder[] = [];
  #present: KillOrder | undefined;

  constructor(orders: KillOrders, most: number) {
    this.#orders = orders;
    this.#most = most;
  }

  /**
   * Asked at each boot: that there is another one means that the last order was carried out. What is left of the run is shared
   * among the orders that are still to come, so that they find something left.
   */
  next(left: number): string | undefined {
    if (this.#present !== undefined) this.#carriedOut.push(this.#present);
    const more = this.#most - this.#carriedOut.length;
    this.#present = more > 0 ? this.#orders.next(left / more) : undefined;
    return this.#present && `${this.#present.point}:${this.#present.nth}`;
  }

  /** What was carried out, once the run is over. */
  end(): readonly KillOrder[] {
    if (this.#present !== undefined) this.#orders.missed(this.#present);
    this.#present = undefined;
    return this.#carriedOut;
  }
}
