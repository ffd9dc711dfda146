import { z } from "zod";
import { Checksum } from "./checksums.ts";

/** What an upload says of its object, kept and given back. */
const Description = z.object({
  /** `content-type` and the other headers that are answered as they came. */
  headers: z.record(z.string(), z.string()),
  /** User metadata, without `x-amz-meta-`. */
  metadata: z.record(z.string(), z.string()),
  /** Headers that say how the object is encrypted. */
  encryption: z.record(z.string(), z.string()),
});
export type Description = z.infer<typeof Description>;

export const ObjectLock = z.object({
  mode: z.enum(["GOVERNANCE", "COMPLIANCE"]).optional(),
  /** UTC ms. */
  retainUntil: z.number().optional(),
  legalHold: z.boolean().optional(),
});
export type ObjectLock = z.infer<typeof ObjectLock>;

export const Tags = z.record(z.string(), z.string());
export type Tags = Readonly<Record<string, string>>;

/** All that is kept of a version beside its place in the index. */
export const Content = z.object({
  size: z.number(),
  /** Without quotes. */
  etag: z.string(),
  checksum: Checksum,
  description: Description,
  tags: Tags,
  lock: ObjectLock,
});
export type Content = z.infer<typeof Content>;

interface StoredVersion {
  readonly key: string;
  /** `null` (four letters) where the bucket kept no versions. */
  readonly versionId: string;
  /** Grows with each version of the database: the latest of a key is the one with the highest. */
  readonly seq: number;
  /** UTC ms, cut to the second as S3 does. */
  readonly modifiedAt: number;
  readonly isLatest: boolean;
}

/** A version with bytes. */
export interface ObjectVersion extends StoredVersion {
  readonly kind: "object";
  readonly blob: string;
  readonly content: Content;
}

/** What a deletion leaves on top of the versions. */
interface DeleteMarker extends StoredVersion {
  readonly kind: "marker";
}

export type AnyVersion = ObjectVersion | DeleteMarker;
