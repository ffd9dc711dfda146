import { readdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { allow, openLocalS3 } from "./open-s3.ts";
import { FILE, grantUpload, sendForm } from "./post-form.ts";

let s3: Awaited<ReturnType<typeof openLocalS3>>;
let client: S3Client;

beforeEach(async () => {
  s3 = await openLocalS3({ buckets: { uploads: {} } });
  client = s3.client(s3.role("granting", allow(["s3:PutObject", "s3:ListBucket"])));
});

afterEach(() => s3.close());

const stored = async () => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "uploads" }));
  return Contents.map(({ Key }) => Key);
};
const files = () => ["blobs", "drafts"].flatMap((name) => readdirSync(join(s3.dataDir, "s3", name)));
const grant = (changes: Record<string, string> = {}) => grantUpload(client, changes);

describe("a form", () => {
  test("fields behind the file are ignored", async () => {
    const sent = await sendForm({ ...(await grant()), behind: { "x-amz-meta-a": "1", key: "quarantine/other" } });
    expect(sent.status).toBe(201);
    expect(await stored()).toEqual(["quarantine/random"]);
  });

  test.each([
    ["200", 200, ""],
    ["201", 201, expect.stringContaining("<PostResponse")],
    ["204", 204, ""],
    ["418", 204, ""],
  ])("asks for status %s: answered with %i", async (success_action_status, status, body) => {
    expect(await sendForm(await grant({ success_action_status }))).toMatchObject({ status, body });
  });

  test("asks for a redirection: sent there with bucket, key and ETag", async () => {
    const { status, headers } = await sendForm(await grant({ success_action_redirect: "https://a.example/done?x=1" }));
    const { origin, searchParams } = new URL(headers.get("location") ?? "");
    expect([status, origin, searchParams.get("x")]).toEqual([303, "https://a.example", "1"]);
    expect([searchParams.get("key"), searchParams.get("etag")]).toEqual(["quarantine/random", headers.get("etag")]);
  });

  test("whose key takes the name of the file, under a prefix and types that the policy leaves open", async () => {
    const open = await createPresignedPost(client, {
      Bucket: "uploads",
      Key: `open/\${filename}`,
      Conditions: [["starts-with", "$Content-Type", "image/"]],
    });
    const send = (type: string) => sendForm({ ...open, fields: { ...open.fields, "Content-Type": type } });
    expect(await send("image/png")).toMatchObject({ status: 204 });
    expect(await send("image/png,text/html")).toMatchObject({ status: 403 });
    expect(await stored()).toEqual(["open/my file.pdf"]);
  });

  test("with more before its file than AWS reads: MaxPostPreDataLengthExceeded", async () => {
    const { url, fields } = await grant();
    const answer = await sendForm({ url, fields: { ...fields, "x-ignore-a": "a".repeat(20 * 1024) } });
    expect(answer).toMatchObject({ status: 400, code: "MaxPostPreDataLengthExceeded" });
  });

  test("that nobody parses: MalformedPOSTRequest; of another type: PreconditionFailed; without a file: InvalidArgument", async () => {
    const { url } = await grant();
    const send = async (type: string, body: string) => {
      const response = await fetch(url, { method: "POST", headers: { "content-type": type }, body });
      return [response.status, /<Code>(\w+)</.exec(await response.text())?.[1]];
    };
    expect(await send("multipart/form-data; boundary=b", "nonsense")).toEqual([400, "MalformedPOSTRequest"]);
    expect(await send("multipart/form-data", "--b--")).toEqual([400, "MalformedPOSTRequest"]);
    const field = '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--b--\r\n';
    expect(await send("multipart/form-data; boundary=b", field)).toEqual([400, "InvalidArgument"]);
  });

  test("cut before its end, whole by its content-length or not: nothing is stored", async () => {
    const { url, fields } = await grant();
    const parts = Object.entries(fields).map(
      ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const head = `${parts.join("")}--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n`;
    const whole = Buffer.concat([Buffer.from(head), FILE, Buffer.from("\r\n--b--\r\n")]);
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    const withoutEnd = await fetch(url, { method: "POST", headers, body: whole.subarray(0, -11) });
    expect([withoutEnd.status, await withoutEnd.text()]).toEqual([
      400,
      expect.stringContaining("MalformedPOSTRequest"),
    ]);
    const cut = request(url, { method: "POST", headers: { ...headers, "content-length": whole.length } });
    cut.on("error", () => undefined).write(whole.subarray(0, -12));
    while (files().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    cut.destroy();
    while (files().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await stored()).toEqual([]);
  });
});
