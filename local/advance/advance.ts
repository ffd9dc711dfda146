import { Temporal } from "temporal-polyfill";
import type { DueRunner } from "../clock/due-runner.ts";
import type { VirtualClock } from "../clock/virtual-clock.ts";
import type { Work } from "../clock/work.ts";

export interface AdvanceParts {
  readonly clock: VirtualClock;
  readonly due: DueRunner;
  readonly work: Work;
  /** Tells the new time to the processes that are not told it otherwise. */
  readonly tell: (instant: number) => void;
}

/** What an advance did; instants are UTC ms. */
export interface Advanced {
  readonly from: number;
  readonly to: number;
  /** What came due on the way. */
  readonly delivered: number;
  /** Instants at which something did: the clock stood at no other between. */
  readonly instants: number;
}

/** Why the clock is not advanced. */
export type AdvanceRefusal = "past" | "too far" | "under way";

/** Years of one advance: beyond, its instant is a slip of the hand, and the clock never goes back. */
export const mostYears = 5;

/** Moves virtual time on, from one due to the next, never back. */
export class Advance {
  readonly #parts: AdvanceParts;
  #isUnderWay = false;
  #isStopped = false;

  constructor(parts: AdvanceParts) {
    this.#parts = parts;
  }

  /**
   * Lets everything come to rest, takes the earliest due, sets the clock to its instant, delivers it, and so on until nothing
   * is due up to `to` (UTC ms), where the clock then runs on. Between dues time stands still. Once `givenUp`, it takes no
   * further step, and the clock runs on from where it stands.
   */
  async to(to: number, givenUp = new AbortController().signal): Promise<Advanced | AdvanceRefusal> {
    const { clock, due } = this.#parts;
    if (this.#isUnderWay) return "under way";
    if (to < clock.now()) return "past";
    if (to > furthestFrom(clock.now())) return "too far";
    this.#isUnderWay = true;
    clock.hold();
    due.close();
    try {
      return await this.#steps(to, () => this.#isStopped || givenUp.aborted);
    } finally {
      clock.release();
      this.#isUnderWay = false;
      if (!this.#isStopped) due.start();
    }
  }

  /** Takes no further step. */
  stop(): void {
    this.#isStopped = true;
  }

  async #steps(target: number, isOver: () => boolean): Promise<Advanced> {
    const { clock, due, work, tell } = this.#parts;
    const from = clock.now();
    const to = Math.max(from, target);
    const instants = new Set<number>();
    let delivered = 0;
    await work.drained();
    const next = () => (isOver() ? undefined : this.#next(to));
    for (let at = next(); at !== undefined; at = next()) {
      clock.moveTo(Math.max(at, clock.now()));
      instants.add(clock.now());
      if (due.deliverNext()) delivered += 1;
      await work.drained();
    }
    if (!isOver()) clock.moveTo(to);
    tell(clock.now());
    return { from, to: clock.now(), delivered, instants: instants.size };
  }

  #next(to: number): number | undefined {
    const at = this.#parts.due.nextAt();
    return at === undefined || at > to ? undefined : at;
  }
}

function furthestFrom(now: number): number {
  const start = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO("UTC");
  return start.add({ years: mostYears }).epochMilliseconds;
}
