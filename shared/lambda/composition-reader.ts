import { S3Client } from "@aws-sdk/client-s3";
import { s3Reader } from "../adapters/s3/reader.ts";
import type { Reader } from "../ports/documents.ts";
import { setting } from "./setting.ts";

/** Addresses of what is kept, signed in the name of this function's role. */
export const reader: Reader = s3Reader(new S3Client({}), {
  vault: setting("VAULT_BUCKET"),
  identity: setting("IDENTITY_BUCKET"),
});
