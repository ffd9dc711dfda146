import type { BucketCall } from "./call.ts";
import { encryptionOf } from "./encryption.ts";
import { type AskedLock, askedLock, lockContext } from "./lock.ts";
import type { Description, Tags } from "./object-version.ts";
import { invalidArgument, invalidRequest, notImplemented, S3Error } from "./s3-error.ts";
import { requestTagsContext, tagsFromHeader } from "./tags.ts";

/** What an upload says of its object before the bytes: headers of a PUT, or fields of a form. */
export interface Attributes {
  readonly description: Description;
  readonly tags: Tags;
  readonly asksTags: boolean;
  readonly lock: AskedLock;
}

const KEPT_HEADERS = ["cache-control", "content-disposition", "content-language", "content-type", "expires"];
const METADATA = "x-amz-meta-";
/** AWS counts the bytes of names and values. */
const LARGEST_METADATA = 2048;
const CONDITION_HEADERS = [
  "if-match",
  "if-none-match",
  "x-amz-acl",
  "x-amz-copy-source",
  "x-amz-metadata-directive",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
];

/** @throws S3Error for what S3 refuses, or for what is not played here */
export function readAttributes({ bucket, parts }: BucketCall, headers: ReadonlyMap<string, string>): Attributes {
  refuseOthers(headers);
  const tagging = headers.get("x-amz-tagging");
  return {
    description: {
      headers: keptHeaders(headers),
      metadata: userMetadata(headers),
      encryption: encryptionOf(headers, bucket, (key) => keyArn(key, parts)),
    },
    tags: tagsFromHeader(tagging ?? ""),
    asksTags: tagging !== undefined,
    lock: askedLock(headers, bucket, parts.clock.now()),
  };
}

/**
 * Asks for all that an upload with these attributes needs.
 * @throws S3Error `AccessDenied`
 */
export function authoriseWrite(
  { access, bucket, parts }: BucketCall,
  key: string,
  { description, tags, asksTags, lock }: Attributes,
  headers: ReadonlyMap<string, string>,
): void {
  const context = {
    ...headerContext(headers),
    ...(asksTags && requestTagsContext(tags)),
    ...lockContext(lock, parts.clock.now()),
  };
  access.toObject("s3:PutObject", bucket, key, context);
  if (asksTags) access.toObject("s3:PutObjectTagging", bucket, key, context);
  if (lock.asksRetention) access.toObject("s3:PutObjectRetention", bucket, key, context);
  if (lock.asksHold) access.toObject("s3:PutObjectLegalHold", bucket, key, context);
  access.toKey("GenerateDataKey", description.encryption, bucket, key);
}

/** Condition keys of the headers that a request bears. */
function headerContext(headers: ReadonlyMap<string, string>): Record<string, string> {
  const borne = CONDITION_HEADERS.map((name) => [`s3:${name}`, headers.get(name)] as const);
  return Object.fromEntries(borne.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/**
 * Under a lock S3 wants the bytes proved.
 * @throws S3Error `InvalidRequest`
 */
export function checkLockedBytes({ lock }: Attributes, headers: ReadonlyMap<string, string>): void {
  if (!lock.asksRetention && !lock.asksHold) return;
  const proofs = [...headers.keys()].filter((name) => /^(content-md5|x-amz-checksum-.*|x-amz-trailer)$/.test(name));
  if (proofs.length > 0) return;
  throw invalidRequest(
    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
  );
}

function keyArn(key: string | undefined, { region, account }: BucketCall["parts"]): string {
  const prefix = `arn:aws:kms:${region}:${account}:`;
  if (key === undefined) return `${prefix}alias/aws/s3`;
  if (key.startsWith("arn:")) return key;
  return `${prefix}${key.startsWith("alias/") ? "" : "key/"}${key}`;
}

function keptHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  const kept = KEPT_HEADERS.map((name) => [name, headers.get(name)] as const);
  const codings = (headers.get("content-encoding") ?? "").split(",").map((coding) => coding.trim());
  // The transfer coding of the SDKs goes under the name of a content coding.
  const coding = codings.filter((one) => one !== "" && one !== "aws-chunked").join(",");
  const found = [...kept, ["content-encoding", coding || undefined] as const];
  const given = Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return { "content-type": "binary/octet-stream", ...given };
}

function userMetadata(headers: ReadonlyMap<string, string>): Record<string, string> {
  const pairs = [...headers].filter(([name]) => name.startsWith(METADATA));
  const metadata = Object.fromEntries(pairs.map(([name, value]) => [name.slice(METADATA.length), value]));
  const size = Object.entries(metadata).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  if (size > LARGEST_METADATA) {
    const message = "Your metadata headers exceed the maximum allowed metadata size";
    throw new S3Error(400, "MetadataTooLarge", message, { Size: size, MaxSizeAllowed: LARGEST_METADATA });
  }
  return metadata;
}

/** Buckets here have no access control lists, one storage class and no web site. */
function refuseOthers(headers: ReadonlyMap<string, string>): void {
  const acl = headers.get("x-amz-acl");
  const grants = [...headers.keys()].some((name) => name.startsWith("x-amz-grant-"));
  if (grants || (acl !== undefined && acl !== "bucket-owner-full-control")) {
    throw new S3Error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  }
  const storage = headers.get("x-amz-storage-class") ?? "STANDARD";
  if (storage !== "STANDARD") throw notImplemented(`the storage class ${storage}`);
  if (headers.has("x-amz-website-redirect-location")) throw notImplemented("redirections of a web site");
  const requester = headers.get("x-amz-request-payer");
  if (requester !== undefined) throw invalidArgument("Requester pays is not played", "x-amz-request-payer", requester);
}
