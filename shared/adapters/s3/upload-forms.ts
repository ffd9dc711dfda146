import type { S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { epochMillis } from "../../kernel/time.ts";
import { type FormTerms, quarantineKey, type UploadForm } from "../../ports/documents.ts";

/**
 * Signs forms for the uploads bucket: S3 itself takes no other key, size, type or digest than the form names, and nothing
 * after its end. The signer counts from the clock of its machine; an end that is past makes a form that is good for nothing.
 */
export function s3UploadForms(client: S3Client, bucket: string): (terms: FormTerms) => Promise<UploadForm> {
  return ({ upload, size, mediaType, sha256, until }) =>
    createPresignedPost(client, {
      Bucket: bucket,
      Key: quarantineKey(upload),
      Expires: Math.floor((epochMillis(until) - Date.now()) / 1000),
      Conditions: [["content-length-range", size, size]],
      Fields: {
        "Content-Type": mediaType,
        "Content-Disposition": "attachment",
        "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64"),
      },
    });
}
