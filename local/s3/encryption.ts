import { createHash } from "node:crypto";
import type { Bucket } from "./buckets.ts";
import { invalidArgument, notImplemented } from "./s3-error.ts";

/** Headers that say how an object is encrypted. Bytes are in clear here, in a directory that only its owner reads. */
export type Encryption = Readonly<Record<string, string>>;

const ALGORITHM = "x-amz-server-side-encryption";
const KEY = `${ALGORITHM}-aws-kms-key-id`;
const BUCKET_KEY = `${ALGORITHM}-bucket-key-enabled`;

/** The encryption of a bucket by its template. @param key ARN, or id of a key of the account */
export function bucketEncryption(algorithm: string, key: string | undefined, bucketKey: boolean): Encryption {
  if (algorithm !== "aws:kms") return { [ALGORITHM]: algorithm };
  return { [ALGORITHM]: algorithm, ...(key && { [KEY]: key }), ...(bucketKey && { [BUCKET_KEY]: "true" }) };
}

/**
 * The encryption that a request asks for, or else that of its bucket.
 * @param arnOf makes an ARN of the name of a key
 * @throws S3Error for an algorithm that S3 does not have, or a key of the client's own
 */
export function encryptionOf(
  headers: ReadonlyMap<string, string>,
  bucket: Bucket,
  arnOf: (key: string | undefined) => string,
): Encryption {
  if (headers.has(`${ALGORITHM}-customer-algorithm`))
    throw notImplemented("encryption with a key of the client (SSE-C)");
  const algorithm = headers.get(ALGORITHM);
  const asked = algorithm === undefined ? bucket.encryption : fromHeaders(algorithm, headers);
  return asked[ALGORITHM] === "aws:kms" ? { ...asked, [KEY]: arnOf(asked[KEY]) } : asked;
}

function fromHeaders(algorithm: string, headers: ReadonlyMap<string, string>): Encryption {
  if (algorithm !== "AES256" && algorithm !== "aws:kms") {
    throw invalidArgument("The encryption method specified is not supported", ALGORITHM, algorithm);
  }
  const key = headers.get(KEY);
  if (algorithm === "AES256" && key !== undefined) {
    const message =
      "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
    throw invalidArgument(message, ALGORITHM, algorithm);
  }
  return bucketEncryption(algorithm, key, headers.get(BUCKET_KEY) === "true");
}

/** The key to ask KMS for, and what it encrypts: the bucket's key of keys, or the object itself. */
export function keyUse(encryption: Encryption): { readonly keyArn: string; readonly ofBucket: boolean } | undefined {
  const keyArn = encryption[KEY];
  return keyArn === undefined ? undefined : { keyArn, ofBucket: encryption[BUCKET_KEY] === "true" };
}

/**
 * The ETag of bytes. Under a KMS key it is not their MD5, on AWS as here: code that takes it for one fails in both.
 * @param suffix `-<parts>` of an object that was uploaded in parts
 */
export function etagOf(md5: Buffer, encryption: Encryption, suffix = ""): string {
  const veiled = encryption[KEY] === undefined ? md5 : createHash("MD5").update("kms").update(md5).digest();
  return `${veiled.toString("hex")}${suffix}`;
}
