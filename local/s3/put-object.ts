import { type Attributes, authoriseWrite, checkLockedBytes, readAttributes } from "./attributes.ts";
import { openBody } from "./body.ts";
import { type Answer, type BucketCall, type ObjectCall, quoted, versionHeader } from "./call.ts";
import { type Checksum, checksumHeader } from "./checksums.ts";
import { writeCondition } from "./conditions.ts";
import { etagOf } from "./encryption.ts";
import type { ObjectVersion } from "./object-version.ts";

/** `PutObject`. */
export async function putObject(call: ObjectCall): Promise<Answer> {
  const { request, parts, caller, bucket, key } = call;
  const attributes = readAttributes(call, request.headers);
  authoriseWrite(call, key, attributes, request.headers);
  checkLockedBytes(attributes, request.headers);
  const check = writeCondition(request.headers, key);
  check(parts.index.latest(bucket.name, key));
  const body = openBody(request, caller.contentSha256);
  const { blob, size } = await parts.blobs.write(body.chunks);
  const { md5, checksum } = body.digests();
  const etag = etagOf(md5, attributes.description.encryption);
  const origin = { bucket, key, requestId: request.requestId, reason: "PutObject" };
  const content = { size, etag, checksum, ...kept(attributes) };
  const version = await parts.objects.put(origin, { blob, content }, check);
  return { status: 200, headers: storedHeaders(call, version) };
}

/** What of the attributes is kept with the object. */
export function kept({ description, tags, lock }: Attributes) {
  return { description, tags: { ...tags }, lock: lock.lock };
}

/** What every answer to a write says of the version that it made. */
export function storedHeaders({ bucket }: Pick<BucketCall, "bucket">, version: ObjectVersion): Record<string, string> {
  const { etag, checksum, description } = version.content;
  return {
    etag: quoted(etag),
    ...versionHeader(bucket, version),
    ...description.encryption,
    ...checksumHeaders(checksum),
  };
}

export function checksumHeaders({ algorithm, value, type }: Checksum): Record<string, string> {
  return { [checksumHeader(algorithm)]: value, "x-amz-checksum-type": type };
}
