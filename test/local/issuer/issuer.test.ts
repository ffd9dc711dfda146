import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { decodeJwt, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { signInAs } from "../../../cli/sign-in/demonstration.ts";
import { openAuthorizer } from "../../../local/http-api/authorizer.ts";
import { type RunningIssuer, startIssuer } from "../../../local/issuer/start.ts";
import { openChildren } from "../../../local/supervisor/children.ts";
import { freePort } from "../http-api/harness.ts";

const AUDIENCE = "things";
const VERIFIER = "v".repeat(64);
const REDIRECT = "http://127.0.0.1:50123/callback";
const PORTAL = "http://127.0.0.1:5173/signed-in";
const SECRET = "s".repeat(43);
const children = openChildren();
const dataDir = mkdtempSync(join(tmpdir(), "issuer-"));
// Another year than the machine's: every instant below is virtual.
let shift = Date.UTC(2022, 0, 15, 10) - Date.now();
const clock = { now: () => Date.now() + shift };
let port: number;
let running: RunningIssuer;
let systemKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

beforeAll(async () => {
  port = await freePort();
  const pair = await generateKeyPair("RS256", { extractable: true });
  systemKey = pair.privateKey;
  running = await start([{ ...(await exportJWK(pair.publicKey)), kid: "k", alg: "RS256" }]);
});
afterAll(async () => {
  await children.stopAll();
  rmSync(dataDir, { recursive: true });
});

function start(systemKeys: readonly JWK[] = []) {
  const keys = systemKeys.map((key) => ({ ...key, kty: "RSA" }));
  const keyed = keys.length > 0 ? [{ id: "keyed", jwks: { keys }, scopes: ["thing:read"] }] : [];
  return startIssuer(
    { children, clock },
    {
      port,
      dataDir,
      audience: AUDIENCE,
      scopes: ["thing:read", "thing:write"],
      accounts: [
        { sub: "camille", name: "Camille Durand", organisation: "Labo <b>" },
        { sub: "dominique", name: "Dominique Petit", amr: ["pwd"], acr: "urn:weak" },
      ],
      clients: [
        { id: "portal", redirectUris: [PORTAL] },
        { id: "system", secret: SECRET, scopes: ["thing:read"] },
        ...keyed,
      ],
    },
  );
}

function authorization(change: Record<string, string> = {}): string {
  const url = new URL(`${running.issuer}/auth`);
  const challenge = createHash("sha256").update(VERIFIER).digest("base64url");
  const parameters = {
    client_id: "cli",
    response_type: "code",
    redirect_uri: REDIRECT,
    scope: "openid profile thing:write unknown:scope",
    state: "s1",
    code_challenge: challenge,
    code_challenge_method: "S256",
    prompt: "login",
    ...change,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== "") url.searchParams.set(name, value);
  return url.href;
}

async function token(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${running.issuer}/token`, { method: "POST", headers, body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

async function signIn(sub: string, change: Record<string, string> = {}) {
  const answer = await signInAs(sub, authorization(change), change.redirect_uri ?? REDIRECT);
  return token({
    grant_type: "authorization_code",
    client_id: change.client_id ?? "cli",
    redirect_uri: change.redirect_uri ?? REDIRECT,
    code: answer.get("code")!,
    code_verifier: VERIFIER,
  });
}

const authorizer = () => openAuthorizer({ issuer: running.issuer, audience: [AUDIENCE], clock });
const basic = `Basic ${Buffer.from(`system:${SECRET}`).toString("base64")}`;

describe("a person signs in", () => {
  test("with a demonstration account: an access token in virtual time that the API's authoriser accepts", async () => {
    const { body } = await signIn("camille");
    const { iat, exp, jti, auth_time, sid, ...claims } = decodeJwt(body.access_token!);
    expect(claims).toEqual({
      iss: running.issuer,
      sub: "camille",
      aud: AUDIENCE,
      client_id: "cli",
      scope: "thing:write",
      acr: "urn:local:demonstration",
      amr: ["pwd", "otp"],
    });
    expect(new Date(iat! * 1000).getUTCFullYear()).toBe(2022);
    expect(exp! - iat!).toBe(300);
    expect(auth_time).toBeLessThanOrEqual(iat!);
    expect(sid).toEqual(expect.any(String));
    const accepted = await authorizer().authorize(`Bearer ${body.access_token}`, ["thing:write"]);
    expect(accepted).toMatchObject({ authorized: true, jwt: { claims: { sub: "camille", amr: "[pwd otp]" } } });
  });

  test("the ID token names the person for the client, and the authoriser of the API refuses it", async () => {
    const { body } = await signIn("dominique");
    expect(decodeJwt(body.id_token!)).toMatchObject({
      aud: "cli",
      name: "Dominique Petit",
      acr: "urn:weak",
      amr: ["pwd"],
    });
    expect(await authorizer().authorize(body.id_token, ["thing:write"])).toMatchObject({
      authorized: false,
      status: 401,
    });
  });

  test("in another client, at its exact address", async () => {
    const { body } = await signIn("camille", { client_id: "portal", redirect_uri: PORTAL });
    expect(decodeJwt(body.access_token!)).toMatchObject({ client_id: "portal", aud: AUDIENCE });
  });

  test("an account that does not exist: refused in French", async () => {
    await expect(signIn("nobody")).rejects.toThrow("nobody");
  });

  test.each([
    ["without PKCE", { code_challenge: "", code_challenge_method: "" }, "error=invalid_request"],
    ["with a plain challenge", { code_challenge_method: "plain" }, "error=invalid_request"],
    ["implicit", { response_type: "id_token", nonce: "n" }, "error=unsupported_response_type"],
  ])("%s: sent back with an error", async (_, change, error) => {
    const response = await fetch(authorization(change), { redirect: "manual" });
    expect(response.headers.get("location")).toContain(error);
  });

  test.each([
    ["redirect URI elsewhere", { redirect_uri: "https://evil.example/callback" }],
    ["redirect URI with another path", { redirect_uri: "http://127.0.0.1:50123/other" }],
    ["unknown client", { client_id: "nobody" }],
    ["another address of the portal", { client_id: "portal", redirect_uri: "http://127.0.0.1:5174/signed-in" }],
  ])("%s: an error page in French, no redirection", async (_, change) => {
    const response = await fetch(authorization(change), { redirect: "manual" });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("Connexion impossible");
  });
});

describe("the sign-in page", () => {
  test("lists the demonstration accounts, escaped, under a policy that leads back to the client alone", async () => {
    const first = await fetch(authorization(), { redirect: "manual" });
    const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    const page = await fetch(new URL(first.headers.get("location")!, running.issuer), {
      headers: { cookie: cookies.join("; ") },
    });
    const text = await page.text();
    for (const shown of ["Comptes de démonstration", "Camille Durand", "Labo &lt;b&gt;", "Dominique Petit"]) {
      expect(text).toContain(shown);
    }
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self' http://127.0.0.1:50123;");
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
  });

  test("asked for with a lost cookie: says in French to start again", async () => {
    const response = await fetch(`${running.issuer}/interaction/unknown`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("expirée");
  });

  test("cookies have no date that a browser would judge by real time", async () => {
    const cookies = (await fetch(authorization(), { redirect: "manual" })).headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    expect(cookies.filter((cookie) => /expires|max-age/i.test(cookie))).toEqual([]);
  });

  test.each<Record<string, string>>([{ Host: "evil.example" }, { Origin: "https://evil.example" }, { Origin: "null" }])(
    "SEC-57: %j is refused",
    async (headers) => {
      const status = await new Promise((resolve, reject) => {
        const options = { host: "127.0.0.1", port, path: "/jwks", headers };
        httpRequest(options, (response) => resolve(response.resume().statusCode))
          .on("error", reject)
          .end();
      });
      expect(status).toBe(403);
    },
  );
});

describe("a system signs in as itself", () => {
  test("by its secret: a token with the scopes it has, and no more", async () => {
    const form = { grant_type: "client_credentials", scope: "thing:read thing:write" };
    const { body } = await token(form, { authorization: basic });
    const claims = decodeJwt(body.access_token!);
    expect(claims).toMatchObject({ sub: "system", client_id: "system", scope: "thing:read", aud: AUDIENCE });
    expect(claims.amr).toBeUndefined();
  });

  test("by its own key (private_key_jwt)", async () => {
    const now = Math.floor(clock.now() / 1000);
    const assertion = await new SignJWT({
      iss: "keyed",
      sub: "keyed",
      aud: running.issuer,
      jti: "j1",
      iat: now,
      exp: now + 60,
    })
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .sign(systemKey);
    const { body } = await token({
      grant_type: "client_credentials",
      scope: "thing:read",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    });
    expect(decodeJwt(body.access_token!)).toMatchObject({ sub: "keyed", scope: "thing:read" });
  });

  test("with a wrong secret, or for an audience that is not ours: refused", async () => {
    const form = { grant_type: "client_credentials", scope: "thing:read" };
    const wrong = `Basic ${Buffer.from("system:wrong").toString("base64")}`;
    expect(await token(form, { authorization: wrong })).toMatchObject({
      status: 401,
      body: { error: "invalid_client" },
    });
    const elsewhere = await token({ ...form, resource: "urn:audience:other" }, { authorization: basic });
    expect(elsewhere).toMatchObject({ status: 400, body: { error: "invalid_target" } });
  });
});

describe("a session over time", () => {
  const renew = (refreshToken: string) =>
    token({ grant_type: "refresh_token", client_id: "cli", refresh_token: refreshToken });

  test("each refresh token serves once; used again, it ends the session", async () => {
    const first = await signIn("camille");
    const second = await renew(first.body.refresh_token!);
    const before = decodeJwt(first.body.access_token!);
    expect(decodeJwt(second.body.access_token!)).toMatchObject({
      auth_time: before.auth_time,
      sid: before.sid,
      amr: before.amr,
    });
    expect(await renew(first.body.refresh_token!)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    expect(await renew(second.body.refresh_token!)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  test("after a restart the keys are the same and the session goes on; days later in virtual time it has ended", async () => {
    const { body } = await signIn("camille");
    await running.close();
    running = await start();
    expect(await authorizer().authorize(body.access_token, ["thing:write"])).toMatchObject({ authorized: true });
    const renewed = await renew(body.refresh_token!);
    expect(renewed.status).toBe(200);
    await running.close();
    shift += 15 * 24 * 3_600_000;
    running = await start();
    expect(await renew(renewed.body.refresh_token!)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    expect(await authorizer().authorize(body.access_token, ["thing:write"])).toMatchObject({
      authorized: false,
      status: 401,
    });
  });

  test("the keys are readable by their owner alone", () => {
    expect(statSync(join(dataDir, "issuer-keys.json")).mode & 0o777).toBe(0o600);
  });
});

test("its port in use: one French sentence", async () => {
  await expect(start()).rejects.toThrow(`Le port ${port} est déjà utilisé`);
});
