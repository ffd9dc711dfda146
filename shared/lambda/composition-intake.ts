import { S3Client } from "@aws-sdk/client-s3";
import { s3Quarantine } from "../adapters/s3/quarantine.ts";
import type { Quarantine } from "../ports/documents.ts";
import { setting } from "./setting.ts";

/** The tag under which the scanner leaves its verdict. */
const verdictTag = "GuardDutyMalwareScanStatus";

export const quarantine: Quarantine = s3Quarantine(new S3Client({}), setting("UPLOADS_BUCKET"), verdictTag);
