import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";

/** The bytes of exactly one version. @throws whatever S3 answers in its place */
export async function readVersion(client: S3Client, bucket: string, key: string, version: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
  if (Body === undefined) throw new Error("S3 gave no body");
  return Body.transformToByteArray();
}
