import type { DatabaseSync, StatementSync } from "node:sqlite";
import { z } from "zod";
import { Checksum } from "./checksums.ts";
import { Content } from "./object-version.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, upload TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS parts (
    upload TEXT NOT NULL, number INTEGER NOT NULL, blob TEXT NOT NULL, part TEXT NOT NULL, PRIMARY KEY (upload, number)
  ) STRICT, WITHOUT ROWID;`;

/** A multipart upload under way: what its object will be. */
const Upload = z.object({
  startedAt: z.number(),
  checksum: Checksum.pick({ algorithm: true, type: true }),
  content: Content.pick({ description: true, tags: true, lock: true }),
});
export type Upload = z.infer<typeof Upload>;

const Part = z.object({ size: z.number(), etag: z.string(), checksum: Checksum, modifiedAt: z.number() });
export type Part = z.infer<typeof Part> & { readonly number: number; readonly blob: string };

export interface UploadAddress {
  readonly bucket: string;
  readonly key: string;
  readonly id: string;
}

/** Multipart uploads that are neither completed nor aborted, and their parts. */
export class UploadIndex {
  readonly #statements: Readonly<
    Record<"insert" | "find" | "list" | "remove" | "putPart" | "parts" | "removeParts" | "blobs", StatementSync>
  >;

  constructor(database: DatabaseSync) {
    database.exec(SCHEMA);
    this.#statements = {
      insert: database.prepare("INSERT INTO uploads (id, bucket, key, upload) VALUES (?, ?, ?, ?)"),
      find: database.prepare("SELECT upload FROM uploads WHERE id = ? AND bucket = ? AND key = ?"),
      list: database.prepare("SELECT id, key, upload FROM uploads WHERE bucket = ? ORDER BY key, id"),
      remove: database.prepare("DELETE FROM uploads WHERE id = ?"),
      putPart: database.prepare("INSERT OR REPLACE INTO parts (upload, number, blob, part) VALUES (?, ?, ?, ?)"),
      parts: database.prepare("SELECT number, blob, part FROM parts WHERE upload = ? ORDER BY number"),
      removeParts: database.prepare("DELETE FROM parts WHERE upload = ?"),
      blobs: database.prepare("SELECT blob FROM parts"),
    };
  }

  insert({ id, bucket, key }: UploadAddress, upload: Upload): void {
    this.#statements.insert.run(id, bucket, key, JSON.stringify(upload));
  }

  find({ id, bucket, key }: UploadAddress): Upload | undefined {
    const row = this.#statements.find.get(id, bucket, key);
    return row === undefined ? undefined : Upload.parse(JSON.parse(String(row.upload)));
  }

  list(bucket: string): ReadonlyArray<{ readonly id: string; readonly key: string; readonly upload: Upload }> {
    return this.#statements.list.all(bucket).map(({ id, key, upload }) => {
      return { id: String(id), key: String(key), upload: Upload.parse(JSON.parse(String(upload))) };
    });
  }

  putPart(id: string, { number, blob, ...part }: Part): void {
    this.#statements.putPart.run(id, number, blob, JSON.stringify(part));
  }

  /** In the order of their numbers. */
  parts(id: string): readonly Part[] {
    return this.#statements.parts.all(id).map(({ number, blob, part }) => {
      return { ...Part.parse(JSON.parse(String(part))), number: Number(number), blob: String(blob) };
    });
  }

  remove(id: string): void {
    this.#statements.removeParts.run(id);
    this.#statements.remove.run(id);
  }

  blobs(): readonly string[] {
    return this.#statements.blobs.all().map(({ blob }) => String(blob));
  }
}
