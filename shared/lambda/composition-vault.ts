import { S3Client } from "@aws-sdk/client-s3";
import { s3Vault } from "../adapters/s3/vault.ts";
import type { Vault } from "../ports/documents.ts";
import { setting } from "./setting.ts";

/** Quarantine, and the buckets that keep. */
export const vault: Vault = s3Vault(new S3Client({}), {
  uploads: setting("UPLOADS_BUCKET"),
  vault: setting("VAULT_BUCKET"),
  identity: setting("IDENTITY_BUCKET"),
});
