import { type Answer, type BucketCall, quoted, xmlInstant } from "./call.ts";
import { type Listing, listingContext, readListing, takePage } from "./list-page.ts";
import type { Position } from "./object-index.ts";
import type { AnyVersion } from "./object-version.ts";
import { invalidArgument } from "./s3-error.ts";
import { type XmlFields, xmlResult } from "./xml.ts";

/** `ListObjectsV2`. */
export async function listObjects(call: BucketCall): Promise<Answer> {
  const { request, access, bucket, parts } = call;
  const { query } = request;
  access.toBucket("s3:ListBucket", bucket, listingContext(query));
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after");
  const listing = readListing(query, token === undefined ? (startAfter ?? "") : readToken(token));
  const after: Position = { key: listing.after, seq: 0 };
  const { versions, commonPrefixes, next } = takePage(parts.index.objects(bucket.name, listing.prefix, after), listing);
  const body = xmlResult("ListBucketResult", {
    ...head(call, listing),
    KeyCount: versions.length + commonPrefixes.length,
    IsTruncated: next !== undefined,
    StartAfter: startAfter === undefined ? undefined : listing.written(startAfter),
    ContinuationToken: token,
    NextContinuationToken: next === undefined ? undefined : writeToken(typeof next === "string" ? next : next.key),
    Contents: versions.map((version) => entry(version, listing)),
    CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: listing.written(prefix) })),
  });
  return { status: 200, body };
}

/** `ListObjectVersions`: delete markers among the versions, of each key the newest first. */
export async function listVersions(call: BucketCall): Promise<Answer> {
  const { request, access, bucket, parts } = call;
  const { query } = request;
  access.toBucket("s3:ListBucketVersions", bucket, listingContext(query));
  const [keyMarker, idMarker] = [query.get("key-marker"), query.get("version-id-marker")];
  const listing = readListing(query, keyMarker ?? "");
  const after = { key: listing.after, seq: markedSeq(call, listing.after, idMarker) };
  const { versions, commonPrefixes, next } = takePage(
    parts.index.versions(bucket.name, listing.prefix, after),
    listing,
  );
  const common = typeof next === "string" ? next : undefined;
  const last = typeof next === "string" ? undefined : next;
  const body = xmlResult("ListVersionsResult", {
    ...head(call, listing),
    KeyMarker: listing.written(keyMarker ?? ""),
    VersionIdMarker: idMarker ?? "",
    IsTruncated: next !== undefined,
    NextKeyMarker: next === undefined ? undefined : listing.written(common ?? last?.key ?? ""),
    NextVersionIdMarker: last?.versionId,
    Version: versions.filter(({ kind }) => kind === "object").map((version) => versionEntry(version, listing)),
    DeleteMarker: versions.filter(({ kind }) => kind === "marker").map((version) => versionEntry(version, listing)),
    CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: listing.written(prefix) })),
  });
  return { status: 200, body };
}

function head({ bucket, request }: BucketCall, { prefix, delimiter, maxKeys, written }: Listing): XmlFields {
  return {
    Name: bucket.name,
    Prefix: written(prefix),
    Delimiter: delimiter === "" ? undefined : written(delimiter),
    MaxKeys: maxKeys,
    EncodingType: request.query.get("encoding-type"),
  };
}

function entry(version: AnyVersion, { written }: Listing): XmlFields {
  const stored = { Key: written(version.key), LastModified: xmlInstant(version.modifiedAt) };
  if (version.kind === "marker") return stored;
  const { etag, size, checksum } = version.content;
  return {
    ...stored,
    ETag: quoted(etag),
    ChecksumAlgorithm: checksum.algorithm,
    ChecksumType: checksum.type,
    Size: size,
    StorageClass: "STANDARD",
  };
}

function versionEntry(version: AnyVersion, listing: Listing): XmlFields {
  return { ...entry(version, listing), VersionId: version.versionId, IsLatest: version.isLatest };
}

function markedSeq({ parts, bucket }: BucketCall, key: string, versionId: string | undefined): number {
  if (versionId === undefined) return 0;
  const version = parts.index.find(bucket.name, key, versionId);
  if (version === undefined) throw invalidArgument("Invalid version id specified", "version-id-marker", versionId);
  return version.seq;
}

/** A token tells the caller nothing. */
function writeToken(key: string): string {
  return Buffer.from(key).toString("base64url");
}

function readToken(token: string): string {
  const key = Buffer.from(token, "base64url").toString("utf8");
  if (writeToken(key) !== token) {
    throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
  }
  return key;
}
