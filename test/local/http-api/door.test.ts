import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  AUDIENCE,
  api,
  bootApi,
  closeDoors,
  integration,
  NOW,
  openKeyServer,
  type Returned,
  route,
  stage,
} from "./harness.ts";

const ok = (payload: unknown) => ({ payload: JSON.stringify(payload) });
const PAGE = "http://127.0.0.1:5173";
let keys: Awaited<ReturnType<typeof openKeyServer>>;
let door: Awaited<ReturnType<typeof bootApi>>;
let returned: Returned = () => ok({ statusCode: 200 });

beforeAll(async () => {
  keys = await openKeyServer();
  const secured = { AuthorizationType: "JWT", AuthorizerId: "@Jwt", AuthorizationScopes: ["thing:write"] };
  door = await bootApi(
    [
      [
        "Api",
        {
          ...api,
          CorsConfiguration: {
            AllowOrigins: [PAGE],
            AllowMethods: ["GET", "POST"],
            AllowHeaders: ["authorization"],
            ExposeHeaders: ["etag"],
            MaxAge: 600,
          },
        },
      ],
      ["Stage", { ...stage, StageVariables: { colour: "blue" } }],
      ["Fn", { ...integration, TimeoutInMillis: 50 }],
      [
        "Jwt",
        {
          type: "Authorizer",
          ApiId: "@Api",
          Name: "Jwt",
          AuthorizerType: "JWT",
          IdentitySource: ["$request.header.Authorization"],
          JwtConfiguration: { Issuer: keys.issuer, Audience: [AUDIENCE] },
        },
      ],
      ["Write", route("POST /v1/things/{id}", secured)],
      ["Read", route("GET /v1/things/{id}")],
      ["Form", route("POST /v1/forms")],
    ],
    (invoked) => returned(invoked),
  );
});
afterAll(async () => {
  await closeDoors();
  await keys.close();
});
beforeEach(() => {
  returned = () => ok({ statusCode: 200 });
  door.invocations.length = 0;
});

/** One request with exactly the given header lines (fetch would not let a test set Host or Origin). */
function send(method: string, path: string, headers: Record<string, string> = {}, body: string | Buffer = "") {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port: door.port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

describe("a request reaches its function", () => {
  test("as the event of payload format 2.0, under the API's own ARN", async () => {
    const token = await keys.sign();
    const headers = {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json; charset=utf-8",
      Cookie: "a=1; b=2",
      "User-Agent": "curl/8",
      "X-Two": "1, 2",
    };
    await send("POST", "/v1/things/caf%C3%A9?a=1&b=x%20y&a=2", headers, '{"é":1}');
    const [invoked] = door.invocations;
    expect(invoked?.functionArn).toBe(integration.IntegrationUri);
    expect(invoked?.service).toEqual({
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:eu-west-3:000000000000:${door.refs.Api}/$default/POST/v1/things/{id}`,
    });
    expect(invoked?.event).toEqual({
      version: "2.0",
      routeKey: "POST /v1/things/{id}",
      rawPath: "/v1/things/café",
      rawQueryString: "a=1&b=x%20y&a=2",
      cookies: ["a=1", "b=2"],
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json; charset=utf-8",
        "content-length": "8",
        host: `127.0.0.1:${door.port}`,
        "user-agent": "curl/8",
        "x-two": "1, 2",
        "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-port": String(door.port),
        "x-forwarded-proto": "http",
      },
      queryStringParameters: { a: "1,2", b: "x y" },
      requestContext: {
        accountId: "000000000000",
        apiId: door.refs.Api,
        authorizer: { jwt: { claims: expect.objectContaining({ sub: "p1" }), scopes: ["thing:write"] } },
        domainName: `127.0.0.1:${door.port}`,
        domainPrefix: door.refs.Api,
        http: {
          method: "POST",
          path: "/v1/things/café",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "curl/8",
        },
        requestId: expect.stringMatching(/^[\w+/]{15}=$/),
        routeKey: "POST /v1/things/{id}",
        stage: "$default",
        time: "01/Jun/2031:12:00:00 +0000",
        timeEpoch: NOW,
      },
      pathParameters: { id: "café" },
      stageVariables: { colour: "blue" },
      body: '{"é":1}',
      isBase64Encoded: false,
    });
  });

  test("without body, query or cookies: those members are absent", async () => {
    await send("GET", "/v1/things/1");
    const event = door.invocations[0]!.event;
    expect(Object.keys(event).sort()).toEqual([
      "headers",
      "isBase64Encoded",
      "pathParameters",
      "rawPath",
      "rawQueryString",
      "requestContext",
      "routeKey",
      "stageVariables",
      "version",
    ]);
    expect(event.isBase64Encoded).toBe(false);
  });

  test.each([
    ["text/csv", "a;b", false],
    ["application/xml", "<a/>", false],
    ["application/x-www-form-urlencoded", "a=1", true],
    ["application/problem+json", "{}", true],
    ["application/pdf", "%PDF", true],
    ["", "raw", true],
  ])("content type %j: base64 is %s", async (type, body, isBase64Encoded) => {
    await send("POST", "/v1/forms", type === "" ? {} : { "Content-Type": type }, body);
    const text = isBase64Encoded ? Buffer.from(body).toString("base64") : body;
    expect(door.invocations[0]!.event).toMatchObject({ body: text, isBase64Encoded });
  });
});

describe("what a function returned", () => {
  const cases: ReadonlyArray<readonly [string, unknown, object]> = [
    [
      "a full answer",
      { statusCode: 201, headers: { ETag: '"1"', "X-N": 3 }, cookies: ["a=1", "b=2"], body: "é" },
      {
        status: 201,
        body: "é",
        headers: {
          etag: '"1"',
          "x-n": "3",
          "set-cookie": ["a=1", "b=2"],
          "content-type": "text/plain;charset=UTF-8",
          "content-length": "2",
        },
      },
    ],
    [
      "a body in base64",
      { statusCode: "200", headers: { "content-type": "application/pdf" }, body: "JVBERg==", isBase64Encoded: true },
      { status: 200, body: "%PDF", headers: { "content-type": "application/pdf" } },
    ],
    [
      "its own Date or length: ignored",
      { statusCode: 200, headers: { Date: "x", "Content-Length": "99" }, body: "ok" },
      { status: 200, body: "ok", headers: { date: "Sun, 01 Jun 2031 12:00:00 GMT", "content-length": "2" } },
    ],
    [
      "its own CORS headers: dropped",
      { statusCode: 200, headers: { "Access-Control-Allow-Origin": "*" } },
      { status: 200, headers: expect.not.objectContaining({ "access-control-allow-origin": "*" }) },
    ],
    [
      "an object without statusCode",
      { a: 1 },
      { status: 200, body: '{"a":1}', headers: { "content-type": "application/json" } },
    ],
    ["a string", "hello", { status: 200, body: "hello", headers: { "content-type": "application/json" } }],
    ["nothing", null, { status: 200, body: "null" }],
    ["a status that is none", { statusCode: "abc" }, { status: 500, body: '{"message":"Internal Server Error"}' }],
    [
      "a body that is not text",
      { statusCode: 200, body: { a: 1 } },
      { status: 500, body: '{"message":"Internal Server Error"}' },
    ],
  ];
  test.each(cases)("%s", async (_, value, expected) => {
    returned = () => ok(value);
    expect(await send("GET", "/v1/things/1")).toMatchObject(expected);
  });

  test("a function that failed: 500, and nothing of its error", async () => {
    returned = () => ({ payload: '{"errorMessage":"secret"}', functionError: "Unhandled" });
    expect(await send("GET", "/v1/things/1")).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });

  test("a function slower than TimeoutInMillis: 503", async () => {
    let release: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    returned = async () => {
      await slow;
      return ok({ statusCode: 200 });
    };
    expect(await send("GET", "/v1/things/1")).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
    release();
  });
});

describe("what the API refuses itself", () => {
  test.each([
    ["GET", "/v1/unknown"],
    ["HEAD", "/v1/things/1"],
    ["DELETE", "/v1/things/1"],
    ["GET", "/$default/v1/things/1"],
  ])("%s %s has no route: 404", async (method, path) => {
    const answer = await send(method, path);
    expect(answer).toMatchObject({
      status: 404,
      body: method === "HEAD" ? "" : '{"message":"Not Found"}',
      headers: {
        "content-type": "application/json",
        date: "Sun, 01 Jun 2031 12:00:00 GMT",
        "apigw-requestid": expect.any(String),
      },
    });
    expect(door.invocations).toEqual([]);
  });

  test("no token: 401; a token without the scope: 403; the function is not called", async () => {
    expect(await send("POST", "/v1/things/1")).toMatchObject({
      status: 401,
      body: '{"message":"Unauthorized"}',
      headers: { "www-authenticate": "Bearer" },
    });
    const headers = { authorization: await keys.sign({ scope: "thing:read" }) };
    expect(await send("POST", "/v1/things/1", headers)).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
      headers: { "www-authenticate": expect.stringContaining('error="insufficient_scope"') },
    });
    expect(door.invocations).toEqual([]);
  });

  test("a body of 10 MB passes, one byte more: 413, announced or not", async () => {
    const limit = 10 * 1024 * 1024;
    expect((await send("POST", "/v1/forms", {}, Buffer.alloc(limit))).status).toBe(200);
    const tooLarge = { status: 413, body: '{"message":"Request Entity Too Large"}' };
    expect(
      await send("POST", "/v1/forms", { "Content-Length": String(limit + 1), Expect: "100-continue" }),
    ).toMatchObject(tooLarge);
    expect(await send("POST", "/v1/forms", { "Transfer-Encoding": "chunked" }, Buffer.alloc(limit + 1))).toMatchObject(
      tooLarge,
    );
  });

  test("headers of 10 240 bytes in all pass, one byte more: 431", async () => {
    const fixed = Buffer.byteLength(`GET/v1/things/1Host127.0.0.1:${door.port}ConnectioncloseX`);
    expect((await send("GET", "/v1/things/1", { X: "a".repeat(10_240 - fixed) })).status).toBe(200);
    expect((await send("GET", "/v1/things/1", { X: "a".repeat(10_241 - fixed) })).status).toBe(431);
  });

  test("a malformed escape in the path: 400", async () => {
    expect(await send("GET", "/v1/things/%E9")).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
  });
});

describe("SEC-57: pages of elsewhere", () => {
  test.each([
    ["foreign Host", { Host: "guichet.example" }],
    ["Host of another port", { Host: "127.0.0.1:1" }],
    ["foreign Origin", { Origin: "https://evil.example" }],
    ["Origin null", { Origin: "null" }],
    ["Origin of another local port", { Origin: "http://127.0.0.1:1" }],
  ])("%s: 403", async (_, headers) => {
    expect((await send("GET", "/v1/things/1", headers as Record<string, string>)).status).toBe(403);
    expect(door.invocations).toEqual([]);
  });

  test("the door itself and the origin that CORS names: served, the latter with its CORS headers", async () => {
    expect((await send("GET", "/v1/things/1", { Origin: `http://127.0.0.1:${door.port}` })).status).toBe(200);
    const answer = await send("GET", "/v1/things/1", { Origin: PAGE });
    expect(answer).toMatchObject({
      status: 200,
      headers: { "access-control-allow-origin": PAGE, "access-control-expose-headers": "etag" },
    });
  });

  test("a preflight of that origin: 204 from the API, no function called", async () => {
    const answer = await send("OPTIONS", "/v1/things/1", { Origin: PAGE, "Access-Control-Request-Method": "POST" });
    expect(answer).toMatchObject({
      status: 204,
      headers: {
        "access-control-allow-origin": PAGE,
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "authorization",
        "access-control-max-age": "600",
      },
    });
    expect(door.invocations).toEqual([]);
  });

  test("OPTIONS that is no preflight, without a route: 404", async () => {
    expect((await send("OPTIONS", "/v1/things/1")).status).toBe(404);
  });
});
