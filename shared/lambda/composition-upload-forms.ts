import { S3Client } from "@aws-sdk/client-s3";
import { s3UploadForms } from "../adapters/s3/upload-forms.ts";
import { setting } from "./setting.ts";

/** Signs forms for the uploads bucket in the name of this function's role. */
export const uploadForm = s3UploadForms(new S3Client({}), setting("UPLOADS_BUCKET"));
