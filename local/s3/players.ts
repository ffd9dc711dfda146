import { z } from "zod";
import type { ResourcePlayer } from "../contracts.ts";
import { parsePolicy } from "../iam/policy.ts";
import type { Bucket, Buckets } from "./buckets.ts";
import { CorsRule } from "./cors.ts";
import { bucketEncryption } from "./encryption.ts";

const DAYS_OF_A_YEAR = 365;

const DefaultRetention = z
  .strictObject({ Mode: z.enum(["GOVERNANCE", "COMPLIANCE"]), Days: z.int().optional(), Years: z.int().optional() })
  .transform(({ Mode, Days, Years }) => ({ mode: Mode, days: Days ?? (Years ?? 0) * DAYS_OF_A_YEAR }));

const ServerSideEncryptionByDefault = z.strictObject({
  SSEAlgorithm: z.enum(["AES256", "aws:kms"]),
  KMSMasterKeyID: z.string().optional(),
});
/** Anything else is public, or needs access control lists: buckets here belong to their account alone. */
const isTrue = z.literal(true, "a bucket that is open to the public is not played");

const bucketProperties = z.looseObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(["Enabled", "Suspended"]) }).optional(),
  ObjectLockEnabled: z.boolean().default(false),
  ObjectLockConfiguration: z
    .strictObject({
      ObjectLockEnabled: z.literal("Enabled").optional(),
      Rule: z.strictObject({ DefaultRetention }).optional(),
    })
    .optional(),
  BucketEncryption: z
    .strictObject({
      ServerSideEncryptionConfiguration: z.tuple([
        z.strictObject({ BucketKeyEnabled: z.boolean().default(false), ServerSideEncryptionByDefault }),
      ]),
    })
    .optional(),
  PublicAccessBlockConfiguration: z
    .strictObject({
      BlockPublicAcls: isTrue,
      BlockPublicPolicy: isTrue,
      IgnorePublicAcls: isTrue,
      RestrictPublicBuckets: isTrue,
    })
    .optional(),
  OwnershipControls: z
    .strictObject({ Rules: z.tuple([z.strictObject({ ObjectOwnership: z.literal("BucketOwnerEnforced") })]) })
    .optional(),
  CorsConfiguration: z.strictObject({ CorsRules: z.array(CorsRule) }).optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean().default(true) }).optional(),
    })
    .optional(),
});

const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "not a name that a bucket can have");
const policyProperties = z.looseObject({ Bucket: z.string(), PolicyDocument: z.unknown() });

interface S3PlayersOptions {
  readonly buckets: Buckets;
  readonly region: string;
  /** Called once all buckets and their policies exist. */
  readonly start: () => Promise<void>;
}

/** Plays buckets and their policies. */
export function s3Players({ buckets, region, start }: S3PlayersOptions): ResourcePlayer[] {
  return [
    {
      type: "AWS::S3::Bucket",
      reads: Object.keys(bucketProperties.shape),
      ignores: {
        LifecycleConfiguration: "objects stay in the data directory until somebody deletes them, and uploads with them",
        LoggingConfiguration: "no access log is written: what was refused is shown on the console",
        Tags: "no policy played here reads tags of buckets",
      },
      replacedBy: ["BucketName", "ObjectLockEnabled"],
      create: async ({ properties, generatedName }) => {
        const read = bucketProperties.parse(properties);
        const name = bucketName.parse(read.BucketName ?? generatedName);
        buckets.declare(bucketOf(name, read));
        return {
          ref: name,
          attributes: {
            Arn: `arn:aws:s3:::${name}`,
            DomainName: `${name}.s3.amazonaws.com`,
            DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
            RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
            WebsiteURL: `http://${name}.s3-website.${region}.amazonaws.com`,
          },
        };
      },
      start,
    },
    {
      type: "AWS::S3::BucketPolicy",
      reads: Object.keys(policyProperties.shape),
      ignores: {},
      replacedBy: [],
      create: async ({ properties, generatedName, logicalId }) => {
        const { Bucket: name, PolicyDocument } = policyProperties.parse(properties);
        buckets.setPolicy(name, parsePolicy(PolicyDocument, `policy ${logicalId} of bucket ${name}`));
        return { ref: generatedName, attributes: {} };
      },
    },
  ];
}

function bucketOf(name: string, read: z.infer<typeof bucketProperties>): Bucket {
  const lock = lockOf(read);
  return {
    name,
    versioning: lock === undefined ? read.VersioningConfiguration?.Status : "Enabled",
    ...(lock && { lock }),
    encryption: encryptionOf(read),
    cors: read.CorsConfiguration?.CorsRules ?? [],
    sendsEvents: read.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
  };
}

function encryptionOf({ BucketEncryption }: z.infer<typeof bucketProperties>): Bucket["encryption"] {
  const [encryption] = BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
  if (encryption === undefined) return bucketEncryption("AES256", undefined, false);
  const { SSEAlgorithm, KMSMasterKeyID } = encryption.ServerSideEncryptionByDefault;
  return bucketEncryption(SSEAlgorithm, KMSMasterKeyID, encryption.BucketKeyEnabled);
}

function lockOf(read: z.infer<typeof bucketProperties>): Bucket["lock"] {
  const defaultRetention = read.ObjectLockConfiguration?.Rule?.DefaultRetention;
  if (!read.ObjectLockEnabled) {
    if (defaultRetention !== undefined) throw new Error("a default retention needs ObjectLockEnabled");
    return undefined;
  }
  if (read.VersioningConfiguration?.Status === "Suspended") throw new Error("Object Lock needs all versions kept");
  return defaultRetention === undefined ? {} : { defaultRetention };
}
