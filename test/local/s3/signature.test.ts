import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { SessionCredentials } from "../../../local/contracts.ts";
import { allow, openLocalS3, refusalOf } from "./open-s3.ts";

let s3: Awaited<ReturnType<typeof openLocalS3>>;
let credentials: SessionCredentials;
let client: S3Client;
const object = { Bucket: "shelf", Key: "dir/a b+é.txt" };

beforeEach(async () => {
  s3 = await openLocalS3({ buckets: { shelf: {} } });
  credentials = s3.role("reader", allow(["s3:GetObject", "s3:PutObject", "s3:ListBucket"]));
  client = s3.client(credentials);
  await client.send(new PutObjectCommand({ ...object, Body: "hello" }));
});

afterEach(() => s3.close());

/** What a request without the SDK is answered: status, code of the error, body. */
async function fetched(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  const body = await response.text();
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(body)?.[1], body };
}

const presigned = (expiresIn = 600, input: object = {}) =>
  getSignedUrl(client, new GetObjectCommand({ ...object, ...input }), {
    expiresIn,
    signingDate: new Date(s3.clock.at),
  });

const presignedPut = (input: object = {}, config: object = {}) =>
  getSignedUrl(s3.client(credentials, config), new PutObjectCommand({ ...object, ...input }), {
    signingDate: new Date(s3.clock.at),
  });

describe("a presigned GET", () => {
  test("is answered without further credentials, with the headers that it asks for", async () => {
    const url = await presigned(600, { ResponseContentDisposition: 'attachment; filename="é.txt"' });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, "hello"]);
    expect(response.headers.get("content-disposition")).toContain("attachment");
    expect(response.headers.get("date")).toBe("Mon, 05 May 2031 10:00:00 GMT");
  });

  test("lives as long as it says in virtual time: at the last second answered, a millisecond later refused", async () => {
    const url = await presigned(600);
    s3.clock.at += 600_000;
    expect(await fetched(url)).toMatchObject({ status: 200 });
    s3.clock.at += 1;
    const { body, ...refused } = await fetched(url);
    expect(refused).toEqual({ status: 403, code: "AccessDenied" });
    expect(body).toContain("<Message>Request has expired</Message><X-Amz-Expires>600</X-Amz-Expires>");
    expect(body).toContain("<Expires>2031-05-05T10:10:00Z</Expires>");
  });

  test("of a session that ended, though the URL would live on: ExpiredToken", async () => {
    s3.clock.at += 12 * 3_600_000 - 60_000;
    const url = await presigned(600);
    s3.clock.at += 60_000;
    expect(await fetched(url)).toMatchObject({ status: 400, code: "ExpiredToken" });
  });

  test.each<[string, (url: string) => string, string, number]>([
    ["another key", (url) => url.replace("/dir/", "/other/"), "SignatureDoesNotMatch", 403],
    ["a version", (url) => `${url}&versionId=null`, "SignatureDoesNotMatch", 403],
    ["a longer life", (url) => url.replace("Expires=600", "Expires=601"), "SignatureDoesNotMatch", 403],
    [
      "a life of more than a week",
      (url) => url.replace("Expires=600", "Expires=604801"),
      "AuthorizationQueryParametersError",
      400,
    ],
    ["another signature", (url) => url.replace(/Signature=\w{4}/, "Signature=0000"), "SignatureDoesNotMatch", 403],
    [
      "a day that is not its own",
      (url) => url.replace("%2F20310505%2F", "%2F20310504%2F"),
      "AuthorizationQueryParametersError",
      400,
    ],
    ["another service", (url) => url.replace("%2Fs3%2F", "%2Fkms%2F"), "AuthorizationQueryParametersError", 400],
    ["another region", (url) => url.replace("eu-west-3", "eu-west-1"), "AuthorizationQueryParametersError", 400],
    ["another's token", (url) => url.replace(/Token=\w{4}/, "Token=AAAA"), "InvalidToken", 400],
    [
      "a key never issued",
      (url) => url.replace(/Credential=\w+/, "Credential=ASIAINVENTED"),
      "InvalidAccessKeyId",
      403,
    ],
    ["no signature", (url) => url.replace(/\?.*/, ""), "AccessDenied", 403],
    ["a path that is not UTF-8", (url) => url.replace("/dir/", "/%ff/"), "InvalidURI", 400],
  ])("altered to %s: refused", async (_, alter, code, status) => {
    expect(await fetched(alter(await presigned()))).toMatchObject({ status, code });
  });

  test("sent as a PUT: refused, and the object is what it was", async () => {
    const url = await presigned();
    const put = await fetched(url, { method: "PUT", body: "other" });
    expect(put).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(await fetched(url)).toMatchObject({ body: "hello" });
  });

  test("with a header of AWS more than was signed: AccessDenied", async () => {
    const answer = await fetched(await presigned(), { headers: { "x-amz-checksum-mode": "ENABLED" } });
    expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(answer.body).toContain("<HeadersNotSigned>x-amz-checksum-mode</HeadersNotSigned>");
  });
});

describe("a presigned PUT", () => {
  test("without checksums in its URL: stores what is sent", async () => {
    const url = await presignedPut({}, { requestChecksumCalculation: "WHEN_REQUIRED" });
    expect(await fetched(url, { method: "PUT", body: "sent" })).toMatchObject({ status: 200 });
  });

  test("made with the defaults of the SDK, which signs the checksum of no bytes into it: BadDigest, as on AWS", async () => {
    const url = await presignedPut();
    expect(url).toContain("x-amz-checksum-crc32=AAAAAA%3D%3D");
    expect(await fetched(url, { method: "PUT", body: "sent" })).toMatchObject({ status: 400, code: "BadDigest" });
    expect(await fetched(await presigned())).toMatchObject({ body: "hello" });
  });
});

describe("a request signed in its headers", () => {
  test.each([
    ["another secret", { secretAccessKey: "guessed" }, "SignatureDoesNotMatch", 403],
    ["another token", { sessionToken: "guessed" }, "InvalidToken", 400],
    ["a key never issued", { accessKeyId: "ASIAINVENTED" }, "InvalidAccessKeyId", 403],
  ])("with %s: refused", async (_, part, name, status) => {
    const forged = s3.client({ ...credentials, ...part });
    expect(await refusalOf(forged.send(new GetObjectCommand(object)))).toMatchObject({ name, status });
  });

  test("for another region: AuthorizationHeaderMalformed", async () => {
    const foreign = s3.client(credentials, { region: "us-east-1", followRegionRedirects: false });
    const refusal = await refusalOf(foreign.send(new GetObjectCommand(object)));
    expect(refusal).toMatchObject({ name: "AuthorizationHeaderMalformed", status: 400 });
    expect(refusal.message).toContain("expecting 'eu-west-3'");
  });

  test.each([
    ["15 minutes away", 15 * 60_000, undefined],
    ["15 minutes and a second away", 15 * 60_000 + 1_000, "RequestTimeTooSkewed"],
  ])("%s: %i ms", async (_, offset, refusal) => {
    const systemClockOffset = s3.clock.at - offset - Date.now();
    const sent = s3.client(credentials, { systemClockOffset }).send(new GetObjectCommand(object));
    const outcome = await sent.then(
      () => undefined,
      (error: Error) => error.name,
    );
    expect(outcome).toBe(refusal);
  });

  test("from a clock years away: recovers by the date of the refusal", async () => {
    const lost = s3.client(credentials, { systemClockOffset: 0, maxAttempts: 3 });
    const { Body } = await lost.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe("hello");
  });

  test("whose body was changed on its way: XAmzContentSHA256Mismatch, and nothing is stored", async () => {
    const changing = s3.client(credentials, { requestChecksumCalculation: "WHEN_REQUIRED" });
    changing.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(args.request as object, { body: Buffer.from("forged") });
        return await next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    const put = changing.send(new PutObjectCommand({ ...object, Body: "signed" }));
    expect(await refusalOf(put)).toMatchObject({ name: "XAmzContentSHA256Mismatch", status: 400 });
    expect(await fetched(await presigned())).toMatchObject({ body: "hello" });
  });
});
