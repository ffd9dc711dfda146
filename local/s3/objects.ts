import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../contracts.ts";
import { around } from "../kill-points.ts";
import { inTransaction } from "../store/transaction.ts";
import type { Blobs } from "./blobs.ts";
import type { Bucket } from "./buckets.ts";
import type { Happening, ObjectEvents } from "./events.ts";
import type { ObjectIndex } from "./object-index.ts";
import type { AnyVersion, Content, ObjectVersion } from "./object-version.ts";

/** Which request writes, for the event that tells of it. */
export interface Origin {
  readonly bucket: Bucket;
  readonly key: string;
  readonly requestId: string;
  /** As events name the operation, e.g. `PutObject`. */
  readonly reason: string;
}

/** What a deletion did. */
export interface Deletion {
  readonly versionId: string | undefined;
  /** Whether it made a delete marker, or removed one. */
  readonly marker: boolean;
}

interface ObjectsParts {
  readonly database: DatabaseSync;
  readonly index: ObjectIndex;
  readonly blobs: Blobs;
  readonly events: ObjectEvents;
  readonly clock: Clock;
}

/** Changes of objects: each is one transaction, on disk when its promise resolves, with the event that tells of it. */
export class Objects {
  readonly #parts: ObjectsParts;

  constructor(parts: ObjectsParts) {
    this.#parts = parts;
  }

  /**
   * Adds a version; where the bucket keeps no versions it takes the place of the object.
   * @param check looks at the present object in the same transaction, and throws to refuse
   * @param also what else the transaction writes
   */
  async put(
    origin: Origin,
    { blob, content }: Pick<ObjectVersion, "blob" | "content">,
    check: (current: AnyVersion | undefined) => void = () => undefined,
    also: () => void = () => undefined,
  ): Promise<ObjectVersion> {
    const { index, blobs, events } = this.#parts;
    const { bucket, key } = origin;
    const write = () => {
      check(index.latest(bucket.name, key));
      also();
      const replaced = this.#takeNullVersion(bucket, key);
      const versionId = bucket.versioning === "Enabled" ? newVersionId() : "null";
      const modifiedAt = this.#parts.clock.now();
      const seq = index.insert(bucket.name, { key, versionId, modifiedAt, blob, content });
      const version = { kind: "object", key, versionId, modifiedAt, seq, blob, content, isLatest: true } as const;
      this.#tell(origin, "Object Created", version, { reason: origin.reason });
      return { version, replaced };
    };
    try {
      const { version, replaced } = this.#commit(write);
      await blobs.remove(replaced);
      events.deliver();
      return version;
    } catch (error) {
      await blobs.remove([blob]);
      throw error;
    }
  }

  /**
   * Deletes a version for ever, or without `versionId` what the bucket keeps no versions of; else lays a delete marker on top.
   * @param check looks at the version that would be lost or hidden in the same transaction, and throws to refuse
   */
  async delete(
    origin: Origin,
    versionId: string | undefined,
    check: (version: AnyVersion | undefined) => void,
  ): Promise<Deletion> {
    const { blobs, events } = this.#parts;
    const { deletion, lost } = this.#commit(() =>
      versionId === undefined ? this.#hide(origin, check) : this.#remove(origin, versionId, check),
    );
    await blobs.remove(lost);
    events.deliver();
    return deletion;
  }

  /** Replaces what is kept of a version, and tells of it where an event is named. */
  async update(origin: Origin, version: ObjectVersion, content: Content, kind?: Happening["kind"]): Promise<void> {
    this.#commit(() => {
      this.#parts.index.update(version.seq, content);
      if (kind !== undefined) this.#tell(origin, kind, version);
    });
    this.#parts.events.deliver();
  }

  #commit<T>(write: () => T): T {
    const { database } = this.#parts;
    return around("object-commit", database, () => inTransaction(database, write));
  }

  #remove(origin: Origin, versionId: string, check: (version: AnyVersion | undefined) => void) {
    const version = this.#parts.index.find(origin.bucket.name, origin.key, versionId);
    check(version);
    const deletion = { versionId, marker: version?.kind === "marker" };
    if (version === undefined) return { deletion, lost: [] };
    this.#parts.index.remove(version.seq);
    this.#tell(origin, "Object Deleted", version, { reason: origin.reason, deletionType: "Permanently Deleted" });
    return { deletion, lost: version.kind === "object" ? [version.blob] : [] };
  }

  #hide(origin: Origin, check: (version: AnyVersion | undefined) => void) {
    const { index, clock } = this.#parts;
    const { bucket, key } = origin;
    const current = index.latest(bucket.name, key);
    check(current);
    const lost = this.#takeNullVersion(bucket, key);
    if (bucket.versioning === undefined) {
      const told = { reason: origin.reason, deletionType: "Permanently Deleted" } as const;
      if (current !== undefined) this.#tell(origin, "Object Deleted", current, told);
      return { deletion: { versionId: undefined, marker: false }, lost };
    }
    const versionId = bucket.versioning === "Enabled" ? newVersionId() : "null";
    const modifiedAt = clock.now();
    const seq = index.insert(bucket.name, { key, versionId, modifiedAt });
    const marker = { kind: "marker", key, versionId, modifiedAt, seq, isLatest: true } as const;
    this.#tell(origin, "Object Deleted", marker, { reason: origin.reason, deletionType: "Delete Marker Created" });
    return { deletion: { versionId, marker: true }, lost };
  }

  /** Where versions are not kept, takes the one there is out of the index. @returns its file */
  #takeNullVersion(bucket: Bucket, key: string): readonly string[] {
    if (bucket.versioning === "Enabled") return [];
    const version = this.#parts.index.find(bucket.name, key, "null");
    if (version !== undefined) this.#parts.index.remove(version.seq);
    return version?.kind === "object" ? [version.blob] : [];
  }

  #tell(
    { bucket, key, requestId }: Origin,
    kind: Happening["kind"],
    version: AnyVersion,
    how: Pick<Happening, "reason" | "deletionType"> = {},
  ): void {
    if (!bucket.sendsEvents) return;
    const object = {
      key,
      ...(version.kind === "object" && { size: version.content.size, etag: version.content.etag }),
      ...(bucket.versioning !== undefined && { "version-id": version.versionId }),
      sequencer: version.seq.toString(16).toUpperCase().padStart(18, "0"),
    };
    this.#parts.events.record({ kind, at: this.#parts.clock.now(), bucket: bucket.name, requestId, object, ...how });
  }
}

function newVersionId(): string {
  return randomBytes(24).toString("base64url");
}
