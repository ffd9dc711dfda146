import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { type AnyVersion, Content } from "./object-version.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS versions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, version_id TEXT NOT NULL,
    modified_at INTEGER NOT NULL, blob TEXT, content TEXT
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS version_by_id ON versions (bucket, key, version_id);
  CREATE INDEX IF NOT EXISTS version_by_age ON versions (bucket, key, seq DESC);`;

const LATEST = "seq = (SELECT max(seq) FROM versions o WHERE o.bucket = v.bucket AND o.key = v.key)";
const COLUMNS = `key, version_id, seq, modified_at, blob, content, ${LATEST} AS is_latest`;
const AFTER = `v.bucket = :bucket AND v.key >= max(:prefix, :afterKey) AND (v.key > :afterKey OR (v.key = :afterKey AND v.seq < :afterSeq))`;

/** Where a listing goes on: after the version `seq` of `key`. */
export interface Position {
  readonly key: string;
  readonly seq: number;
}

/** The versions of all objects, by bucket and key in the order of their UTF-8 bytes. All calls are synchronous. */
export class ObjectIndex {
  readonly #statements: Readonly<
    Record<"latest" | "find" | "insert" | "update" | "remove" | "objects" | "versions" | "blobs", StatementSync>
  >;

  constructor(database: DatabaseSync) {
    database.exec(SCHEMA);
    this.#statements = {
      latest: database.prepare(
        `SELECT ${COLUMNS} FROM versions v WHERE bucket = ? AND key = ? ORDER BY seq DESC LIMIT 1`,
      ),
      find: database.prepare(`SELECT ${COLUMNS} FROM versions v WHERE bucket = ? AND key = ? AND version_id = ?`),
      insert: database.prepare(
        "INSERT INTO versions (bucket, key, version_id, modified_at, blob, content) VALUES (?, ?, ?, ?, ?, ?)",
      ),
      update: database.prepare("UPDATE versions SET content = ? WHERE seq = ?"),
      remove: database.prepare("DELETE FROM versions WHERE seq = ?"),
      objects: database.prepare(
        `SELECT ${COLUMNS} FROM versions v WHERE ${AFTER} AND blob IS NOT NULL AND ${LATEST} ORDER BY key`,
      ),
      versions: database.prepare(`SELECT ${COLUMNS} FROM versions v WHERE ${AFTER} ORDER BY key, seq DESC`),
      blobs: database.prepare("SELECT blob FROM versions WHERE blob IS NOT NULL"),
    };
  }

  latest(bucket: string, key: string): AnyVersion | undefined {
    return versionOf(this.#statements.latest.get(bucket, key));
  }

  find(bucket: string, key: string, versionId: string): AnyVersion | undefined {
    return versionOf(this.#statements.find.get(bucket, key, versionId));
  }

  /** Adds a version on top of the others of its key; without bytes it is a delete marker. @returns its `seq` */
  insert(
    bucket: string,
    version: { key: string; versionId: string; modifiedAt: number; blob?: string; content?: Content },
  ): number {
    const { key, versionId, modifiedAt, blob, content } = version;
    const second = modifiedAt - (modifiedAt % 1000);
    const text = content === undefined ? null : JSON.stringify(content);
    return Number(this.#statements.insert.run(bucket, key, versionId, second, blob ?? null, text).lastInsertRowid);
  }

  /** Replaces what is kept of a version: its tags or its lock. */
  update(seq: number, content: Content): void {
    this.#statements.update.run(JSON.stringify(content), seq);
  }

  remove(seq: number): void {
    this.#statements.remove.run(seq);
  }

  /** Latest versions that are objects, from the first key after `after` that is not before `prefix`. */
  *objects(bucket: string, prefix: string, after: Position): Generator<AnyVersion> {
    yield* rows(this.#statements.objects, bucket, prefix, after);
  }

  /** All versions, of each key the newest first. */
  *versions(bucket: string, prefix: string, after: Position): Generator<AnyVersion> {
    yield* rows(this.#statements.versions, bucket, prefix, after);
  }

  blobs(): readonly string[] {
    return this.#statements.blobs.all().map(({ blob }) => String(blob));
  }
}

function* rows(statement: StatementSync, bucket: string, prefix: string, after: Position): Generator<AnyVersion> {
  for (const row of statement.iterate({ bucket, prefix, afterKey: after.key, afterSeq: after.seq })) {
    const version = versionOf(row);
    if (!version?.key.startsWith(prefix)) return;
    yield version;
  }
}

function versionOf(row: Record<string, SQLOutputValue> | undefined): AnyVersion | undefined {
  if (row === undefined) return undefined;
  const stored = {
    key: String(row.key),
    versionId: String(row.version_id),
    seq: Number(row.seq),
    modifiedAt: Number(row.modified_at),
    isLatest: row.is_latest === 1,
  };
  if (row.blob === null) return { ...stored, kind: "marker" };
  const content = Content.parse(JSON.parse(String(row.content)));
  return { ...stored, kind: "object", blob: String(row.blob), content };
}
