import { ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import { quarantineKey, type VersionsOf } from "../../ports/documents.ts";

/** The versions at the key of a grant; a page of them is more than any grant should have. */
export function s3VersionsOf(client: S3Client, bucket: string): VersionsOf {
  return async (upload) => {
    const Prefix = quarantineKey(upload);
    const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix }));
    return Versions.flatMap(({ VersionId }) => VersionId ?? []).reverse();
  };
}
