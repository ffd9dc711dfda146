import type { StatementSync } from "node:sqlite";
import { z } from "zod";
import type { SeenObject } from "../s3/in-name-of.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { Outcome, Verdict } from "./verdict.ts";

const Forced = z.object({ outcome: Outcome, objects: z.int().positive(), delaySeconds: z.int().min(0).default(0) });
/** An outcome that the next `objects` scans get, without looking at their bytes, so long after they were asked for. */
export type Forced = Readonly<z.infer<typeof Forced>>;

const Pending = z.object({
  object: z.object({ bucket: z.string(), key: z.string(), versionId: z.string().optional(), etag: z.string() }),
  /** The outcome that this one gets, whatever its bytes. */
  forced: Outcome.optional(),
  /** UTC ms before which it has no result. */
  readyAt: z.number().optional(),
});

/** A scan that was asked for and has no result yet. */
export type PendingScan = z.infer<typeof Pending> & { readonly seq: number };

const Done = z.object({
  ...Pending.shape,
  verdict: Verdict,
  /** UTC ms. */
  at: z.number(),
  /** Why the version bears no tag, where it should. */
  tagFailure: z.string().optional(),
});
export type DoneScan = Readonly<z.infer<typeof Done>>;

const SCHEMA = `CREATE TABLE IF NOT EXISTS malware_scans (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, scan TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0
) STRICT;`;
const KEPT = 500;
const KIND = "malware-scanner";
const FORCED = "forced";

/** Scans that wait, and the last ones that are done, in the database of the store. All calls join its transaction. */
export class Scans {
  readonly #store: SqliteStore;
  readonly #statements: Readonly<Record<"insert" | "next" | "finish" | "remove" | "forget" | "last", StatementSync>>;

  constructor(store: SqliteStore) {
    const { database } = store;
    database.exec(SCHEMA);
    this.#store = store;
    this.#statements = {
      insert: database.prepare("INSERT OR IGNORE INTO malware_scans (event_id, scan) VALUES (?, ?)"),
      next: database.prepare(
        `SELECT seq, scan FROM malware_scans WHERE done = 0 AND coalesce(json_extract(scan, '$.readyAt'), 0) <= ?
          ORDER BY seq LIMIT 1`,
      ),
      finish: database.prepare("UPDATE malware_scans SET done = 1, scan = ? WHERE seq = ?"),
      remove: database.prepare("DELETE FROM malware_scans WHERE seq = ?"),
      forget: database.prepare("DELETE FROM malware_scans WHERE done = 1 AND seq <= ?"),
      last: database.prepare("SELECT scan FROM malware_scans WHERE done = 1 ORDER BY seq DESC LIMIT ?"),
    };
  }

  /**
   * Asks for a scan, once for each event however often it comes; it takes the forced outcome if there is one. Gives the instant
   * (UTC ms) at which it may be done, `now` or later.
   */
  add(eventId: string, object: SeenObject, now: number): number {
    return this.#store.transaction(() => {
      const forced = this.forced();
      const readyAt = now + (forced?.delaySeconds ?? 0) * 1000;
      const pending = { object, forced: forced?.outcome, ...(readyAt > now && { readyAt }) };
      const { changes } = this.#statements.insert.run(eventId, JSON.stringify(pending));
      if (forced !== undefined && changes === 1) this.force({ ...forced, objects: forced.objects - 1 });
      return readyAt;
    });
  }

  /** Of those that may be done at `now` (UTC ms), the one that has waited longest. */
  next(now: number): PendingScan | undefined {
    const row = this.#statements.next.get(now);
    return row && { ...Pending.parse(JSON.parse(String(row.scan))), seq: Number(row.seq) };
  }

  finish(seq: number, scan: DoneScan): void {
    this.#statements.finish.run(JSON.stringify(scan), seq);
    this.#statements.forget.run(seq - KEPT);
  }

  /** Takes out one that nothing asks for any more. */
  drop(seq: number): void {
    this.#statements.remove.run(seq);
  }

  /** Newest first. */
  last(limit: number): readonly DoneScan[] {
    return this.#statements.last.all(limit).map(({ scan }) => Done.parse(JSON.parse(String(scan))));
  }

  forced(): Forced | undefined {
    return Forced.optional().parse(this.#store.get(KIND, FORCED));
  }

  /** Gives the next `objects` scans an outcome; with 0 none is forced any more. */
  force(forced: Forced): void {
    if (forced.objects === 0) this.#store.delete(KIND, FORCED);
    else this.#store.put(KIND, FORCED, forced);
  }
}
