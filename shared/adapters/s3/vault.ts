import { ListObjectVersionsCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { type Deposit, quarantineKey, type Vault, type VaultName } from "../../ports/documents.ts";
import { readVersion } from "./read-version.ts";

/** Names of the buckets. */
type BucketNames = Readonly<Record<"uploads" | VaultName, string>>;

/** Copies from the uploads bucket into those that keep, of which it reads nothing. */
export function s3Vault(client: S3Client, buckets: BucketNames): Vault {
  return {
    read: ({ upload, version }) => readVersion(client, buckets.uploads, quarantineKey(upload), version),
    keep: async (deposit, bytes) => {
      const Bucket = buckets[deposit.bucket];
      return (await versionAt(client, Bucket, deposit.key)) ?? (await put(client, Bucket, deposit, bytes));
    },
  };
}

/** The key holds the digest: what lies there already is this file, put by an attempt that was cut short. */
async function versionAt(client: S3Client, Bucket: string, key: string): Promise<string | undefined> {
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
  return Versions.find(({ Key }) => Key === key)?.VersionId;
}

/** @throws Error of S3 where another attempt was faster: the next one finds what it put */
async function put(
  client: S3Client,
  Bucket: string,
  { key, mediaType, sha256, lockedUntil }: Deposit,
  bytes: Uint8Array,
): Promise<string> {
  const { VersionId } = await client.send(
    new PutObjectCommand({
      Bucket,
      Key: key,
      Body: bytes,
      ContentType: mediaType,
      ContentDisposition: "attachment",
      ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64"),
      IfNoneMatch: "*",
      ...(lockedUntil && { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date(lockedUntil) }),
    }),
  );
  if (VersionId === undefined) throw new Error("a bucket that keeps no versions");
  return VersionId;
}
