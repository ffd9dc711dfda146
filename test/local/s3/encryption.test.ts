import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { REGION } from "../iam-cloud.ts";
import { allow, openLocalS3, refusalOf } from "./open-s3.ts";

let s3: Awaited<ReturnType<typeof openLocalS3>>;
const object = { Bucket: "uploads", Key: "k" };
const denied = { name: "AccessDenied", status: 403 };
const put = (client: S3Client) => client.send(new PutObjectCommand({ ...object, Body: "x" }));

beforeEach(async () => {
  s3 = await openLocalS3({ buckets: {} });
});

afterEach(() => s3.close());

describe("a bucket under a KMS key", () => {
  test("asks for the key in the name of the caller; its ETag is no MD5", async () => {
    const { attributes } = await s3.declare("AWS::KMS::Key", "Key", {});
    const BucketEncryption = {
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: attributes.Arn },
        },
      ],
    };
    await s3.declare("AWS::S3::Bucket", "uploads", { BucketName: "uploads", BucketEncryption });
    const withoutKey = s3.client(s3.role("without", allow(["s3:PutObject", "s3:GetObject"])));
    const refusal = await refusalOf(put(withoutKey));
    expect(refusal).toMatchObject(denied);
    expect(refusal.message).toContain("kms:GenerateDataKey");
    const viaS3 = { StringEquals: { "kms:ViaService": `s3.${REGION}.amazonaws.com` } };
    const withKey = s3.client(s3.role("with", allow("s3:PutObject"), allow("kms:GenerateDataKey", "*", viaS3)));
    expect(await put(withKey)).toMatchObject({
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: attributes.Arn,
      BucketKeyEnabled: true,
      ETag: expect.not.stringContaining("9dd4e461268c8034f5c8564e155c67a6"),
    });
    expect(await refusalOf(withoutKey.send(new GetObjectCommand(object)))).toMatchObject(denied);
  });
});
