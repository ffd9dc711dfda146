import { request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { Sha256 } from "@aws-crypto/sha256-js";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { SignatureV4 } from "@smithy/signature-v4";
import { createSts } from "../../local/aws-door/sts.ts";
import type { SessionCredentials, SignedRequest } from "../../local/contracts.ts";
import { ACCOUNT, openDoor, REGION } from "./iam-cloud.ts";

let cloud: Awaited<ReturnType<typeof openDoor>>;
let received: SignedRequest[];
let credentials: SessionCredentials;
let principalArn: string;

beforeEach(async () => {
  received = [];
  const recorder = (name: string, body: string) => ({
    name,
    handle: async (request: SignedRequest) => {
      received.push(request);
      return { status: 200, headers: { "content-type": "application/json" }, body };
    },
  });
  const failing = { name: "failing", handle: async () => Promise.reject(new Error("a secret of the server")) };
  cloud = await openDoor(() => [
    recorder("kms", JSON.stringify({ KeyMetadata: { KeyId: "k" } })),
    recorder("lambda", "{}"),
    failing,
    createSts(ACCOUNT),
  ]);
  credentials = cloud.role("caller");
  principalArn = `arn:aws:sts::${ACCOUNT}:assumed-role/caller/fn`;
});

afterEach(async () => {
  await cloud.door.close();
});

interface Sent {
  service?: string;
  region?: string;
  path?: string;
  body?: string;
  headers?: Record<string, string>;
  with?: SessionCredentials;
  signedAt?: number;
  unsignable?: string[];
}

/** A request signed by the signer of the SDK, before anybody tampers with it. */
async function signed(options: Sent = {}) {
  const signer = new SignatureV4({
    credentials: options.with ?? credentials,
    region: options.region ?? REGION,
    service: options.service ?? "kms",
    sha256: Sha256,
  });
  const [path = "/", query = ""] = (options.path ?? "/").split("?");
  const parameters = new URLSearchParams(query);
  const request = {
    method: "POST",
    protocol: "http:",
    hostname: "127.0.0.1",
    port: cloud.port,
    path,
    query: Object.fromEntries(parameters.keys().map((name) => [name, parameters.getAll(name)])),
    headers: {
      host: `127.0.0.1:${cloud.port}`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "TrentService.DescribeKey",
      ...options.headers,
    },
    body: options.body ?? "{}",
  };
  const signingDate = new Date(options.signedAt ?? cloud.clock.at);
  const unsignableHeaders = new Set(options.unsignable ?? []);
  const { headers } = await signer.sign(request, { signingDate, unsignableHeaders });
  return { path: options.path ?? "/", headers, body: request.body };
}

interface Outgoing {
  path: string;
  headers: Record<string, string>;
  body: string;
}

async function send({ path, headers, body }: Outgoing) {
  const outgoing = httpRequest({ host: "127.0.0.1", port: cloud.port, method: "POST", path, headers });
  outgoing.end(body);
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve).on("error", reject);
  });
  const answer = await text(response);
  return {
    status: response.statusCode,
    error: response.headers["x-amzn-errortype"],
    date: response.headers.date,
    requestId: response.headers["x-amzn-requestid"],
    answer,
  };
}

describe("a request signed by the SDK", () => {
  test("is handed to the service of its scope, with who signed it and the virtual date in the answer", async () => {
    const answer = await send(await signed());
    expect(answer).toMatchObject({ status: 200, date: "Mon, 05 May 2031 10:00:00 GMT" });
    expect(answer.requestId).toBe(received[0]?.requestId);
    expect(received[0]?.principal).toMatchObject({ kind: "role", arn: principalArn });
  });

  test("a path with an ARN, a query and odd characters: verified like any other", async () => {
    const lambda = new LambdaClient(cloud.client(credentials));
    const FunctionName = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`;
    await lambda.send(new InvokeCommand({ FunctionName, Qualifier: "live", Payload: Buffer.from('{"é": "à"}') }));
    lambda.destroy();
    expect(received[0]?.path).toBe(`/2015-03-31/functions/${encodeURIComponent(FunctionName)}/invocations`);
    expect(received[0]?.query.get("Qualifier")).toBe("live");
    const odd = await signed({ path: "/a%20b/(c)'*!?b=2&a=1%2B1&a=%C3%A9&empty=" });
    expect((await send(odd)).status).toBe(200);
  });

  test("a client whose clock is years from the virtual one: recovers by the date of the refusal", async () => {
    const options = { ...cloud.client(credentials), systemClockOffset: 0, maxAttempts: 3 };
    const kms = new KMSClient(options);
    await expect(kms.send(new DescribeKeyCommand({ KeyId: "k" }))).resolves.toMatchObject({
      KeyMetadata: { KeyId: "k" },
    });
    kms.destroy();
    expect(received).toHaveLength(1);
  });

  test("sts:GetCallerIdentity tells whose credentials these are", async () => {
    const body = "Action=GetCallerIdentity&Version=2011-06-15";
    const { answer } = await send(await signed({ service: "sts", body }));
    expect(answer).toContain(`<Arn>${principalArn}</Arn>`);
  });
});

describe("a request that was tampered with reaches no service", () => {
  test.each<[string, (request: Outgoing) => Outgoing]>([
    ["another body", (request) => ({ ...request, body: '{"KeyId":"other"}' })],
    ["another path", (request) => ({ ...request, path: "/other" })],
    ["a parameter more", (request) => ({ ...request, path: "/?a=1" })],
    [
      "another target",
      ({ headers, ...rest }) => ({ ...rest, headers: { ...headers, "x-amz-target": "TrentService.Sign" } }),
    ],
    ["a header of AWS more", ({ headers, ...rest }) => ({ ...rest, headers: { ...headers, "x-amz-added": "1" } })],
    [
      "another signature",
      ({ headers, ...rest }) => ({
        ...rest,
        headers: { ...headers, authorization: headers.authorization!.replace(/\w{64}$/, "0".repeat(64)) },
      }),
    ],
  ])("%s: InvalidSignatureException", async (_, tamper) => {
    expect(await send(tamper(await signed()))).toMatchObject({ status: 403, error: "InvalidSignatureException" });
    expect(received).toEqual([]);
  });

  test("a target that the signature leaves out: InvalidSignatureException", async () => {
    const answer = await send(await signed({ unsignable: ["x-amz-target"] }));
    expect(answer).toMatchObject({ error: "InvalidSignatureException" });
  });

  test("signed for another Region: InvalidSignatureException", async () => {
    expect(await send(await signed({ region: "us-east-1" }))).toMatchObject({ error: "InvalidSignatureException" });
  });
});

describe("who signs", () => {
  test("nobody: MissingAuthenticationTokenException", async () => {
    const { headers, ...rest } = await signed();
    const { authorization: _, ...unsigned } = headers;
    expect(await send({ ...rest, headers: unsigned })).toMatchObject({ error: "MissingAuthenticationTokenException" });
  });

  test("a key never issued, or an issued key with another token: UnrecognizedClientException", async () => {
    const invented = { ...credentials, accessKeyId: "ASIAINVENTED" };
    const otherToken = { ...credentials, sessionToken: cloud.iam.administratorCredentials().sessionToken };
    for (const with_ of [invented, otherToken]) {
      expect(await send(await signed({ with: with_ }))).toMatchObject({ error: "UnrecognizedClientException" });
    }
  });

  test("an issued key with another secret: InvalidSignatureException", async () => {
    const forged = { ...credentials, secretAccessKey: "guessed" };
    expect(await send(await signed({ with: forged }))).toMatchObject({ error: "InvalidSignatureException" });
  });

  test("a session whose twelve hours are over: ExpiredTokenException", async () => {
    cloud.clock.at += 12 * 3_600_000;
    expect(await send(await signed())).toMatchObject({ error: "ExpiredTokenException" });
  });

  test.each([
    ["15 minutes before now", -15 * 60_000, 200],
    ["15 minutes and a second before now", -15 * 60_000 - 1_000, 403],
    ["15 minutes after now", 15 * 60_000, 200],
    ["15 minutes and a second after now", 15 * 60_000 + 1_000, 403],
  ])("signed %s: %i ms give %i", async (_, offset, status) => {
    expect(await send(await signed({ signedAt: cloud.clock.at + offset }))).toMatchObject({ status });
  });
});

describe("SEC-57: the door is local", () => {
  test.each([
    ["a foreign Host, even signed", { host: "attacker.example" }],
    ["the Host of another port", { host: "127.0.0.1:1" }],
    ["a foreign Origin", { origin: "https://attacker.example" }],
    ["the Origin of a page without one", { origin: "null" }],
  ])("%s: 403, and no service hears of it", async (_, headers) => {
    expect((await send(await signed({ headers }))).status).toBe(403);
    expect(received).toEqual([]);
  });

  test("localhost with the port of the door: answered", async () => {
    expect((await send(await signed({ headers: { host: `localhost:${cloud.port}` } }))).status).toBe(200);
  });

  test("a body announced larger than any service takes: 413 before it is read", async () => {
    const request = await signed();
    const headers = { ...request.headers, "content-length": String(17 * 1024 * 1024) };
    expect(await send({ ...request, headers })).toMatchObject({ status: 413 });
  });
});

describe("services", () => {
  test("one that is not played: refused by name", async () => {
    const { answer } = await send(await signed({ service: "s3" }));
    expect(answer).toContain("does not play the service 's3'");
  });

  test("one that fails: 500 without a word of what failed", async () => {
    const written: unknown[] = [];
    const { error: log } = console;
    console.error = (...args: unknown[]) => written.push(...args);
    const answer = await send(await signed({ service: "failing" }));
    console.error = log;
    expect(answer).toMatchObject({ status: 500, error: "InternalFailure" });
    expect(answer.answer).not.toContain("a secret of the server");
    expect(String(written[0])).toContain("a secret of the server");
  });
});
