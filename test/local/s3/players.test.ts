import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openLocalS3 } from "./open-s3.ts";

let s3: Awaited<ReturnType<typeof openLocalS3>>;

beforeEach(async () => {
  s3 = await openLocalS3({ buckets: { uploads: {} } });
});

afterEach(() => s3.close());

describe("a template", () => {
  const bucket = (properties: object) => s3.declare("AWS::S3::Bucket", "other-bucket", { ...properties });

  test("a bucket without a name gets the generated one, and the attributes of AWS", async () => {
    expect(await bucket({})).toMatchObject({ ref: "other-bucket", attributes: { Arn: "arn:aws:s3:::other-bucket" } });
  });

  test.each<[string, object]>([
    ["is public", { PublicAccessBlockConfiguration: { BlockPublicAcls: false } }],
    ["has access control lists", { OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } }],
    ["notifies a queue by itself", { NotificationConfiguration: { QueueConfigurations: [] } }],
    ["has a name that no bucket has", { BucketName: "A_B" }],
    [
      "retains without Object Lock",
      { ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } } } },
    ],
    ["is locked and keeps no versions", { ObjectLockEnabled: true, VersioningConfiguration: { Status: "Suspended" } }],
  ])("a bucket that %s: not played", async (_, properties) => {
    await expect(bucket(properties)).rejects.toThrow();
  });

  test("a policy of no bucket, or on a condition that nobody supplies: not played", async () => {
    const policy = (Bucket: string, Condition: object) => {
      const Statement = [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition }];
      return s3.declare("AWS::S3::BucketPolicy", "Policy", { Bucket, PolicyDocument: { Statement } });
    };
    await expect(policy("none", {})).rejects.toThrow("There is no bucket none");
    await expect(policy("uploads", { StringEquals: { "s3:LocationConstraint": "x" } })).rejects.toThrow(
      "does not supply",
    );
  });
});
