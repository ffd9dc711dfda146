import { S3Client } from "@aws-sdk/client-s3";
import { readVersion } from "../adapters/s3/read-version.ts";
import { setting } from "./setting.ts";

const client = new S3Client({});

/** The bytes of one version in the uploads bucket, whatever its verdict. For the inspector, which serves no user. */
export const readUpload = (key: string, version: string): Promise<Uint8Array> =>
  readVersion(client, setting("UPLOADS_BUCKET"), key, version);
