import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Reader, VaultName } from "../../ports/documents.ts";

/** Signs addresses of kept copies: a file to save, of its one version, never a page to show. */
export function s3Reader(client: S3Client, buckets: Readonly<Record<VaultName, string>>): Reader {
  return {
    address: ({ bucket, key, version }, name, seconds) => {
      const command = new GetObjectCommand({
        Bucket: buckets[bucket],
        Key: key,
        VersionId: version,
        ResponseContentDisposition: `attachment; filename="${name}"`,
      });
      return getSignedUrl(client, command, { expiresIn: seconds });
    },
  };
}
