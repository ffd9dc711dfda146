import { type Attributes, authoriseWrite, readAttributes } from "./attributes.ts";
import { verifiedBytes } from "./body.ts";
import { type Answer, type BucketCall, type ObjectCall, quoted, versionHeader, xmlInstant } from "./call.ts";
import { checksumElement, readAlgorithm } from "./checksums.ts";
import { isUnchanged, writeCondition } from "./conditions.ts";
import { etagOf } from "./encryption.ts";
import { findNamed, type Named } from "./find-version.ts";
import type { ObjectVersion } from "./object-version.ts";
import { kept, storedHeaders } from "./put-object.ts";
import { decode } from "./request.ts";
import { invalidArgument, invalidRequest, S3Error } from "./s3-error.ts";
import { existingTagsContext } from "./tags.ts";
import { xmlResult } from "./xml.ts";

const NO_HEADERS: ReadonlyMap<string, string> = new Map();

/** `CopyObject`: the bytes are read and hashed anew. */
export async function copyObject(call: ObjectCall): Promise<Answer> {
  const { request, parts, bucket, key } = call;
  const { headers } = request;
  const named = readSource(headers.get("x-amz-copy-source") ?? "");
  const source = { ...call, bucket: parts.buckets.get(named.bucket) };
  const action = named.versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
  const original = findNamed(source, named, action);
  source.access.toKey("Decrypt", original.content.description.encryption, source.bucket, named.key);
  checkUnchanged(headers, original);
  const attributes = copiedAttributes(call, source, named, original);
  authoriseWrite(call, key, attributes, headers);
  const check = writeCondition(headers, key);
  const algorithm = readAlgorithm(headers.get("x-amz-checksum-algorithm")) ?? original.content.checksum.algorithm;
  const body = verifiedBytes(parts.blobs.read(original.blob), NO_HEADERS, algorithm);
  const { blob, size } = await parts.blobs.write(body.chunks);
  const { md5, checksum } = body.digests();
  const etag = etagOf(md5, attributes.description.encryption);
  const origin = { bucket, key, requestId: request.requestId, reason: "CopyObject" };
  const version = await parts.objects.put(
    origin,
    { blob, content: { size, etag, checksum, ...kept(attributes) } },
    check,
  );
  return copied(call, version, versionHeader(source.bucket, original)["x-amz-version-id"]);
}

function copied(call: ObjectCall, version: ObjectVersion, sourceVersion: string | undefined): Answer {
  const { etag, checksum } = version.content;
  const told: Record<string, string> =
    sourceVersion === undefined ? {} : { "x-amz-copy-source-version-id": sourceVersion };
  return {
    status: 200,
    headers: { ...storedHeaders(call, version), ...told },
    body: xmlResult("CopyObjectResult", {
      LastModified: xmlInstant(version.modifiedAt),
      ETag: quoted(etag),
      [checksumElement(checksum.algorithm)]: checksum.value,
      ChecksumType: checksum.type,
    }),
  };
}

/** `/bucket/key?versionId=…`, percent-encoded. */
function readSource(header: string): Named & { readonly bucket: string } {
  const [, bucket, key, versionId] = /^\/?([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/s.exec(header) ?? [];
  if (bucket === undefined || key === undefined) {
    const message = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey";
    throw invalidArgument(message, "x-amz-copy-source", header);
  }
  return { bucket: decode(bucket), key: decode(key), versionId };
}

function checkUnchanged(headers: ReadonlyMap<string, string>, original: ObjectVersion): void {
  if (!isUnchanged(headers, original, "x-amz-copy-source-")) return;
  const message = "At least one of the pre-conditions you specified did not hold";
  throw new S3Error(412, "PreconditionFailed", message, { Condition: "x-amz-copy-source-If-None-Match" });
}

/** Metadata and tags come from the source unless a directive replaces them; encryption and lock never do. */
function copiedAttributes(call: ObjectCall, source: BucketCall, named: Named, original: ObjectVersion): Attributes {
  const { headers } = call.request;
  const replacesMetadata = isReplaced(headers, "x-amz-metadata-directive");
  const replacesTags = isReplaced(headers, "x-amz-tagging-directive");
  const own = readAttributes(call, headers);
  const isItself = source.bucket === call.bucket && named.key === call.key && named.versionId === undefined;
  if (isItself && !replacesMetadata && !headers.has("x-amz-server-side-encryption")) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const { description } = original.content;
  const { encryption } = own.description;
  return {
    ...own,
    description: replacesMetadata ? own.description : { ...description, encryption },
    ...(replacesTags ? { asksTags: Object.keys(own.tags).length > 0 } : copiedTags(source, named, original)),
  };
}

function isReplaced(headers: ReadonlyMap<string, string>, name: string): boolean {
  const directive = headers.get(name) ?? "COPY";
  if (directive !== "COPY" && directive !== "REPLACE") throw invalidArgument("Unknown directive.", name, directive);
  return directive === "REPLACE";
}

/** Tags that are copied must be readable at the source, and writable at the target. */
function copiedTags({ access, bucket }: BucketCall, { key, versionId }: Named, { content }: ObjectVersion) {
  const { tags } = content;
  const asksTags = Object.keys(tags).length > 0;
  const action = versionId === undefined ? "s3:GetObjectTagging" : "s3:GetObjectVersionTagging";
  if (asksTags) access.toObject(action, bucket, key, existingTagsContext(tags));
  return { tags, asksTags };
}
