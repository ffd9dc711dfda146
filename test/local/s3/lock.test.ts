import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { allow, openLocalS3, refusalOf } from "./open-s3.ts";

let s3: Awaited<ReturnType<typeof openLocalS3>>;
let bypassing: S3Client;
let plain: S3Client;
const object = { Bucket: "vault", Key: "k" };
const DAY = 86_400_000;
const locked = { name: "AccessDenied", status: 403, message: "Access Denied because object protected by object lock." };

beforeEach(async () => {
  const days = (Mode: string, Days: number) => ({
    ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode, Days } } },
  });
  s3 = await openLocalS3({
    buckets: {
      vault: { ObjectLockEnabled: true },
      yearly: { ObjectLockEnabled: true, ...days("GOVERNANCE", 365) },
      open: {},
    },
  });
  bypassing = s3.client(s3.role("bypassing", allow("s3:*")));
  const withoutBypass = { Effect: "Deny", Action: "s3:BypassGovernanceRetention", Resource: "*" };
  plain = s3.client(s3.role("plain", allow("s3:*"), withoutBypass));
});

afterEach(() => s3.close());

const daysFromNow = (days: number) => new Date(s3.clock.at + days * DAY);
const put = async (input: object = {}) => {
  const { VersionId } = await plain.send(new PutObjectCommand({ ...object, Body: "x", ...input }));
  return { ...object, ...input, VersionId };
};
const remove = (client: S3Client, input: object) => client.send(new DeleteObjectCommand({ ...object, ...input }));
const retain = (client: S3Client, input: object, Mode?: "GOVERNANCE" | "COMPLIANCE", days = 0) => {
  const Retention = Mode === undefined ? {} : { Mode, RetainUntilDate: daysFromNow(days) };
  return client.send(new PutObjectRetentionCommand({ ...object, Retention, ...input }));
};

describe("a retention", () => {
  test("in GOVERNANCE: its version is not deleted before its end in virtual time, then it is", async () => {
    const version = await put({ ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: daysFromNow(10) });
    expect(await refusalOf(remove(plain, version))).toEqual(locked);
    s3.clock.at += 10 * DAY - 1;
    const fresh = s3.client(s3.role("fresh", allow("s3:*")));
    expect(await refusalOf(remove(fresh, version))).toEqual(locked);
    s3.clock.at += 1;
    await remove(fresh, version);
  });

  test("in GOVERNANCE: passed over by who may and says so, by nobody else", async () => {
    const version = await put({ ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: daysFromNow(10) });
    const bypass = { ...version, BypassGovernanceRetention: true };
    const refusal = await refusalOf(remove(plain, bypass));
    expect(refusal.message).toContain("s3:BypassGovernanceRetention");
    expect(await refusalOf(remove(bypassing, version))).toEqual(locked);
    await remove(bypassing, bypass);
  });

  test("in COMPLIANCE: nobody deletes, shortens or weakens it; it can be lengthened", async () => {
    const version = await put({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: daysFromNow(10) });
    const bypass = { ...version, BypassGovernanceRetention: true };
    expect(await refusalOf(remove(bypassing, bypass))).toEqual(locked);
    expect(await refusalOf(retain(bypassing, bypass, "COMPLIANCE", 9))).toEqual(locked);
    expect(await refusalOf(retain(bypassing, bypass, "GOVERNANCE", 20))).toEqual(locked);
    expect(await refusalOf(retain(bypassing, bypass))).toEqual(locked);
    await retain(plain, version, "COMPLIANCE", 20);
    const { Retention } = await plain.send(new GetObjectRetentionCommand(version));
    expect(Retention).toEqual({ Mode: "COMPLIANCE", RetainUntilDate: daysFromNow(20) });
  });

  test("in GOVERNANCE is lengthened by anybody, shortened or taken away by who may pass over it", async () => {
    const version = await put({ ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: daysFromNow(10) });
    await retain(plain, version, "GOVERNANCE", 20);
    expect(await refusalOf(retain(plain, version, "GOVERNANCE", 10))).toEqual(locked);
    const bypass = { ...version, BypassGovernanceRetention: true };
    await retain(bypassing, bypass, "GOVERNANCE", 5);
    await retain(bypassing, bypass);
    await remove(plain, version);
  });

  test("of the bucket: given to what asks for none", async () => {
    const version = await put({ Bucket: "yearly" });
    expect(await plain.send(new HeadObjectCommand(version))).toMatchObject({
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: daysFromNow(365),
    });
    expect(await refusalOf(remove(plain, version))).toEqual(locked);
  });

  test.each<[string, object, string]>([
    [
      "that ends now",
      { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date(Date.UTC(2031, 4, 5, 10)) },
      "InvalidArgument",
    ],
    ["without an end", { ObjectLockMode: "GOVERNANCE" }, "InvalidArgument"],
    ["in a bucket without Object Lock", { Bucket: "open", ObjectLockLegalHoldStatus: "ON" }, "InvalidRequest"],
  ])("%s: refused", async (_, input, name) => {
    expect(await refusalOf(put(input))).toMatchObject({ name, status: 400 });
  });

  test("asked by a PUT without a digest of its bytes: InvalidRequest", async () => {
    const bare = s3.client(s3.role("bare", allow("s3:*")), { requestChecksumCalculation: "WHEN_REQUIRED" });
    const asked = new PutObjectCommand({ ...object, ObjectLockLegalHoldStatus: "ON" });
    const url = await getSignedUrl(bare, asked, { signingDate: new Date(s3.clock.at) });
    const answer = await fetch(url, { method: "PUT", body: "x" });
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining("Content-MD5 OR x-amz-checksum-"),
    ]);
  });

  test("asked by who may put and not retain: AccessDenied", async () => {
    const writer = s3.client(s3.role("writer", allow("s3:PutObject")));
    const asked = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: daysFromNow(1) } as const;
    const refusal = await refusalOf(writer.send(new PutObjectCommand({ ...object, Body: "x", ...asked })));
    expect(refusal.message).toContain("s3:PutObjectRetention");
  });
});

describe("a legal hold", () => {
  test("holds, even against who may pass over a retention, until it is lifted", async () => {
    const version = await put({ ObjectLockLegalHoldStatus: "ON" });
    const bypass = { ...version, BypassGovernanceRetention: true };
    expect(await refusalOf(remove(bypassing, bypass))).toEqual(locked);
    const { LegalHold } = await plain.send(new GetObjectLegalHoldCommand(version));
    expect(LegalHold).toEqual({ Status: "ON" });
    await plain.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "OFF" } }));
    await remove(plain, version);
  });
});

describe("what a lock leaves free", () => {
  test("a new version, and a delete marker: the locked version is read as before", async () => {
    const version = await put({ ObjectLockLegalHoldStatus: "ON" });
    await put();
    await remove(plain, {});
    expect(await plain.send(new HeadObjectCommand(version))).toMatchObject({ ObjectLockLegalHoldStatus: "ON" });
    const { VersionId } = version;
    const Delete = { Objects: [{ Key: "k", VersionId }, { Key: "other" }] };
    const { Deleted, Errors } = await plain.send(new DeleteObjectsCommand({ Bucket: "vault", Delete }));
    expect(Errors).toMatchObject([{ Key: "k", VersionId, Code: "AccessDenied" }]);
    expect(Deleted).toMatchObject([{ Key: "other" }]);
  });

  test("its own configuration is told; of a bucket without, that there is none", async () => {
    const configuration = await plain.send(new GetObjectLockConfigurationCommand({ Bucket: "yearly" }));
    expect(configuration.ObjectLockConfiguration?.Rule?.DefaultRetention).toEqual({ Mode: "GOVERNANCE", Days: 365 });
    const none = plain.send(new GetObjectLockConfigurationCommand({ Bucket: "open" }));
    expect(await refusalOf(none)).toMatchObject({ name: "ObjectLockConfigurationNotFoundError", status: 404 });
  });

  test("a reader without the right to see a lock does not see it", async () => {
    const version = await put({ ObjectLockLegalHoldStatus: "ON" });
    const reader = s3.client(s3.role("reader", allow("s3:GetObjectVersion")));
    const head = await reader.send(new HeadObjectCommand(version));
    expect(head.ObjectLockLegalHoldStatus).toBeUndefined();
    expect(s3.iam.denials()).toEqual([]);
  });
});
