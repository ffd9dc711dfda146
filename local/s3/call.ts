import type { Readable } from "node:stream";
import type { Clock } from "../contracts.ts";
import type { Access, AccessParts } from "./access.ts";
import type { Blobs } from "./blobs.ts";
import type { Bucket } from "./buckets.ts";
import type { ObjectIndex } from "./object-index.ts";
import type { AnyVersion } from "./object-version.ts";
import type { Objects } from "./objects.ts";
import type { S3Request } from "./request.ts";
import type { Caller } from "./signature.ts";
import type { UploadIndex } from "./upload-index.ts";

/** What operations work on. */
export interface S3Parts extends AccessParts {
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly index: ObjectIndex;
  readonly objects: Objects;
  readonly uploads: UploadIndex;
}

/** A verified request to the service. */
export interface ServiceCall {
  readonly parts: S3Parts;
  readonly request: S3Request;
  readonly caller: Caller;
  readonly access: Access;
}

/** A verified request to a bucket that exists. */
export interface BucketCall extends ServiceCall {
  readonly bucket: Bucket;
}

/** A verified request to a key. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is XML; a stream has its `content-length` among the headers. */
  readonly body?: string | Readable;
}

/** The `x-amz-version-id` of an answer; a bucket that never kept versions says none. */
export function versionHeader(bucket: Bucket, { versionId }: Pick<AnyVersion, "versionId">): Record<string, string> {
  return bucket.versioning === undefined ? {} : { "x-amz-version-id": versionId };
}

/** An instant in XML, to the second. */
export function xmlInstant(instant: number): string {
  return new Date(instant - (instant % 1000)).toISOString();
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}
