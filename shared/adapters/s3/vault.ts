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
      try {
        return await put(client, Bucket, deposit, bytes);
      } catch (error) {
        if (!(error instanceof Error && error.name === "PreconditionFailed")) throw error;
        return versionAt(client, Bucket, deposit.key);
      }
    },
  };
}

/** The key holds the digest: what lies there already is this file, put by an attempt that was cut short or faster. */
async function versionAt(client: S3Client, Bucket: string, key: string): Promise<string> {
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
  return kept(Versions.find(({ Key }) => Key === key)?.VersionId);
}

function kept(version: string | undefined): string {
  if (version === undefined) throw new Error("a bucket that keeps no versions");
  return version;
}

/** @throws Error `PreconditionFailed` where something lies there already */
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
  return kept(VersionId);
}
