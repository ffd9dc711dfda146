import { describe, expect, test } from "@jest/globals";
import { custodians } from "../../infra/buckets.ts";
import { retentionDays } from "../../infra/config.ts";
import { evaluate } from "../../local/iam/simulate.ts";
import { uploadLimits } from "../../shared/domain/segur/upload-limits.ts";
import { administrator, answerOf, custodianRoles, roleOf, scanner } from "./support/buckets.ts";
import { account, type Cloud, changed, cloudOf, ofType } from "./support/cloud.ts";
import { rolesOf, type Statement } from "./support/policies.ts";

const cloud = cloudOf();

const tagged = (verdict: string | undefined): Readonly<Record<string, string>> =>
  verdict === undefined ? {} : { "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": verdict };
const clean = "NO_THREATS_FOUND";
const unclean = [undefined, "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED", "no_threats_found"];
const reads = ["s3:GetObject", "s3:GetObjectVersion"];
const tagging = [
  "s3:PutObjectTagging",
  "s3:PutObjectVersionTagging",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersionTagging",
];
const posted = { "s3:authType": "POST" };

const everybody = [...rolesOf(cloud).map(({ arn }) => arn), ...custodianRoles, administrator];
/** Enough of them to see that a statement is gone. */
const some = [roleOf("segur/get-dossier"), ...custodianRoles, scanner, administrator];

const isScanner = (by: string) => by.includes(":role/guichet/scanner/");
const isOneOf = (entries: readonly string[], by: string) =>
  entries.some((entry) => by.includes(`:role/guichet/functions/${entry}/`));
const readsUnscanned = (by: string) => isScanner(by) || isOneOf(custodians.readsUnscanned, by);
const grants = (by: string) => isOneOf(custodians.grants, by);

const probe = "malware-protection-resource-validation-object";
const put = "s3:PutObject";

/** Requests of one asker to the uploads, each with whether the bucket should let it pass if the asker's policy does. */
const requestsOf = (by: string) => [
  ...reads.flatMap((action) => [
    ...unclean.map((verdict) => ({ by, action, context: tagged(verdict), passes: readsUnscanned(by) })),
    { by, action, context: tagged(clean), passes: true },
  ]),
  ...tagging.map((action) => ({ by, action, passes: isScanner(by) })),
  { by, action: put, context: posted, passes: grants(by) },
  { by, action: put, context: { "s3:authType": "REST-HEADER" }, passes: false },
  { by, action: put, context: { "s3:authType": "REST-QUERY-STRING" }, passes: false },
  { by, action: put, context: posted, key: "elsewhere/0c6d", passes: false },
  { by, action: put, key: probe, passes: isScanner(by) },
];

/** What the bucket answers otherwise than it should. */
const breaches = (of: Cloud, askers: readonly string[]) =>
  askers
    .flatMap(requestsOf)
    .filter(({ passes, ...request }) => (answerOf(of, { bucket: "Uploads", ...request }) === "Allowed") !== passes);

const ownPolicyOf = (of: Cloud) =>
  ofType(of, "AWS::S3::BucketPolicy").find(({ properties }) => properties.Bucket.startsWith("Uploads"));
const policyId = new RegExp(`^${ownPolicyOf(cloud)?.id}$`);
const statements: (Statement & { Sid?: string })[] = ownPolicyOf(cloud)?.properties.PolicyDocument.Statement ?? [];
const denials = statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid]));

describe("SEC-09, SEC-10 the bucket of uploads, whatever the asker's own policy allows", () => {
  test("unread until clean, written by signed form alone, tagged by the scanner alone: for every role and the administrator", () => {
    expect(everybody.length).toBeGreaterThan(30);
    expect(breaches(cloud, everybody)).toEqual([]);
  });

  test.each(denials)("SEC-20 without its refusal %s: seen", (sid) => {
    const without = changed(cloud, policyId, ({ PolicyDocument }) => {
      PolicyDocument.Statement = PolicyDocument.Statement.filter(
        (statement: { Sid?: string }) => statement.Sid !== sid,
      );
    });
    expect(breaches(without, some)).not.toEqual([]);
  });

  test("SEC-10 two tags in one condition, which must fail together: seen, by who may then read what was never scanned", () => {
    const weaker = changed(cloud, policyId, ({ PolicyDocument }) => {
      const unread = PolicyDocument.Statement.find(({ Sid }: { Sid?: string }) => Sid === "UnreadUntilClean");
      unread.Condition.StringNotEquals["s3:ExistingObjectTag/Inspected"] = "yes";
    });
    const forged = { ...tagged(undefined), "s3:ExistingObjectTag/Inspected": "yes" };
    const reading = { bucket: "Uploads", by: administrator, action: "s3:GetObjectVersion", context: forged } as const;
    expect(answerOf(cloud, reading)).toBe("ExplicitlyDenied");
    expect(answerOf(weaker, reading)).toBe("Allowed");
    expect(pairs(weaker)).toEqual(["UnreadUntilClean"]);
    expect(pairs(cloud)).toEqual([]);
  });

  /** Refusals whose exceptions must fail together, though each was meant alone. */
  const pairs = (of: Cloud) =>
    ofType(of, "AWS::S3::BucketPolicy")
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter(({ Effect, Condition = {} }: { Effect: string; Condition?: Record<string, object> }) =>
        Object.entries(Condition).some(
          ([operator, keys]) => Effect === "Deny" && operator.includes("Not") && Object.keys(keys).length > 1,
        ),
      )
      .map(({ Sid }: { Sid: string }) => Sid);
});

describe("SEC-09 what roles may read by their own policy", () => {
  const uploads = ofType(cloud, "AWS::S3::Bucket")
    .find(({ id }) => id.startsWith("Uploads"))
    ?.id.toLowerCase();

  test("of a clean upload: the scanner, the inspector, the intake and the promoter at most", () => {
    const readers = rolesOf(cloud).filter(({ id, documents }) =>
      reads.some((action) => {
        const resource = `arn:aws:s3:::${uploads}/quarantine/0c6d`;
        const asked = { principal: `arn:aws:sts::${account}:assumed-role/${id}/x`, account, action, resource };
        return evaluate({ ...asked, context: tagged(clean), identity: documents as never }) === "Allowed";
      }),
    );
    const listed = [...custodians.readsUnscanned, ...custodians.promotes];
    expect(readers.filter(({ arn }) => !(isScanner(arn) || isOneOf(listed, arn)))).toEqual([]);
    expect(readers.map(({ arn }) => arn)).toContainEqual(expect.stringContaining("/documents/inspect-piece/"));
  });

  test("the inspector has this one right, and may write nothing anywhere", () => {
    const inspector = rolesOf(cloud).find(({ arn }) => isOneOf(["documents/inspect-piece"], arn));
    const actions = inspector?.documents.flatMap(({ Statement }) => Statement).flatMap(({ Action }) => Action);
    expect(actions?.flat().sort()).toEqual([
      "kms:Decrypt",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "s3:GetObjectVersion",
    ]);
  });
});

describe("the vault and the bucket of identity papers", () => {
  const writes = ["s3:PutObject", "s3:PutObjectRetention", "s3:PutObjectTagging", "s3:BypassGovernanceRetention"];
  const writers = (of: Cloud, bucket: "Vault" | "Identity", action: string) =>
    everybody.filter((by) => answerOf(of, { bucket, by, action, key: "dossiers/1/2" }) === "Allowed");

  test.each(["Vault", "Identity"] as const)("%s is written by the promoter alone", (bucket) => {
    const promoter = roleOf("segur/promote-pieces");
    for (const action of writes) {
      const found = writers(cloud, bucket, action).filter((by) => !isOneOf(custodians.promotes, by));
      expect(found).toEqual([]);
      expect(answerOf(cloud, { bucket, by: promoter, action, key: "dossiers/1/2" })).toBe("Allowed");
    }
  });

  test("a vault whose policy refuses nobody: seen", () => {
    const resources = cloud.resources.filter(({ type }) => type !== "AWS::S3::BucketPolicy");
    expect(writers({ ...cloud, resources }, "Vault", "s3:PutObject")).toEqual(everybody);
  });

  test("nobody's own policy lets shorten a lock", () => {
    const shortening = rolesOf(cloud).filter(({ documents }) =>
      JSON.stringify(documents).includes("s3:BypassGovernanceRetention"),
    );
    expect(shortening).toEqual([]);
  });
});

describe("what comes of uploads", () => {
  const bucket = (of: Cloud) => ofType(of, "AWS::S3::Bucket").find(({ id }) => id.startsWith("Uploads"))?.properties;

  test("everything in quarantine is scanned and tagged, and tells the default bus", () => {
    const [plan] = ofType(cloud, "AWS::GuardDuty::MalwareProtectionPlan");
    expect(plan?.properties).toMatchObject({
      ProtectedResource: { S3Bucket: { ObjectPrefixes: ["quarantine/"] } },
      Actions: { Tagging: { Status: "ENABLED" } },
    });
    expect(bucket(cloud).NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
  });

  test("goes after 90 days, every version: long after the last day on which a file may be filed", () => {
    expect(bucket(cloud).LifecycleConfiguration.Rules).toContainEqual({
      Status: "Enabled",
      Prefix: "quarantine/",
      ExpirationInDays: 90,
      NoncurrentVersionExpiration: { NoncurrentDays: 90 },
    });
    // Filed on that day, it is still copied into the vault after fourteen days among the dead letters.
    expect(uploadLimits.daysToFile + retentionDays.deadLetters).toBeLessThan(90);
  });

  test("a browser sends from the portal's pages, and from no page where there is no portal", () => {
    const withPortal = cloudOf({ portalOrigin: "https://portail.example" });
    expect(bucket(withPortal).CorsConfiguration.CorsRules).toEqual([
      {
        AllowedMethods: ["POST"],
        AllowedOrigins: ["https://portail.example"],
        ExposedHeaders: ["ETag", "x-amz-version-id"],
        MaxAge: 600,
      },
    ]);
    expect(bucket(cloud).CorsConfiguration).toBeUndefined();
  });
});
