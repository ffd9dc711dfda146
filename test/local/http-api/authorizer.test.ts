import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { exportSPKI, generateKeyPair, SignJWT } from "jose";
import { type Authorizer, openAuthorizer } from "../../../local/http-api/authorizer.ts";
import { AUDIENCE, NOW, openKeyServer } from "./harness.ts";

const now = NOW / 1000;
const clock = { now: () => NOW };
type KeyServer = Awaited<ReturnType<typeof openKeyServer>>;
let server: KeyServer;
let stage: KeyServer;
let authorizer: Authorizer;

beforeAll(async () => {
  server = await openKeyServer();
  stage = await openKeyServer();
  authorizer = openAuthorizer({ issuer: server.issuer, audience: [AUDIENCE], clock });
});
afterAll(async () => {
  await server.close();
  await stage.close();
});

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function hmacWithPublicKey(): Promise<string> {
  const signed = `${base64({ alg: "HS256", kid: "current" })}.${base64(server.claims)}`;
  const secret = await exportSPKI(server.pair.publicKey);
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

async function pssSigned(): Promise<string> {
  const { privateKey } = await generateKeyPair("PS256");
  return new SignJWT(server.claims).setProtectedHeader({ alg: "PS256", kid: "current" }).sign(privateKey);
}

async function tampered(): Promise<string> {
  const [header, , signature] = (await server.sign()).split(".");
  return `${header}.${base64({ ...server.claims, sub: "someone else" })}.${signature}`;
}

describe("SEC-17: a confused token is refused", () => {
  const invalid: ReadonlyArray<readonly [string, () => Promise<string> | string, string]> = [
    [
      "alg none",
      () => `${base64({ alg: "none", kid: "current" })}.${base64(server.claims)}.`,
      "signing method none is invalid",
    ],
    ["HS256 signed with the public key", hmacWithPublicKey, "signing method HS256 is invalid"],
    ["PS256, RSA but not of the family", pssSigned, "signing method PS256 is invalid"],
    ["wrong issuer", () => server.sign({ iss: stage.issuer }), "invalid issuer"],
    ["issuer with a slash more", () => server.sign({ iss: `${server.issuer}/` }), "invalid issuer"],
    ["wrong audience", () => server.sign({ aud: "urn:example:other" }), "the token does not have a valid audience"],
    ["no audience", () => server.sign({ aud: undefined as never }), "the token does not have a valid audience"],
    [
      "aud wrong though client_id right",
      () => server.sign({ aud: "x", client_id: AUDIENCE }),
      "the token does not have a valid audience",
    ],
    ["unknown kid", () => server.sign({}, { kid: "retired" }), "unable to find the key of the token"],
    ["no kid", () => server.sign({}, { kid: undefined }), "the token is malformed"],
    ["issuer of another stage", () => stage.sign(), "the token signature is invalid"],
    [
      "key of another stage under our issuer's name",
      () => stage.sign({ iss: server.issuer }),
      "the token signature is invalid",
    ],
    ["claims altered", tampered, "the token signature is invalid"],
    ["expired at this very instant", () => server.sign({ exp: now }), "the token has expired"],
    ["without expiry", () => server.sign({ exp: undefined as never }), "the token is malformed"],
    ["not valid before the next second", () => server.sign({ nbf: now + 1 }), "the token is not valid yet"],
    ["issued in the future", () => server.sign({ iat: now + 1 }), "the token was issued in the future"],
    ["not a token", () => "hello", "the token is malformed"],
  ];

  test.each(invalid)("%s: 401", async (_, token, reason) => {
    const answer = await authorizer.authorize(`Bearer ${await token()}`, ["thing:write"]);
    const challenge = `Bearer scope="thing:write" error="invalid_token" error_description="${reason}"`;
    expect(answer).toEqual({ authorized: false, status: 401, challenge });
  });

  test.each([undefined, "", "Bearer "])("header %j: 401 with a bare challenge", async (header) => {
    const answer = await authorizer.authorize(header, ["thing:write"]);
    expect(answer).toEqual({ authorized: false, status: 401, challenge: "Bearer" });
  });

  test.each([
    ["ID token, which has no scope", { scope: undefined as never, nonce: "n" }],
    ["missing scope", { scope: "thing:read thing:write-all" }],
    ["scope of another route", { scope: "other" }],
  ])("%s: 403", async (_, change) => {
    const answer = await authorizer.authorize(await server.sign(change), ["thing:write"]);
    expect(answer).toMatchObject({ authorized: false, status: 403 });
  });
});

describe("a token that holds", () => {
  test("with or without the word Bearer, one millisecond before it expires: claims as text, scopes of the route", async () => {
    const change = {
      exp: now + 0.001,
      amr: ["pwd", "otp"],
      email_verified: true,
      address: { city: "Lyon" },
      nick: null,
    };
    const token = await server.sign(change);
    for (const header of [token, `Bearer ${token}`, `bearer ${token}`]) {
      expect(await authorizer.authorize(header, ["thing:write", "thing:all"])).toEqual({
        authorized: true,
        jwt: {
          claims: {
            iss: server.issuer,
            aud: AUDIENCE,
            sub: "p1",
            iat: String(now - 10),
            exp: String(now + 0.001),
            scope: "thing:write other",
            amr: "[pwd otp]",
            email_verified: "true",
            address: '{"city":"Lyon"}',
          },
          scopes: ["thing:write"],
        },
      });
    }
  });

  test("on a route without scope, an ID token passes too: only a scope keeps it out", async () => {
    const answer = await authorizer.authorize(await server.sign({ scope: undefined as never }), []);
    expect(answer).toMatchObject({ authorized: true, jwt: { scopes: null } });
  });

  test.each([
    ["scp as a list", { scp: ["thing:write"], scope: undefined as never }],
    ["client_id in place of aud", { aud: undefined as never, client_id: AUDIENCE }],
    ["one audience of several", { aud: ["urn:example:other", AUDIENCE] }],
    ["valid from this very instant", { nbf: now, iat: now }],
  ])("%s: accepted", async (_, change) => {
    expect(await authorizer.authorize(await server.sign(change), ["thing:write"])).toMatchObject({ authorized: true });
  });
});

describe("the keys of an issuer", () => {
  test("kept, and read again for ids never seen, but not for each of them", async () => {
    const issuer = await openKeyServer();
    const fresh = openAuthorizer({ issuer: issuer.issuer, audience: [AUDIENCE], clock });
    for (let call = 0; call < 3; call += 1) await fresh.authorize(await issuer.sign(), []);
    expect(issuer.reads()).toBe(1);
    for (let call = 0; call < 3; call += 1) await fresh.authorize(await issuer.sign({}, { kid: `k${call}` }), []);
    expect(issuer.reads()).toBe(1);
    await issuer.close();
  });

  test("read again after two hours of virtual time", async () => {
    const issuer = await openKeyServer();
    let instant = NOW;
    const moving = { now: () => instant };
    const fresh = openAuthorizer({ issuer: issuer.issuer, audience: [AUDIENCE], clock: moving });
    const token = await issuer.sign({ exp: now + 100_000 });
    await fresh.authorize(token, []);
    instant = NOW + 2 * 3_600_000 - 1;
    await fresh.authorize(token, []);
    expect(issuer.reads()).toBe(1);
    instant = NOW + 2 * 3_600_000;
    await fresh.authorize(token, []);
    expect(issuer.reads()).toBe(2);
    await issuer.close();
  });

  test("an issuer that does not answer: 401, and asked again by the next token", async () => {
    const issuer = await openKeyServer();
    const token = await issuer.sign();
    await issuer.close();
    const fresh = openAuthorizer({ issuer: issuer.issuer, audience: [AUDIENCE], clock });
    const answer = await fresh.authorize(token, []);
    const challenge =
      'Bearer scope="" error="invalid_token" error_description="OIDC discovery endpoint communication error"';
    expect(answer).toEqual({ authorized: false, status: 401, challenge });
  });
});
