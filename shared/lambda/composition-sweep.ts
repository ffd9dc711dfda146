import { S3Client } from "@aws-sdk/client-s3";
import { s3VersionsOf } from "../adapters/s3/versions.ts";
import type { VersionsOf } from "../ports/documents.ts";
import { setting } from "./setting.ts";

/** What lies in quarantine under a grant. */
export const versionsOf: VersionsOf = s3VersionsOf(new S3Client({}), setting("UPLOADS_BUCKET"));
