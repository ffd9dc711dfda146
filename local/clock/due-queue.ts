import type { StatementSync } from "node:sqlite";
import type { SqliteStore } from "../store/sqlite-store.ts";

/** Something that waits for an instant (UTC ms of the virtual clock). */
export interface Due {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly payload: unknown;
}

/** All that waits, in one durable order: by instant, then by order of arrival. */
export interface DueQueue {
  /** Adds what is due at `at` and gives its `seq`; on disk when it returns, or with the store transaction it is called in. */
  add(at: number, kind: string, payload: unknown): number;
  /** Takes out what is no longer to come due. */
  cancel(seq: number): void;
  /** Instant of the earliest, or undefined when nothing waits. */
  nextAt(): number | undefined;
  /** The first of those that wait, in their order. */
  list(limit: number): readonly Due[];
  /**
   * Takes the earliest that is due at `now`. `record` runs in the same transaction: what it writes and the taking are both on
   * disk or neither, so that no due is lost and none is taken twice, whenever the process dies.
   */
  take(now: number, record?: (due: Due) => void): Due | undefined;
}

/** Opens the queue in the store's database. */
export function openDueQueue(store: SqliteStore): DueQueue {
  const { database } = store;
  database.exec(`
    CREATE TABLE IF NOT EXISTS due (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS due_order ON due (at, seq);`);
  const insert = database.prepare("INSERT INTO due (at, kind, payload) VALUES (?, ?, ?)");
  const earliest = database.prepare("SELECT seq, at, kind, payload FROM due ORDER BY at, seq LIMIT ?");
  const remove = database.prepare("DELETE FROM due WHERE seq = ?");
  const first = () => rows(earliest, 1)[0];
  return {
    add: (at, kind, payload) => Number(insert.run(at, kind, JSON.stringify(payload)).lastInsertRowid),
    cancel: (seq) => {
      remove.run(seq);
    },
    nextAt: () => first()?.at,
    list: (limit) => rows(earliest, limit),
    take: (now, record) =>
      store.transaction(() => {
        const due = first();
        if (due === undefined || due.at > now) return undefined;
        remove.run(due.seq);
        record?.(due);
        return due;
      }),
  };
}

function rows(earliest: StatementSync, limit: number): readonly Due[] {
  return earliest.all(limit).map(({ seq, at, kind, payload }) => ({
    seq: Number(seq),
    at: Number(at),
    kind: String(kind),
    payload: JSON.parse(String(payload)),
  }));
}
