import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as z from "zod/mini";
import { notFound, Problem } from "../../../shared/kernel/problem.ts";
import { type ApiAnswer, http } from "../../../shared/lambda/http.ts";
import { httpEvent } from "./http-requests.ts";

const body = z.strictObject({ name: z.string() });
const context = { awsRequestId: "invocation-1" };
let logged = "";

beforeEach(() => {
  logged = "";
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    logged += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

async function ask(
  answer: () => Promise<ApiAnswer>,
  event: unknown = httpEvent({ json: { name: "a" } }),
  changes = false,
) {
  // The handler of middy takes the whole context of Lambda, of which the product reads the request id alone.
  const handler = http({ body, changes }, answer) as unknown as (
    event: unknown,
    context: unknown,
  ) => Promise<{ statusCode: number; headers: Record<string, string>; body: string }>;
  const answered = await handler(event, context);
  const isPage = answered.headers["content-type"]?.startsWith("text/html");
  return { ...answered, json: isPage ? undefined : JSON.parse(answered.body) };
}

const throwing = (error: unknown) => () => Promise.reject(error);

class Named extends Error {
  constructor(name: string) {
    super("canary in the message of an error");
    this.name = name;
  }
}

describe("an answer", () => {
  test("of a new thing: status, version as ETag, place, and kept by no cache", async () => {
    const answered = await ask(async () => ({ status: 201, body: { id: 1 }, version: 4, location: "/v1/things/1" }));
    expect([answered.statusCode, answered.json]).toEqual([201, { id: 1 }]);
    expect(answered.headers).toEqual({
      "cache-control": "no-store",
      "content-type": "application/json; charset=utf-8",
      etag: '"4"',
      location: "/v1/things/1",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
  });

  test("SEC-25 a page: its HTML, under a policy that runs and loads nothing and knows its one style sheet", async () => {
    const page = { html: "<!doctype html><p>é", style: "sha256-AAAA" };
    const answered = await ask(async () => ({ status: 200, body: { id: 1 }, page, version: 4 }));
    expect([answered.body, answered.headers.etag]).toEqual([page.html, '"4"']);
    expect(answered.headers).toMatchObject({
      "cache-control": "no-store",
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'sha256-AAAA'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
  });

  test("logged: trace, route and status, and nothing of the body", async () => {
    await ask(async () => ({ status: 200, body: {} }), httpEvent({ json: { name: "canary" } }));
    expect(JSON.parse(logged)).toEqual({
      event: "answered",
      trace: "request-1",
      route: "POST /v1/things",
      status: 200,
    });
  });
});

describe("a refusal", () => {
  test("a problem thrown below: problem details with the front door's request id, and a log line without its words", async () => {
    const answered = await ask(throwing(notFound()));
    expect(answered.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answered.json).toMatchObject({ status: 404, type: "urn:guichet:problem:not-found", trace: "request-1" });
    expect(JSON.parse(logged)).toEqual({
      event: "refused",
      trace: "request-1",
      route: "POST /v1/things",
      status: 404,
      problem: "not-found",
      rules: [],
    });
  });

  test("two ids of which one is hidden and one unknown: the same bytes and headers", async () => {
    const [one, other] = [await ask(throwing(notFound())), await ask(throwing(notFound()))];
    expect(other).toEqual(one);
  });

  test("findings of a refusal: their rules are logged, their sentences are not", async () => {
    const finding = { rule: "SEG-2-16", article: "§2", outcome: "log", sentence: "canary" } as const;
    await ask(throwing(new Problem("illegal-transition", "canary", { findings: [finding] })));
    expect(JSON.parse(logged).rules).toEqual(["SEG-2-16"]);
    expect(logged).not.toContain("canary");
  });

  test("a change without the version read: 428 before anything is done", async () => {
    let done = false;
    const answered = await ask(
      async () => {
        done = true;
        return { status: 200, body: {} };
      },
      httpEvent({ json: { name: "a" } }),
      true,
    );
    expect([answered.json.status, done]).toEqual([428, false]);
  });

  test("a value refused in the body: neither answered nor logged", async () => {
    const answered = await ask(
      async () => ({ status: 200, body: {} }),
      httpEvent({ json: { name: 4711, mail: "canary@x.fr" } }),
    );
    expect(answered.json.status).toBe(422);
    expect(answered.body + logged).not.toMatch(/4711|canary/);
  });
});

describe("an error that nobody expected", () => {
  test("500 in French; its class is logged, its message neither logged nor answered", async () => {
    const answered = await ask(throwing(new Named("ResourceNotFoundException")));
    expect(answered.json).toMatchObject({ status: 500, type: "urn:guichet:problem:internal-error" });
    expect(JSON.parse(logged)).toMatchObject({ problem: "internal-error", errorName: "ResourceNotFoundException" });
    expect(answered.body + logged).not.toContain("canary");
  });

  test.each([
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "InternalServerError",
    "TransactionInProgressException",
    "TimeoutError",
  ])("%s of AWS: 503, to be tried again with the same key", async (name) => {
    const answered = await ask(throwing(new Named(name)));
    expect(answered.json).toMatchObject({ status: 503, type: "urn:guichet:problem:try-again" });
    expect(answered.headers["retry-after"]).toBe("2");
  });

  test("an event of another shape: 500 with the invocation's id, not a crash", async () => {
    const answered = await ask(async () => ({ status: 200, body: {} }), { Records: [] });
    expect(answered.json).toMatchObject({ status: 500, trace: "invocation-1" });
    expect(JSON.parse(logged).route).toBe("unknown");
  });

  test("something that is no error: 500", async () => {
    expect((await ask(throwing("a text"))).json.status).toBe(500);
  });
});
