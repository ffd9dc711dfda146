import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { ACCOUNT, REGION, temporaryDirectory } from "../iam-cloud.ts";
import { allow } from "../s3/open-s3.ts";
import { EICAR, openProtected, PLAN_ROLE, SCANNER_RIGHTS, TAG, VERSIONED } from "./open-guardduty.ts";

afterEach(() => {
  jest.restoreAllMocks();
});

describe("the role of the plan", () => {
  const denials = async (options: Parameters<typeof openProtected>[0]) => {
    const cloud = await openProtected(options);
    const { Key } = await cloud.put("clean");
    await cloud.drained();
    const types = cloud.bus().map((event) => event["detail-type"].replace("GuardDuty Malware Protection ", ""));
    return { cloud, outcomes: cloud.results(), tags: await cloud.tagsOf(Key), types: types.toSorted() };
  };

  test("may not read the version: ACCESS_DENIED, skipped, and tagged so", async () => {
    const { cloud, outcomes, tags } = await denials({ rights: [SCANNER_RIGHTS[1]!, allow("s3:GetObject")] });
    expect(outcomes).toEqual(["ACCESS_DENIED"]);
    expect(tags).toEqual({ [TAG]: "ACCESS_DENIED" });
    expect(cloud.bus()[0]?.detail).toMatchObject({ scanStatus: "SKIPPED" });
    expect(cloud.iam.denials()[0]).toMatchObject({ action: "s3:GetObjectVersion" });
  });

  test("may read the object and not its key: ACCESS_DENIED", async () => {
    const cloud = await openProtected({ buckets: { other: {} }, prefixes: [] });
    const { attributes } = await cloud.declare("AWS::KMS::Key", "Key", {});
    const byDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: attributes.Arn };
    await cloud.declare("AWS::S3::Bucket", "uploads", {
      BucketName: "uploads",
      ...VERSIONED,
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault }] },
    });
    await cloud.put("clean");
    await cloud.drained();
    expect(cloud.results()).toEqual(["ACCESS_DENIED"]);
    const viaS3 = { StringEquals: { "kms:ViaService": `s3.${REGION}.amazonaws.com` } };
    cloud.iam.putPolicy("key", { Statement: [allow("kms:Decrypt", attributes.Arn, viaS3)] }, ["scanner"]);
    await cloud.put("clean");
    await cloud.drained();
    expect(cloud.results()).toEqual(["NO_THREATS_FOUND", "ACCESS_DENIED"]);
  });

  test("does not trust the service: ACCESS_DENIED, and no tag", async () => {
    const { outcomes, tags, types } = await denials({ service: "guardduty.amazonaws.com" });
    expect(outcomes).toEqual(["ACCESS_DENIED"]);
    expect(tags).toEqual({});
    expect(types).toEqual(["Object Scan Result", "Post Scan Action Failed"]);
  });

  test("may not tag the version: the result comes, and an event that the tag failed", async () => {
    const { cloud, outcomes, tags, types } = await denials({
      rights: [allow(["s3:GetObject*", "s3:PutObjectTagging"])],
    });
    expect(outcomes).toEqual(["NO_THREATS_FOUND"]);
    expect(tags).toEqual({});
    expect(types).toEqual(["Object Scan Result", "Post Scan Action Failed"]);
    const failed = cloud.bus().find((event) => event["detail-type"].endsWith("Failed"));
    expect(failed?.detail).toMatchObject({
      postScanActions: [{ actionType: "TAGGING", failureReason: "ACCESS_DENIED" }],
    });
  });

  test("finds ten tags: the eleventh is not put, and an event says so", async () => {
    const cloud = await openProtected();
    await cloud.put("clean", "quarantine/k", { Tagging: Array.from({ length: 10 }, (_, at) => `t${at}=x`).join("&") });
    await cloud.drained();
    expect(cloud.scans.last(1)[0]).toMatchObject({ tagFailure: "MAX_TAG_LIMIT_EXCEEDED" });
    expect(cloud.bus()).toHaveLength(2);
  });

  test("the session bears the name that policies of buckets know", async () => {
    const cloud = await openProtected({ rights: [] });
    await cloud.put("clean");
    await cloud.drained();
    const session = PLAN_ROLE.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/");
    expect(cloud.iam.denials()[0]?.principal).toBe(`${session}/GuardDutyMalwareProtection`);
  });
});

describe("a plan of the template", () => {
  test("Ref and attributes; the same at the next boot", async () => {
    const dataDir = temporaryDirectory();
    const first = await openProtected({ dataDir });
    const { ref, attributes } = first.plan;
    expect(attributes.Arn).toBe(`arn:aws:guardduty:${REGION}:${ACCOUNT}:malware-protection-plan/${ref}`);
    expect(attributes.MalwareProtectionPlanId).toBe(ref);
    await first.close();
    expect((await openProtected({ dataDir })).plan).toEqual(first.plan);
  });

  test("a second one for the same bucket, a property that is not played: refused by name", async () => {
    const cloud = await openProtected();
    await expect(cloud.declarePlan()).rejects.toThrow("bucket uploads is protected by another plan already");
    await expect(cloud.declarePlan({ Actions: { Delete: {} } })).rejects.toThrow("Delete");
  });
});

describe("a process that dies", () => {
  test("between the tag and the event: the scan is done again at the next boot, and its event comes once", async () => {
    const dataDir = temporaryDirectory();
    jest.spyOn(console, "error").mockReturnValue(undefined);
    let dies = true;
    const onResult = () => {
      if (dies) throw new Error("the process dies here");
    };
    const dying = await openProtected({ dataDir, onResult });
    const { Key, VersionId } = await dying.put(EICAR);
    await dying.drained();
    expect(await dying.tagsOf(Key, VersionId)).toEqual({ [TAG]: "THREATS_FOUND" });
    expect(dying.bus()).toEqual([]);
    await dying.close();
    dies = false;
    const next = await openProtected({ dataDir, onResult });
    await next.drained();
    expect(next.bus()).toHaveLength(1);
    expect(next.results()).toEqual(["THREATS_FOUND"]);
    await next.close();
    const last = await openProtected({ dataDir, onResult });
    await last.drained();
    expect(last.bus()).toHaveLength(1);
  });

  test("the same event of S3 twice: one scan", async () => {
    const events: Parameters<Awaited<ReturnType<typeof openProtected>>["protection"]["take"]>[0][] = [];
    const cloud = await openProtected();
    const take = cloud.protection.take.bind(cloud.protection);
    cloud.protection.take = (event) => {
      events.push(event);
      take(event);
    };
    await cloud.put("clean");
    await cloud.drained();
    take(events[0]!);
    cloud.protection.scanAll();
    await cloud.drained();
    expect(cloud.bus()).toHaveLength(1);
  });
});
