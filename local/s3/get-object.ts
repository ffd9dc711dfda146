import { type Answer, type ObjectCall, quoted, versionHeader } from "./call.ts";
import { isUnchanged } from "./conditions.ts";
import { findReadable } from "./find-version.ts";
import { lockHeaders } from "./lock.ts";
import type { ObjectVersion } from "./object-version.ts";
import { checksumHeaders } from "./put-object.ts";
import { S3Error } from "./s3-error.ts";
import { existingTagsContext } from "./tags.ts";

const OVERRIDES = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** `GetObject`, and `HeadObject`, which needs the same right: the object, or a range of it, of the latest or a named version. */
export async function getObject(call: ObjectCall): Promise<Answer> {
  const { request, parts, access, bucket, key } = call;
  const action = request.query.has("versionId") ? "s3:GetObjectVersion" : "s3:GetObject";
  const version = findReadable(call, action);
  access.toKey("Decrypt", version.content.description.encryption, bucket, key);
  const described = describe(call, version);
  if (isUnchanged(request.headers, version)) return { status: 304, headers: described };
  const { size } = version.content;
  const range = readRange(request.headers.get("range"), size);
  const length = range === undefined ? size : range.end - range.start + 1;
  const headers = {
    ...described,
    "content-length": String(length),
    ...(range === undefined
      ? checksumOf(call, version)
      : { "content-range": `bytes ${range.start}-${range.end}/${size}` }),
  };
  const status = range === undefined ? 200 : 206;
  if (request.method === "HEAD" || length === 0) return { status, headers };
  return { status, headers, body: parts.blobs.read(version.blob, range) };
}

function describe({ bucket, request, ...call }: ObjectCall, version: ObjectVersion): Record<string, string> {
  const { etag, description } = version.content;
  const metadata = Object.entries(description.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  const overrides = OVERRIDES.map((name) => [name, request.query.get(`response-${name}`)] as const);
  return {
    etag: quoted(etag),
    "last-modified": new Date(version.modifiedAt).toUTCString(),
    "accept-ranges": "bytes",
    ...versionHeader(bucket, version),
    ...Object.fromEntries(metadata),
    ...description.headers,
    ...Object.fromEntries(overrides.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    ...description.encryption,
    ...shownLock({ bucket, request, ...call }, version),
  };
}

/** A lock is told to those who may read it on its own. */
function shownLock({ access, bucket, key }: ObjectCall, { content }: ObjectVersion): Record<string, string> {
  const { mode, retainUntil, legalHold } = content.lock;
  const may = (action: string) => access.mayReadObject(action, bucket, key, existingTagsContext(content.tags));
  return {
    ...(mode !== undefined && may("s3:GetObjectRetention") && lockHeaders({ mode, retainUntil })),
    ...(legalHold !== undefined && may("s3:GetObjectLegalHold") && lockHeaders({ legalHold })),
  };
}

function checksumOf({ request }: ObjectCall, { content }: ObjectVersion): Record<string, string> {
  return request.headers.get("x-amz-checksum-mode") === "ENABLED" ? checksumHeaders(content.checksum) : {};
}

/**
 * One range of bytes, `end` included; several in one request, or what is no range, ask for the whole.
 * @throws S3Error `InvalidRange`
 */
function readRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return undefined;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    const message = "The requested range is not satisfiable";
    const headers = { "content-range": `bytes */${size}` };
    throw new S3Error(416, "InvalidRange", message, { RangeRequested: header, ActualObjectSize: size, headers });
  }
  return { start, end };
}
