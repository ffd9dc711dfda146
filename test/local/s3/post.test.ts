import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { SessionCredentials } from "../../../local/contracts.ts";
import { allow, openLocalS3, refusalOf } from "./open-s3.ts";
import { FILE, grantUpload, type Sent, sendForm, sha256 } from "./post-form.ts";

let s3: Awaited<ReturnType<typeof openLocalS3>>;
let granting: SessionCredentials;
let client: S3Client;
let administrator: S3Client;

beforeEach(async () => {
  const versioned = { VersioningConfiguration: { Status: "Enabled" } };
  s3 = await openLocalS3({ buckets: { uploads: versioned, vault: versioned } });
  const onlyPost = { StringEquals: { "s3:authType": "POST" } };
  granting = s3.role("granting", allow("s3:PutObject", "arn:aws:s3:::uploads/quarantine/*", onlyPost));
  client = s3.client(granting);
  administrator = s3.client(s3.iam.administratorCredentials());
});

afterEach(() => s3.close());

const stored = async () => {
  const versions = ["uploads", "vault"].map((Bucket) => administrator.send(new ListObjectVersionsCommand({ Bucket })));
  return (await Promise.all(versions)).flatMap(({ Versions = [] }) => Versions.map(({ Key }) => Key));
};
const files = () => ["blobs", "drafts"].flatMap((name) => readdirSync(join(s3.dataDir, "s3", name)));
const grant = (changes: Record<string, string> = {}) => grantUpload(client, changes);

describe("SEC-11: a grant is for one upload", () => {
  test("the file that was announced: stored under the key of the grant, with its type, disposition and digest", async () => {
    const { status, body, headers } = await sendForm(await grant());
    expect(status).toBe(201);
    expect(body).toContain("<Bucket>uploads</Bucket><Key>quarantine/random</Key>");
    const object = { Bucket: "uploads", Key: "quarantine/random" };
    const head = await administrator.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({
      ContentType: "application/pdf",
      ContentDisposition: "attachment",
      ContentLength: FILE.length,
      ChecksumSHA256: sha256(FILE),
      VersionId: headers.get("x-amz-version-id"),
    });
    const { Body } = await administrator.send(new GetObjectCommand(object));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(FILE);
  });

  const altered =
    (field: string, value: string) =>
    (sent: Sent): Sent => ({ ...sent, fields: { ...sent.fields, [field]: value } });
  const without =
    (field: string) =>
    (sent: Sent): Sent => ({
      ...sent,
      fields: Object.fromEntries(Object.entries(sent.fields).filter(([name]) => name !== field)),
    });
  const file =
    (bytes: Buffer) =>
    (sent: Sent): Sent => ({ ...sent, file: bytes });
  const oneByteChanged = Buffer.from(FILE.toString().replace("thirty", "thirtz"));
  const policy = (sent: Sent, change: (policy: { conditions: unknown[]; expiration: string }) => void): Sent => {
    const opened = JSON.parse(Buffer.from(sent.fields.Policy!, "base64").toString());
    change(opened);
    return altered("Policy", Buffer.from(JSON.stringify(opened)).toString("base64"))(sent);
  };

  test.each<[string, (sent: Sent) => Sent, number, string, string]>([
    ["a byte too many", file(Buffer.concat([FILE, Buffer.from("!")])), 400, "EntityTooLarge", "exceeds the maximum"],
    ["a byte too few", file(FILE.subarray(1)), 400, "EntityTooSmall", "smaller than the minimum"],
    ["no byte", file(Buffer.alloc(0)), 400, "EntityTooSmall", "smaller than the minimum"],
    ["one byte changed", file(oneByteChanged), 400, "BadDigest", "SHA256 you specified did not match"],
    ["another type", altered("Content-Type", "text/html"), 403, "AccessDenied", "Policy Condition failed"],
    ["no type", without("Content-Type"), 403, "AccessDenied", "Policy Condition failed"],
    ["another key", altered("key", "quarantine/other"), 403, "AccessDenied", "Policy Condition failed"],
    ["a longer key", altered("key", "quarantine/random2"), 403, "AccessDenied", "Policy Condition failed"],
    [
      "another digest",
      altered("x-amz-checksum-sha256", sha256(oneByteChanged)),
      403,
      "AccessDenied",
      "Policy Condition failed",
    ],
    ["no digest", without("x-amz-checksum-sha256"), 403, "AccessDenied", "Policy Condition failed"],
    ["another disposition", altered("Content-Disposition", "inline"), 403, "AccessDenied", "Policy Condition failed"],
    ["a field more", altered("x-amz-meta-a", "1"), 403, "AccessDenied", "Extra input fields: x-amz-meta-a"],
    ["tags", altered("tagging", "<Tagging><TagSet/></Tagging>"), 403, "AccessDenied", "Extra input fields: tagging"],
    ["an access control list", altered("acl", "public-read"), 403, "AccessDenied", "Extra input fields: acl"],
    [
      "a redirection",
      altered("success_action_redirect", "http://a.example"),
      403,
      "AccessDenied",
      "Extra input fields",
    ],
    ["another status", altered("success_action_status", "200"), 403, "AccessDenied", "Policy Condition failed"],
    ["a key twice in other case", altered("KEY", "quarantine/other"), 400, "MalformedPOSTRequest", "not well-formed"],
    [
      "another bucket",
      (sent) => ({ ...sent, url: sent.url.replace("/uploads", "/vault") }),
      403,
      "AccessDenied",
      "$bucket",
    ],
    ["another bucket in the form", altered("bucket", "vault"), 403, "AccessDenied", "$bucket"],
    [
      "a policy made wider",
      (sent) => policy(sent, ({ conditions }) => conditions.push({ tagging: "" })),
      403,
      "SignatureDoesNotMatch",
      "signature",
    ],
    [
      "a policy made longer",
      (sent) =>
        policy(sent, (opened) => {
          opened.expiration = "2099-01-01T00:00:00Z";
        }),
      403,
      "SignatureDoesNotMatch",
      "signature",
    ],
    ["another signature", altered("X-Amz-Signature", "0".repeat(64)), 403, "SignatureDoesNotMatch", "signature"],
    [
      "a signature that is not ASCII",
      altered("X-Amz-Signature", "é".repeat(64)),
      403,
      "SignatureDoesNotMatch",
      "signature",
    ],
    ["no signature", without("X-Amz-Signature"), 403, "AccessDenied", "Access Denied"],
    ["no policy", without("Policy"), 403, "AccessDenied", "Access Denied"],
    ["no token", without("X-Amz-Security-Token"), 400, "InvalidToken", "token"],
    ["no key", without("key"), 400, "InvalidArgument", "must contain a field named 'key'"],
  ])("%s: refused, and nothing is stored", async (_, alter, status, code, words) => {
    const { url, fields } = await grant();
    const answer = await sendForm(alter({ url, fields }));
    expect(answer).toMatchObject({ status, code });
    expect(answer.message).toContain(words);
    expect(await stored()).toEqual([]);
    expect(files()).toEqual([]);
  });

  test("until its last millisecond accepted, then refused as expired", async () => {
    const { url, fields } = await grant();
    const { expiration } = JSON.parse(Buffer.from(fields.Policy!, "base64").toString());
    expect(Math.abs(Date.parse(expiration) - s3.clock.at - 600_000)).toBeLessThan(60_000);
    s3.clock.at = Date.parse(expiration) - 1;
    expect(await sendForm({ url, fields })).toMatchObject({ status: 201 });
    s3.clock.at += 1;
    const late = await sendForm({ url, fields });
    expect(late).toMatchObject({ status: 403, message: "Invalid according to Policy: Policy expired." });
    expect(await stored()).toHaveLength(1);
  });

  test("a PUT with the credentials that signed the grant: AccessDenied", async () => {
    const put = client.send(new PutObjectCommand({ Bucket: "uploads", Key: "quarantine/random", Body: FILE }));
    expect(await refusalOf(put)).toMatchObject({ name: "AccessDenied", status: 403 });
    expect(await stored()).toEqual([]);
  });

  test("a grant that its signer may not give: AccessDenied", async () => {
    const elsewhere = s3.client(s3.role("elsewhere", allow("s3:PutObject", "arn:aws:s3:::uploads/other/*")));
    const answer = await sendForm(await grantUpload(elsewhere));
    expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(await stored()).toEqual([]);
  });

  test("a grant with tags whose signer may not tag: AccessDenied", async () => {
    const tagging = "<Tagging><TagSet><Tag><Key>verdict</Key><Value>clean</Value></Tag></TagSet></Tagging>";
    const answer = await sendForm(await grant({ tagging }));
    expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(answer.message).toContain("s3:PutObjectTagging");
    expect(await stored()).toEqual([]);
  });
});
