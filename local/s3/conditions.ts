import { quoted } from "./call.ts";
import type { AnyVersion, ObjectVersion } from "./object-version.ts";
import { noSuchKey, notImplemented, S3Error } from "./s3-error.ts";

function failed(condition: string): S3Error {
  const message = "At least one of the pre-conditions you specified did not hold";
  return new S3Error(412, "PreconditionFailed", message, { Condition: condition });
}

/**
 * The condition of a conditional write or deletion, to be checked where it is committed.
 * @throws S3Error `PreconditionFailed`, or `NoSuchKey` where an object must be there
 */
export function writeCondition(headers: ReadonlyMap<string, string>, key: string) {
  const [ifMatch, ifNoneMatch] = [headers.get("if-match"), headers.get("if-none-match")];
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw notImplemented("If-None-Match with an ETag on a write");
  return (current: AnyVersion | undefined): void => {
    const object = current?.kind === "object" ? current : undefined;
    if (ifNoneMatch === "*" && object !== undefined) throw failed("If-None-Match");
    if (ifMatch !== undefined) checkMatches(ifMatch, object, key);
  };
}

function checkMatches(ifMatch: string, object: ObjectVersion | undefined, key: string): void {
  if (object === undefined) throw noSuchKey(key);
  if (!names(ifMatch, object)) throw failed("If-Match");
}

/**
 * The conditions of a read, in the order of RFC 9110.
 * @param prefix of the header names: those of a copy's source begin with `x-amz-copy-source-`
 * @returns whether the reader has these bytes already
 * @throws S3Error `PreconditionFailed`
 */
export function isUnchanged(headers: ReadonlyMap<string, string>, version: ObjectVersion, prefix = ""): boolean {
  const condition = (name: string) => headers.get(`${prefix}${name}`);
  const modified = (date: string) => version.modifiedAt > Date.parse(date);
  const [ifMatch, unmodifiedSince] = [condition("if-match"), condition("if-unmodified-since")];
  if (ifMatch !== undefined && !names(ifMatch, version)) throw failed("If-Match");
  if (ifMatch === undefined && unmodifiedSince !== undefined && modified(unmodifiedSince)) {
    throw failed("If-Unmodified-Since");
  }
  const [ifNoneMatch, modifiedSince] = [condition("if-none-match"), condition("if-modified-since")];
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, version);
  return modifiedSince !== undefined && !modified(modifiedSince);
}

function names(condition: string, { content }: ObjectVersion): boolean {
  const given = condition.split(",").map((etag) => etag.trim());
  return given.some((etag) => etag === "*" || etag === content.etag || etag === quoted(content.etag));
}
