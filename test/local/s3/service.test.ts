import { request as httpRequest } from "node:http";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { openLocalS3 } from "./open-s3.ts";
import { grantUpload, sendForm } from "./post-form.ts";

let s3: Awaited<ReturnType<typeof openLocalS3>>;
let client: S3Client;
const origin = "https://portal.example";

beforeEach(async () => {
  const CorsRules = [
    {
      AllowedOrigins: ["https://*.example"],
      AllowedMethods: ["GET", "POST"],
      AllowedHeaders: ["x-a-*"],
      ExposedHeaders: ["ETag"],
      MaxAge: 60,
    },
  ];
  s3 = await openLocalS3({
    buckets: {
      uploads: {
        VersioningConfiguration: { Status: "Enabled" },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        CorsConfiguration: { CorsRules },
      },
      silent: {},
    },
  });
  client = s3.client(s3.iam.administratorCredentials());
});

afterEach(() => s3.close());

/** A request as a browser sends it: `fetch` may not set an origin. */
async function browse(method: string, path: string, headers: Record<string, string>) {
  const outgoing = httpRequest({ host: "127.0.0.1", port: s3.port, method, path, headers });
  outgoing.end();
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve).on("error", reject);
  });
  const body = (await response.toArray()).join("");
  return { status: response.statusCode, headers: response.headers, body };
}

describe("a page of another origin", () => {
  const preflight = (asked: Record<string, string>, bucket = "uploads") =>
    browse("OPTIONS", `/${bucket}`, { origin, "access-control-request-method": "POST", ...asked });

  test("asks before it sends: told what the bucket's rule allows", async () => {
    const { status, headers } = await preflight({ "access-control-request-headers": "X-A-b" });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "x-a-b",
      "access-control-expose-headers": "ETag",
      "access-control-max-age": "60",
      vary: expect.stringContaining("Origin"),
    });
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ["of an origin that no rule names", { origin: "https://example" }, undefined],
    ["for a method that no rule names", { "access-control-request-method": "DELETE" }, undefined],
    ["for a header that no rule names", { "access-control-request-headers": "x-b" }, undefined],
    ["for a bucket without rules", {}, "silent"],
  ])("asks %s: AccessForbidden, without a header of CORS", async (_, asked, bucket) => {
    const { status, headers, body } = await preflight(asked, bucket);
    expect([status, body]).toEqual([403, expect.stringContaining("<Code>AccessForbidden</Code>")]);
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("reads through a presigned URL where a rule allows it; elsewhere the door is closed to it", async () => {
    const presigned = async (Bucket: string) => {
      await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
      const signingDate = new Date(s3.clock.at);
      const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "k" }), { signingDate });
      return url.replace(s3.origin, "");
    };
    const [uploads, silent] = [await presigned("uploads"), await presigned("silent")];
    const { headers, ...answer } = await browse("GET", uploads, { origin });
    expect([answer, headers["access-control-allow-origin"]]).toEqual([{ status: 200, body: "x" }, origin]);
    expect((await browse("GET", silent, { origin })).status).toBe(403);
    expect((await browse("GET", silent, {})).status).toBe(200);
  });
});

describe("events of a bucket that sends them", () => {
  interface Detail {
    object: { key: string };
  }
  const arrived = () => s3.events.map((event) => ({ type: event["detail-type"], ...(event.detail as Detail) }));

  test("each way to create an object: one event with its reason, version and place", async () => {
    const stored = await client.send(new PutObjectCommand({ Bucket: "uploads", Key: "a b", Body: "12345" }));
    await client.send(new CopyObjectCommand({ Bucket: "uploads", Key: "copy", CopySource: "uploads/a%20b" }));
    await sendForm(await grantUpload(client));
    expect(s3.events[0]).toMatchObject({
      version: "0",
      source: "aws.s3",
      "detail-type": "Object Created",
      time: "2031-05-05T10:00:00Z",
      account: "000000000000",
      region: "eu-west-3",
      resources: ["arn:aws:s3:::uploads"],
      detail: {
        version: "0",
        bucket: { name: "uploads" },
        object: {
          key: "a b",
          size: 5,
          "version-id": stored.VersionId,
          sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
        },
        "request-id": stored.$metadata.requestId,
        reason: "PutObject",
      },
    });
    expect(arrived()).toMatchObject([{ reason: "PutObject" }, { reason: "CopyObject" }, { reason: "POST Object" }]);
  });

  test("tags and deletions are told too", async () => {
    const object = { Bucket: "uploads", Key: "k" };
    const { VersionId } = await client.send(new PutObjectCommand({ ...object, Body: "x" }));
    await client.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } }));
    await client.send(new DeleteObjectCommand(object));
    await client.send(new DeleteObjectCommand({ ...object, VersionId }));
    expect(arrived().slice(1)).toMatchObject([
      { type: "Object Tags Added", object: { "version-id": VersionId } },
      { type: "Object Deleted", "deletion-type": "Delete Marker Created" },
      { type: "Object Deleted", "deletion-type": "Permanently Deleted", object: { "version-id": VersionId } },
    ]);
  });

  test("one that could not be handed over: comes at the next start, before those that follow", async () => {
    await s3.close();
    const { dataDir } = s3;
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    const buckets = { uploads: { NotificationConfiguration } };
    const failures = jest.spyOn(console, "error").mockReturnValue(undefined);
    const onObjectEvent = () => {
      throw new Error("the bus is down");
    };
    const before = await openLocalS3({ dataDir, buckets, onObjectEvent });
    const put = (to: typeof s3, Key: string) =>
      to.client(to.iam.administratorCredentials()).send(new PutObjectCommand({ Bucket: "uploads", Key, Body: "x" }));
    await put(before, "first");
    await put(before, "second");
    await before.close();
    expect(failures).toHaveBeenCalled();
    failures.mockRestore();
    s3 = await openLocalS3({ dataDir, buckets });
    await put(s3, "third");
    expect(arrived().map(({ object }) => object.key)).toEqual(["first", "second", "third"]);
  });

  test("a refused upload, and another bucket: no event", async () => {
    const { url, fields } = await grantUpload(client);
    await sendForm({ url, fields: { ...fields, key: "other" } });
    await client.send(new PutObjectCommand({ Bucket: "silent", Key: "k", Body: "x" }));
    expect(s3.events).toEqual([]);
  });
});
