import {
  CopyObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ACCOUNT } from "../iam-cloud.ts";
import { allow, openLocalS3, refusalOf } from "./open-s3.ts";

let s3: Awaited<ReturnType<typeof openLocalS3>>;
let administrator: S3Client;
const object = { Bucket: "uploads", Key: "quarantine/k" };
const everyObject = "arn:aws:s3:::uploads/*";
const bucketPolicy = (...Statement: object[]) =>
  s3.declare("AWS::S3::BucketPolicy", "Policy", { Bucket: "uploads", PolicyDocument: { Statement } });

beforeEach(async () => {
  const versioned = { VersioningConfiguration: { Status: "Enabled" } };
  s3 = await openLocalS3({ buckets: { uploads: versioned, vault: versioned } });
  administrator = s3.client(s3.iam.administratorCredentials());
});

afterEach(() => s3.close());

const put = (client: S3Client, input: object = {}) =>
  client.send(new PutObjectCommand({ ...object, Body: "x", ...input }));
const denied = { name: "AccessDenied", status: 403 };

describe("SEC-09: what is not tagged clean is not read", () => {
  const scanner = `arn:aws:iam::${ACCOUNT}:role/scanner`;
  const unlessClean = {
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: everyObject,
    Condition: {
      StringNotEquals: { "s3:ExistingObjectTag/verdict": "NO_THREATS_FOUND" },
      ArnNotEquals: { "aws:PrincipalArn": [scanner] },
    },
  };
  const tag = (Value: string) =>
    administrator.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: "verdict", Value }] } }));

  test.each([undefined, "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED"])(
    "verdict %s: GET, HEAD, GET of the version and a copy are denied to a reader with every right",
    async (verdict) => {
      await bucketPolicy(unlessClean);
      const reader = s3.client(s3.role("reader", allow("s3:*")));
      const { VersionId } = await put(administrator);
      if (verdict !== undefined) await tag(verdict);
      expect(await refusalOf(reader.send(new GetObjectCommand(object)))).toMatchObject(denied);
      expect(await refusalOf(reader.send(new GetObjectCommand({ ...object, VersionId })))).toMatchObject(denied);
      expect(await refusalOf(reader.send(new HeadObjectCommand(object)))).toMatchObject({ status: 403 });
      const CopySource = `uploads/quarantine/k?versionId=${VersionId}`;
      const copy = reader.send(new CopyObjectCommand({ Bucket: "vault", Key: "k", CopySource }));
      expect(await refusalOf(copy)).toMatchObject(denied);
      const scanning = s3.client(s3.role("scanner", allow("s3:GetObject")));
      expect(await scanning.send(new HeadObjectCommand(object))).toMatchObject({ ContentLength: 1 });
    },
  );

  test("verdict clean: read; a new version is unread again, the old one still read", async () => {
    await bucketPolicy(unlessClean);
    const reader = s3.client(s3.role("reader", allow("s3:*")));
    const { VersionId } = await put(administrator);
    await tag("NO_THREATS_FOUND");
    expect(await reader.send(new HeadObjectCommand(object))).toMatchObject({ ContentLength: 1 });
    await put(administrator);
    expect(await refusalOf(reader.send(new GetObjectCommand(object)))).toMatchObject(denied);
    expect(await reader.send(new HeadObjectCommand({ ...object, VersionId }))).toMatchObject({ ContentLength: 1 });
  });
});

describe("SEC-10: the verdict is not forged", () => {
  const Tagging = { TagSet: [{ Key: "verdict", Value: "NO_THREATS_FOUND" }] };

  test("a role that may put and not tag: a PUT with a tag, and tagging afterwards, are denied", async () => {
    const writer = s3.client(s3.role("writer", allow(["s3:PutObject", "s3:GetObjectTagging"], everyObject)));
    expect(await refusalOf(put(writer, { Tagging: "verdict=NO_THREATS_FOUND" }))).toMatchObject(denied);
    await put(writer);
    expect(await refusalOf(writer.send(new PutObjectTaggingCommand({ ...object, Tagging })))).toMatchObject(denied);
    expect(await refusalOf(writer.send(new DeleteObjectTaggingCommand(object)))).toMatchObject(denied);
    expect((await writer.send(new GetObjectTaggingCommand(object))).TagSet).toEqual([]);
  });

  test("a policy on the tags that a request brings: judged by their values", async () => {
    const onlyBlue = { StringEquals: { "s3:RequestObjectTag/colour": "blue" } };
    const tagger = s3.client(s3.role("tagger", allow(["s3:PutObject", "s3:PutObjectTagging"], everyObject, onlyBlue)));
    await put(tagger, { Tagging: "colour=blue" });
    expect(await refusalOf(put(tagger, { Tagging: "colour=red" }))).toMatchObject(denied);
    const TagSet = [{ Key: "colour", Value: "red" }];
    const retag = tagger.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
    expect(await refusalOf(retag)).toMatchObject(denied);
  });

  test.each([
    ["eleven tags", Array.from({ length: 11 }, (_, n) => ({ Key: `k${n}`, Value: "" })), "BadRequest"],
    [
      "a key twice",
      [
        { Key: "k", Value: "1" },
        { Key: "k", Value: "2" },
      ],
      "InvalidArgument",
    ],
    ["a key too long", [{ Key: "k".repeat(129), Value: "" }], "InvalidTag"],
    ["a value with a sign that tags do not have", [{ Key: "k", Value: "<" }], "InvalidTag"],
  ])("%s: refused", async (_, TagSet, name) => {
    await put(administrator);
    const tagged = administrator.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
    expect(await refusalOf(tagged)).toMatchObject({ name, status: 400 });
  });
});

describe("policies", () => {
  test("an object that is not there: NoSuchKey to who may list, AccessDenied to who may not", async () => {
    const missing = new GetObjectCommand({ Bucket: "uploads", Key: "none" });
    const listing = s3.client(s3.role("listing", allow(["s3:GetObject", "s3:ListBucket"])));
    expect(await refusalOf(listing.send(missing))).toMatchObject({ name: "NoSuchKey" });
    const blind = s3.client(s3.role("blind", allow("s3:GetObject")));
    const refusal = await refusalOf(blind.send(missing));
    expect(refusal).toMatchObject(denied);
    expect(refusal.message).toContain("is not authorized to perform: s3:ListBucket on resource: arn:aws:s3:::uploads");
  });

  test("a bucket policy alone gives a role of the account its right; a denial in it wins over the role", async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/guest`;
    const guest = s3.client(s3.role("guest"));
    expect(await refusalOf(put(guest))).toMatchObject(denied);
    const given = { ...allow("s3:PutObject", everyObject), Principal: { AWS: arn } };
    await bucketPolicy(given);
    await put(guest);
    await bucketPolicy(given, { ...given, Effect: "Deny" });
    expect(await refusalOf(put(guest))).toMatchObject(denied);
  });

  test("a listing is allowed under one prefix only", async () => {
    const own = { StringLike: { "s3:prefix": "own/*" } };
    const lister = s3.client(s3.role("lister", allow("s3:ListBucket", "arn:aws:s3:::uploads", own)));
    await lister.send(new ListObjectsV2Command({ Bucket: "uploads", Prefix: "own/a" }));
    expect(await refusalOf(lister.send(new ListObjectsV2Command({ Bucket: "uploads" })))).toMatchObject(denied);
  });

  test.each<[string, object, object, object]>([
    [
      "its encryption",
      { StringEquals: { "s3:x-amz-server-side-encryption": "AES256" } },
      { ServerSideEncryption: "AES256" },
      {},
    ],
    ["that it is new", { StringEquals: { "s3:if-none-match": "*" } }, { IfNoneMatch: "*", Key: "new" }, {}],
    [
      "TLS",
      { Bool: { "aws:SecureTransport": "true" }, NumericGreaterThanEquals: { "s3:TlsVersion": "1.2" } },
      {},
      { Key: "outside", Bucket: "vault" },
    ],
  ])("a PUT is allowed by %s", async (_, condition, accepted, refused) => {
    const writer = s3.client(s3.role("writer", allow("s3:PutObject", everyObject, condition)));
    await put(writer, accepted);
    expect(await refusalOf(put(writer, refused))).toMatchObject(denied);
  });

  test("a caller that expects the bucket of another account: AccessDenied", async () => {
    await put(administrator, { ExpectedBucketOwner: ACCOUNT });
    expect(await refusalOf(put(administrator, { ExpectedBucketOwner: "111111111111" }))).toMatchObject(denied);
  });

  test("a refusal is shown to whoever looks for it", async () => {
    await refusalOf(put(s3.client(s3.role("nobody"))));
    expect(s3.iam.denials()[0]).toMatchObject({
      action: "s3:PutObject",
      resource: "arn:aws:s3:::uploads/quarantine/k",
    });
  });
});
