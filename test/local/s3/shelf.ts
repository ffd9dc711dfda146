import { readdirSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, type PutObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach } from "@jest/globals";
import { openLocalS3 } from "./open-s3.ts";

type LocalS3 = Awaited<ReturnType<typeof openLocalS3>>;

/** For each test of a file, an S3 of its own with the bucket `shelf`, which keeps versions, and `drawer`, which keeps none. */
export function useShelf() {
  const Bucket = "shelf";
  let s3: LocalS3;
  let client: S3Client;
  beforeEach(async () => {
    const buckets = { shelf: { VersioningConfiguration: { Status: "Enabled" } }, drawer: {} };
    s3 = await openLocalS3({ buckets });
    client = s3.client(s3.iam.administratorCredentials());
  });
  afterEach(() => s3.close());
  return {
    Bucket,
    get s3() {
      return s3;
    },
    /** The administrator's client. */
    get client() {
      return client;
    },
    put: (Key: string, Body: PutObjectCommandInput["Body"], input: Partial<PutObjectCommandInput> = {}) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body, ...input })),
    read: async (Key: string, input: object = {}) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...input }));
      return await Body?.transformToString();
    },
    /** Names of the files in which the objects' bytes are kept. */
    files: () => readdirSync(join(s3.dataDir, "s3", "blobs")),
  };
}
