import { randomUUID } from "node:crypto";
import { createReadStream, mkdirSync, openSync, readdirSync, rmSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** Bytes that were written whole and are on disk, under a name that says nothing of their object. */
export interface Draft {
  readonly blob: string;
  readonly size: number;
}

/** The files of the objects' bytes. No key of an object is ever part of a path. */
export class Blobs {
  readonly #files: string;
  readonly #drafts: string;

  /** Whatever a process that died was still writing is thrown away. */
  constructor(directory: string) {
    this.#files = join(directory, "blobs");
    this.#drafts = join(directory, "drafts");
    rmSync(this.#drafts, { recursive: true, force: true });
    for (const path of [this.#files, this.#drafts]) mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  /**
   * Writes a file: temporary, fsync, rename, fsync of the directory. When `chunks` fails nothing is left of it.
   * @returns once the bytes outlive a loss of power
   */
  async write(chunks: AsyncIterable<Uint8Array>): Promise<Draft> {
    const blob = randomUUID();
    const draft = join(this.#drafts, blob);
    try {
      const file = await open(draft, "wx", 0o600);
      const size = await fill(file, chunks).finally(() => file.close());
      await rename(draft, join(this.#files, blob));
      await syncDirectory(this.#files);
      return { blob, size };
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** Opens the file at once, so that it is read whole even if its object is deleted meanwhile. `end` is included. */
  read(blob: string, range: { readonly start?: number; readonly end?: number } = {}): Readable {
    const path = join(this.#files, blob);
    return createReadStream(path, { ...range, fd: openSync(path, "r") });
  }

  /** Removes files whose objects are gone. */
  async remove(blobs: readonly string[]): Promise<void> {
    for (const blob of blobs) await rm(join(this.#files, blob), { force: true });
  }

  /** Removes the files that no object names: those of a process that died between the file and the record. */
  async sweep(named: ReadonlySet<string>): Promise<void> {
    await this.remove(readdirSync(this.#files).filter((blob) => !named.has(blob)));
  }
}

async function fill(file: FileHandle, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of chunks) {
    // A write may take less than it is given.
    for (let done = 0; done < chunk.length; ) done += (await file.write(chunk, done)).bytesWritten;
    size += chunk.length;
  }
  await file.sync();
  return size;
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  await directory.sync().finally(() => directory.close());
}
