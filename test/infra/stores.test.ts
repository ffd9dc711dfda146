import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../local/iam/simulate.ts";
import { account, type Cloud, changed, cloudOf, type Declared, ofType } from "./support/cloud.ts";

const cloud = cloudOf();
const tables = ofType(cloud, "AWS::DynamoDB::GlobalTable");
const buckets = ofType(cloud, "AWS::S3::Bucket");

const weakTables = (of: Cloud) =>
  ofType(of, "AWS::DynamoDB::GlobalTable").flatMap(({ id, properties, deletionPolicy }) => {
    const [replica] = properties.Replicas;
    const weak = [
      deletionPolicy === "Retain" || "goes with the stack",
      replica.DeletionProtectionEnabled === true || "can be deleted",
      replica.PointInTimeRecoverySpecification.RecoveryPeriodInDays === 35 || "recovers less than 35 days",
      replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled === true || "does not recover",
      keyOf(of, replica.SSESpecification.KMSMasterKeyId) !== undefined || "has no key of its class",
    ];
    return weak.filter((fault) => fault !== true).map((fault) => `${id} ${fault}`);
  });

const keyOf = (of: Cloud, arn: string) => ofType(of, "AWS::KMS::Key").find(({ id }) => arn.endsWith(`key/${id}`));

describe("SEC-45 tables", () => {
  test("each: own key, 35 days of recovery, deletion refused, kept when the stack goes", () => {
    expect(tables).toHaveLength(8);
    expect(weakTables(cloud)).toEqual([]);
  });

  test("recovery switched off: seen", () => {
    const weak = changed(cloud, /^EventsTable/, ({ Replicas }) => {
      Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false;
    });
    expect(weakTables(weak)).toEqual([expect.stringMatching(/^EventsTable\w+ does not recover$/)]);
  });

  test("payment details, task tokens and personal fields are under keys of their own", () => {
    const keys = tables.map(({ id, properties }) => [
      id.replace(/Table\w+$/, ""),
      keyOf(cloud, properties.Replicas[0].SSESpecification.KMSMasterKeyId)?.id.replace(/Key\w+$/, ""),
    ]);
    expect(Object.fromEntries(keys)).toEqual({
      Cases: "Business",
      Events: "Business",
      Incidents: "Business",
      Sealed: "Personal",
      PersonKeys: "Personal",
      Directory: "Personal",
      Tokens: "Token",
      PaymentDetails: "Payment",
    });
  });

  test("the stream of events shows what an event was before it was altered, that of cases nothing but keys", () => {
    const streams = tables.flatMap(({ id, properties: { StreamSpecification } }) =>
      StreamSpecification ? [[id.replace(/Table\w+$/, ""), StreamSpecification.StreamViewType]] : [],
    );
    expect(Object.fromEntries(streams)).toEqual({ Cases: "KEYS_ONLY", Events: "NEW_AND_OLD_IMAGES" });
  });
});

const unprotected = (of: Cloud) =>
  ofType(of, "AWS::S3::Bucket").flatMap(({ id, properties, deletionPolicy }) => {
    const open = Object.values(properties.PublicAccessBlockConfiguration ?? {}).filter((value) => value === true);
    const weak = [
      deletionPolicy === "Retain" || "goes with the stack",
      open.length === 4 || "can be made public",
      properties.OwnershipControls?.Rules[0].ObjectOwnership === "BucketOwnerEnforced" || "lets others own objects",
      properties.VersioningConfiguration?.Status === "Enabled" || "keeps no versions",
      properties.LoggingConfiguration !== undefined || id.startsWith("AccessLogs") || "logs no access",
    ];
    return weak.filter((fault) => fault !== true).map((fault) => `${id} ${fault}`);
  });

const policyOf = (of: Cloud, bucket: Declared) =>
  ofType(of, "AWS::S3::BucketPolicy").find(({ properties }) => properties.Bucket === bucket.id)?.properties
    .PolicyDocument;

const found = { "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND" };

/** What a principal that may read everything by its own policy gets from one bucket, of an object found clean. */
const reading = (of: Cloud, bucket: Declared, context: Readonly<Record<string, string>>, from = account) =>
  evaluate({
    principal: `arn:aws:iam::${from}:user/reader`,
    account,
    action: "s3:GetObject",
    resource: `arn:aws:s3:::${bucket.id.toLowerCase()}/key`,
    context: { ...found, ...context },
    identity: [
      { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] },
    ] as never,
    resourcePolicy: policyOf(of, bucket),
  });

describe("SEC-45 buckets", () => {
  test("each: nothing public, the account owns all, every version kept, accesses logged", () => {
    expect(buckets).toHaveLength(4);
    expect(unprotected(cloud)).toEqual([]);
  });

  test("one that can be made public: seen", () => {
    const weak = changed(cloud, /^Uploads/, (properties) => {
      properties.PublicAccessBlockConfiguration.BlockPublicPolicy = false;
    });
    expect(unprotected(weak)).toEqual([expect.stringMatching(/^Uploads\w+ can be made public$/)]);
  });

  test.each(buckets)("a call to $id over TLS 1.3: answered by the caller's own rights", (bucket) => {
    expect(reading(cloud, bucket, { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" })).toBe("Allowed");
  });

  test.each(buckets)("a call to $id over plain http: denied", (bucket) => {
    expect(reading(cloud, bucket, { "aws:SecureTransport": "false" })).toBe("ExplicitlyDenied");
  });

  test.each(buckets)("a call to $id over TLS 1.1: denied", (bucket) => {
    expect(reading(cloud, bucket, { "aws:SecureTransport": "true", "s3:TlsVersion": "1.1" })).toBe("ExplicitlyDenied");
  });

  test.each(buckets)("a call to $id from an account of somebody else: denied", (bucket) => {
    const overTls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
    expect(reading(cloud, bucket, overTls, "999999999999")).toBe("ImplicitlyDenied");
  });

  test("a bucket without its policy, over plain http: seen", () => {
    const [bucket] = buckets;
    const bare = { ...cloud, resources: cloud.resources.filter(({ type }) => type !== "AWS::S3::BucketPolicy") };
    expect(bucket && reading(bare, bucket, { "aws:SecureTransport": "false" })).toBe("Allowed");
  });

  test("the vault can lock an object and locks none by itself", () => {
    const lockable = buckets.filter(({ properties }) => properties.ObjectLockEnabled);
    expect(lockable.map(({ id }) => id)).toEqual([expect.stringMatching(/^Vault/)]);
    expect(lockable[0]?.properties.ObjectLockConfiguration).toBeUndefined();
  });
});

describe("keys", () => {
  const keys = ofType(cloud, "AWS::KMS::Key");
  const everyKey = [{ Effect: "Allow", Action: "kms:*", Resource: "*" }];
  const asking = (
    name: string,
    principal: string,
    action: string,
    context: Readonly<Record<string, string>> = {},
    own: unknown = everyKey,
  ) => {
    const key = keys.find(({ id }) => id.startsWith(`${name}Key`));
    return evaluate({
      principal,
      account,
      action,
      resource: `arn:aws:kms:eu-west-3:${account}:key/${key?.id}`,
      context: { "kms:CallerAccount": account, "aws:PrincipalArn": principal, ...context },
      identity: [{ Version: "2012-10-17", Statement: own }] as never,
      resourcePolicy: key?.properties.KeyPolicy,
    });
  };
  const administrator = `arn:aws:iam::${account}:role/Administrator`;
  const someFunction = `arn:aws:iam::${account}:role/guichet/functions/AcceptInvitation`;
  const subject = { "kms:EncryptionContext:subject": "6f1c" };

  test("each turns yearly and can be saved during 30 days", () => {
    expect(keys).toHaveLength(6);
    for (const { properties, deletionPolicy } of keys) {
      expect(properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
      expect(deletionPolicy).toBe("Retain");
    }
  });

  test.each(["Business", "Payment", "Personal", "Identity", "Token", "Logs"])(
    "an administrator with every KMS right on key %s: may disable it, may not decrypt with it",
    (name) => {
      expect(asking(name, administrator, "kms:DisableKey")).toBe("Allowed");
      expect(asking(name, administrator, "kms:Decrypt", subject)).not.toBe("Allowed");
    },
  );

  test("the personal key, asked by a function for a named subject: allowed", () => {
    expect(asking("Personal", someFunction, "kms:Decrypt", subject)).toBe("Allowed");
  });

  test("the personal key, asked by a function for nobody in particular: denied", () => {
    expect(asking("Personal", someFunction, "kms:Decrypt")).not.toBe("Allowed");
  });

  test("the payment key, asked through DynamoDB: allowed; asked directly by a function: denied", () => {
    const throughTable = { "kms:ViaService": "dynamodb.eu-west-3.amazonaws.com" };
    expect(asking("Payment", someFunction, "kms:Decrypt", throughTable)).toBe("Allowed");
    expect(asking("Payment", someFunction, "kms:Decrypt", subject)).not.toBe("Allowed");
  });

  test.each(["Business", "Identity"])(
    "key %s through S3: allowed where the role's own policy grants the key too",
    (name) => {
      const throughBucket = { "kms:ViaService": "s3.eu-west-3.amazonaws.com" };
      expect(asking(name, someFunction, "kms:Decrypt", throughBucket)).toBe("Allowed");
      expect(asking(name, someFunction, "kms:Decrypt", throughBucket, [])).toBe("ImplicitlyDenied");
    },
  );
});
