import { afterEach, describe, expect, test } from "@jest/globals";
import { api, bootApi, closeDoors, integration, route, stage } from "./harness.ts";

const ok = () => ({ payload: '{"statusCode":204}' });
afterEach(closeDoors);

const jwt = {
  type: "Authorizer",
  ApiId: "@Api",
  AuthorizerType: "JWT",
  IdentitySource: ["$request.header.Authorization"],
  JwtConfiguration: { Issuer: "http://127.0.0.1:4602", Audience: ["a"] },
};

describe("a template that is not played in full does not boot", () => {
  test.each([
    ["a WebSocket API", [["Api", { ...api, ProtocolType: "WEBSOCKET" }]], "ProtocolType"],
    [
      "a stage without AutoDeploy",
      [
        ["Api", api],
        ["Stage", { ...stage, AutoDeploy: false }],
      ],
      "AutoDeploy",
    ],
    [
      "payload format 1.0",
      [
        ["Api", api],
        ["Fn", { ...integration, PayloadFormatVersion: "1.0" }],
      ],
      "PayloadFormatVersion",
    ],
    [
      "an integration that is no function",
      [
        ["Api", api],
        ["Fn", { ...integration, IntegrationType: "HTTP_PROXY" }],
      ],
      "IntegrationType",
    ],
    [
      "an authorizer that is a function",
      [
        ["Api", api],
        ["Jwt", { ...jwt, AuthorizerType: "REQUEST" }],
      ],
      "AuthorizerType",
    ],
    [
      "an issuer elsewhere",
      [
        ["Api", api],
        ["Jwt", { ...jwt, JwtConfiguration: { Issuer: "https://id.example", Audience: ["a"] } }],
      ],
      "JwtConfiguration.Issuer",
    ],
    [
      "a route behind IAM",
      [
        ["Api", api],
        ["Fn", integration],
        ["R", route("GET /", { AuthorizationType: "AWS_IAM" })],
      ],
      "AuthorizationType",
    ],
    [
      "a JWT route without authorizer",
      [
        ["Api", api],
        ["Fn", integration],
        ["R", route("GET /", { AuthorizationType: "JWT" })],
      ],
      "AuthorizerId",
    ],
    [
      "an unknown member of CorsConfiguration",
      [["Api", { ...api, CorsConfiguration: { AllowEverything: true } }]],
      "AllowEverything",
    ],
  ] as const)("%s: named", async (_, resources, property) => {
    await expect(bootApi(resources, ok)).rejects.toThrow(property);
  });
});

describe("several APIs and stages", () => {
  test("a named stage is the first segment of the path, and part of rawPath", async () => {
    const door = await bootApi(
      [
        ["Api", api],
        ["Dev", { ...stage, StageName: "dev" }],
        ["Fn", integration],
        ["R", route("GET /a")],
      ],
      ok,
    );
    expect((await fetch(`${door.url}/dev/a`)).status).toBe(204);
    expect(door.invocations[0]?.event).toMatchObject({ rawPath: "/dev/a", requestContext: { stage: "dev" } });
    expect((await fetch(`${door.url}/a`)).status).toBe(404);
  });

  test("an API whose own endpoint is disabled: 404", async () => {
    const door = await bootApi(
      [
        ["Api", { ...api, DisableExecuteApiEndpoint: true }],
        ["Stage", stage],
        ["Fn", integration],
        ["R", route("$default")],
      ],
      ok,
    );
    expect((await fetch(door.url)).status).toBe(404);
  });

  test("the second API answers ten ports further", async () => {
    const door = await bootApi(
      [
        ["First", { ...api, Name: "First" }],
        ["Api", api],
        ["Stage", stage],
        ["Fn", integration],
        ["R", route("$default")],
      ],
      ok,
    );
    expect((await fetch(door.url)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${door.port + 10}/x`)).status).toBe(204);
  });

  test("ids are those of the last boot", async () => {
    const first = await bootApi([["Api", api]], ok);
    const second = await bootApi([["Api", api]], ok);
    expect(second.refs).toEqual(first.refs);
    expect(first.refs.Api).toMatch(/^[a-z0-9]{10}$/);
  });

  test("a closed door has left its port", async () => {
    const door = await bootApi([["Api", api]], ok);
    await closeDoors();
    await expect(fetch(door.url)).rejects.toThrow();
  });
});
