import { type Answer, type BucketCall, type ServiceCall, xmlInstant } from "./call.ts";
import { S3Error } from "./s3-error.ts";
import { xmlResult } from "./xml.ts";

/** `ListBuckets`. They are declared by templates, which give them no date. */
export async function listBuckets({ access, parts }: ServiceCall): Promise<Answer> {
  access.toService("s3:ListAllMyBuckets");
  const Bucket = parts.buckets
    .list()
    .map(({ name }) => ({ Name: name, CreationDate: xmlInstant(0), BucketRegion: parts.region }));
  return {
    status: 200,
    body: xmlResult("ListAllMyBucketsResult", { Owner: { ID: parts.account }, Buckets: { Bucket } }),
  };
}

/** `HeadBucket`. */
export async function headBucket({ access, bucket, parts }: BucketCall): Promise<Answer> {
  access.toBucket("s3:ListBucket", bucket);
  return { status: 200, headers: { "x-amz-bucket-region": parts.region } };
}

/** `GetBucketLocation`. */
export async function getLocation({ access, bucket, parts }: BucketCall): Promise<Answer> {
  access.toBucket("s3:GetBucketLocation", bucket);
  return { status: 200, body: xmlResult("LocationConstraint", parts.region) };
}

/** `GetBucketVersioning`. */
export async function getVersioning({ access, bucket }: BucketCall): Promise<Answer> {
  access.toBucket("s3:GetBucketVersioning", bucket);
  return { status: 200, body: xmlResult("VersioningConfiguration", { Status: bucket.versioning }) };
}

/** `GetObjectLockConfiguration`. */
export async function getLockConfiguration({ access, bucket }: BucketCall): Promise<Answer> {
  access.toBucket("s3:GetBucketObjectLockConfiguration", bucket);
  if (bucket.lock === undefined) {
    const message = "Object Lock configuration does not exist for this bucket";
    throw new S3Error(404, "ObjectLockConfigurationNotFoundError", message, { BucketName: bucket.name });
  }
  const { defaultRetention: retention } = bucket.lock;
  const Rule = retention && { DefaultRetention: { Mode: retention.mode, Days: retention.days } };
  return { status: 200, body: xmlResult("ObjectLockConfiguration", { ObjectLockEnabled: "Enabled", Rule }) };
}
