import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { z } from "zod";
import type { Store } from "../contracts.ts";
import { fullDisk, Refusal } from "../supervisor/refusal.ts";
import { inTransaction } from "./transaction.ts";

/** The store of one data directory, with what the due queue needs of it: the database itself and one transaction. */
export interface SqliteStore extends Store {
  readonly database: DatabaseSync;
  /** The statement of this text, prepared once. */
  statement(text: string): StatementSync;
  /** Runs `work` in one transaction: all of its writes are on disk when it returns, or none. Calls nest. */
  transaction<T>(work: () => T): T;
  close(): void;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS entries (
    kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;`;

/** Opens `cloud.sqlite` in the data directory. Throws a Refusal when the disk is full or the directory cannot be written. */
export function openStore(dataDir: string): SqliteStore {
  const database = explained(dataDir, () => {
    const opened = new DatabaseSync(join(dataDir, "cloud.sqlite"));
    opened.exec(SCHEMA);
    return opened;
  });
  const prepared = new Map<string, StatementSync>();
  const statement = (text: string) => {
    const known = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, known);
    return known;
  };
  const statements = {
    get: statement("SELECT value FROM entries WHERE kind = ? AND id = ?"),
    put: statement("INSERT INTO entries VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"),
    delete: statement("DELETE FROM entries WHERE kind = ? AND id = ?"),
    list: statement("SELECT id, value FROM entries WHERE kind = ? ORDER BY id"),
  };
  return {
    database,
    statement,
    get: (kind, id) => parsed(statements.get.get(kind, id)?.value),
    put: (kind, id, value) => {
      explained(dataDir, () => statements.put.run(kind, id, JSON.stringify(value)));
    },
    delete: (kind, id) => {
      explained(dataDir, () => statements.delete.run(kind, id));
    },
    list: (kind) => statements.list.all(kind).map((row) => ({ id: String(row.id), value: parsed(row.value) })),
    transaction: (work) => (database.isTransaction ? work() : explained(dataDir, () => inTransaction(database, work))),
    close: () => database.close(),
  };
}

function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : undefined;
}

const SqliteFailure = z.looseObject({ errcode: z.number() });
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;

function explained<T>(dataDir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const sentence = diskSentence(dataDir, error);
    throw sentence === undefined ? error : new Refusal(sentence, { cause: error });
  }
}

function diskSentence(dataDir: string, error: unknown): string | undefined {
  const failure = SqliteFailure.safeParse(error);
  if (!failure.success) return undefined;
  // Extended result codes carry the primary one in their low byte.
  const primary = failure.data.errcode & 0xff;
  if (primary === SQLITE_FULL) return fullDisk(dataDir);
  if ([SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN].includes(primary)) {
    return `Impossible d'écrire dans ${dataDir} : vérifiez les droits de ce dossier et l'état du disque.`;
  }
  return undefined;
}
