import type { SqliteStore } from "../store/sqlite-store.ts";
import type { HistoryEvent } from "./engine/run.ts";

/** Which events of a history are asked for: after those skipped, the first or, in reverse, the last. */
export interface HistoryPage {
  readonly reverse: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** Events that share a row: a row for each would cost more than the event. */
const TOGETHER = 64;
/** An event as it is kept; its row tells its id and its instant. */
type KeptEvent = readonly [type: string, previousEventId: number, details?: HistoryEvent["details"]];

/** The events of executions, whose ids go from 1 without a gap, in the store's database. */
export class History {
  readonly #store: SqliteStore;

  constructor(store: SqliteStore) {
    this.#store = store;
  }

  /** Adds what one signal has made, all of it at the instant `at`; on disk with the transaction it is called in. */
  add(arn: string, at: number, events: readonly HistoryEvent[]): void {
    const insert = this.#store.statement("INSERT INTO sfn_events VALUES (?, ?, ?, ?, ?)");
    for (let start = 0; start < events.length; start += TOGETHER) {
      const part = events.slice(start, start + TOGETHER);
      const kept = part.map(({ type, previousEventId, details }): KeptEvent => [type, previousEventId, details]);
      const first = part[0]?.id ?? 0;
      insert.run(arn, first, first + part.length - 1, at, JSON.stringify(kept));
    }
  }

  page(arn: string, { reverse, limit, offset }: HistoryPage): readonly HistoryEvent[] {
    const from = reverse ? this.#lastId(arn) - offset - limit + 1 : offset + 1;
    const to = from + limit - 1;
    const rows = this.#store
      .statement("SELECT first, at, events FROM sfn_events WHERE arn = ? AND last >= ? AND first <= ? ORDER BY first")
      .all(arn, from, to);
    const asked = rows.flatMap(eventsOf).filter(({ id }) => id >= from && id <= to);
    return reverse ? asked.toReversed() : asked;
  }

  #lastId(arn: string): number {
    const row = this.#store.statement("SELECT max(last) AS id FROM sfn_events WHERE arn = ?").get(arn);
    return Number(row?.id ?? 0);
  }
}

function eventsOf({ first, at, events }: Readonly<Record<string, unknown>>): readonly HistoryEvent[] {
  const kept: readonly KeptEvent[] = JSON.parse(String(events));
  return kept.map(([type, previousEventId, details], index) => ({
    id: Number(first) + index,
    previousEventId,
    type,
    timestamp: Number(at),
    ...(details && { details }),
  }));
}
