import { type BucketCall, type ObjectCall, versionHeader } from "./call.ts";
import type { AnyVersion, ObjectVersion } from "./object-version.ts";
import { noSuchKey, S3Error } from "./s3-error.ts";
import { existingTagsContext } from "./tags.ts";

/** What finding a version asks of a call. */
interface Finding {
  readonly access: BucketCall["access"];
  readonly bucket: BucketCall["bucket"];
  readonly parts: Pick<BucketCall["parts"], "index">;
}

type Context = Readonly<Record<string, string | readonly string[]>>;

/** An object as a request or a copy names it. */
export interface Named {
  readonly key: string;
  readonly versionId: string | undefined;
}

/**
 * The version that a request names, once its caller may do `action` with it. Policies see its tags. That an object is not
 * there is told only to those who may list the bucket.
 * @throws S3Error `AccessDenied`, `NoSuchKey`, `NoSuchVersion` or `MethodNotAllowed`
 */
export function findReadable(call: ObjectCall, action: string, context: Context = {}): ObjectVersion {
  return findNamed(call, { key: call.key, versionId: call.request.query.get("versionId") }, action, context);
}

/** The same for an object that is not the one of the request's path, e.g. the source of a copy. */
export function findNamed(call: Finding, named: Named, action: string, context: Context = {}): ObjectVersion {
  const { access, bucket } = call;
  const version = look(call, named);
  const tags = version?.kind === "object" ? existingTagsContext(version.content.tags) : {};
  const id: Record<string, string> = named.versionId === undefined ? {} : { "s3:VersionId": named.versionId };
  access.toObject(action, bucket, named.key, { ...context, ...tags, ...id });
  if (version?.kind === "object") return version;
  access.toBucket("s3:ListBucket", bucket);
  throw absent(call, named, version);
}

function look({ parts, bucket }: Finding, { key, versionId }: Named): AnyVersion | undefined {
  return versionId === undefined ? parts.index.latest(bucket.name, key) : parts.index.find(bucket.name, key, versionId);
}

function absent({ bucket }: Finding, { key, versionId }: Named, marker: AnyVersion | undefined): S3Error {
  if (marker === undefined && versionId !== undefined) {
    const details = { Key: key, VersionId: versionId };
    return new S3Error(404, "NoSuchVersion", "The specified version does not exist.", details);
  }
  if (marker === undefined) return noSuchKey(key);
  const headers = { "x-amz-delete-marker": "true", ...versionHeader(bucket, marker) };
  if (versionId === undefined) return noSuchKey(key, headers);
  const message = "The specified method is not allowed against this resource.";
  const modified = { "last-modified": new Date(marker.modifiedAt).toUTCString() };
  return new S3Error(405, "MethodNotAllowed", message, {
    ResourceType: "DeleteMarker",
    headers: { ...headers, ...modified, allow: "DELETE" },
  });
}
