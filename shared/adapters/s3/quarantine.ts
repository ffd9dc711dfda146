import { GetObjectTaggingCommand, HeadObjectCommand, NotFound, type S3Client } from "@aws-sdk/client-s3";
import { instantFromEpochMillis } from "../../kernel/time.ts";
import { type Quarantine, quarantineKey, type StoredVersion, type Upload } from "../../ports/documents.ts";

/** The uploads bucket, as intake sees it: descriptions and tags. */
export function s3Quarantine(client: S3Client, bucket: string, verdictTag: string): Quarantine {
  const named = ({ upload, version }: Upload) => ({ Bucket: bucket, Key: quarantineKey(upload), VersionId: version });
  return {
    bucket,
    describe: (upload) => describe(client, named(upload)),
    verdict: async (upload) => {
      const { TagSet = [] } = await client.send(new GetObjectTaggingCommand(named(upload)));
      return TagSet.find(({ Key }) => Key === verdictTag)?.Value;
    },
  };
}

async function describe(
  client: S3Client,
  named: { Bucket: string; Key: string; VersionId: string },
): Promise<StoredVersion | undefined> {
  try {
    const head = await client.send(new HeadObjectCommand({ ...named, ChecksumMode: "ENABLED" }));
    const sha256 = head.ChecksumSHA256 && Buffer.from(head.ChecksumSHA256, "base64").toString("hex");
    return {
      size: head.ContentLength ?? 0,
      mediaType: head.ContentType ?? "",
      storedAt: instantFromEpochMillis(head.LastModified?.getTime() ?? Number.NaN),
      ...(sha256 && { sha256 }),
    };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
