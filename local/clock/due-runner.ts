import type { Clock } from "../contracts.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { type Due, openDueQueue } from "./due-queue.ts";

/** Delivers what is due, in order, when the virtual clock reaches it. */
export interface DueRunner {
  /** Adds what is due at `at` (UTC ms) and gives its `seq`; durable with the transaction it is called in. */
  add(at: number, kind: string, payload: unknown): number;
  /** Takes out what is no longer to come due. */
  cancel(seq: number): void;
  /** Says what happens to a kind. The handler runs inside the transaction that takes the due: it only writes to the store. */
  on(kind: string, handler: (payload: unknown) => void): void;
  /** Starts delivering, once every kind has its handler; what came due while the cloud was down is delivered first. */
  start(): void;
  /** Delivers nothing by itself any more, until `start`. */
  close(): void;
  /** Instant of the earliest, or undefined when nothing waits. */
  nextAt(): number | undefined;
  /** Delivers the earliest if it is due now; says whether it was. */
  deliverNext(): boolean;
  /** The first of those that wait, in their order. */
  list(limit: number): readonly Due[];
}

/** Timers of Node cannot wait longer: a due beyond is looked at again. */
const LONGEST_WAIT_MILLIS = 2 ** 31 - 1;

/** Opens the runner on the due queue of the store. */
export function openDueRunner(store: SqliteStore, clock: Clock): DueRunner {
  const queue = openDueQueue(store);
  const handlers = new Map<string, (payload: unknown) => void>();
  let timer: NodeJS.Timeout | undefined;
  let started = false;
  const receive = ({ kind, payload }: Due) => {
    const handler = handlers.get(kind);
    // Thrown inside the transaction: the due stays where it is.
    if (handler === undefined) throw new Error(`Nobody receives what is due of kind ${kind}`);
    handler(payload);
  };
  const deliverNext = () => queue.take(clock.now(), receive) !== undefined;
  const deliver = () => {
    while (deliverNext());
    arm();
  };
  const arm = () => {
    clearTimeout(timer);
    const next = queue.nextAt();
    if (!started || next === undefined) return;
    timer = setTimeout(deliver, Math.min(Math.max(next - clock.now(), 0), LONGEST_WAIT_MILLIS));
  };
  return {
    add: (at, kind, payload) => {
      const seq = queue.add(at, kind, payload);
      arm();
      return seq;
    },
    cancel: (seq) => {
      queue.cancel(seq);
      arm();
    },
    on: (kind, handler) => {
      handlers.set(kind, handler);
    },
    start: () => {
      started = true;
      deliver();
    },
    close: () => {
      started = false;
      clearTimeout(timer);
    },
    nextAt: queue.nextAt,
    deliverNext,
    list: queue.list,
  };
}
