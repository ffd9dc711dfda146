import { expect, test } from "@jest/globals";
import { exportSPKI, generateKeyPair, importJWK, SignJWT } from "jose";
import { clientWith, issuerKey, mint, person, productNow, scopes } from "../support/client.ts";
import type { Product } from "../support/product.ts";

/** SEC-17 over HTTP: what is not a fresh access token of the one issuer, for this API, with the scope, opens nothing. */
export function tokens(product: () => Product): void {
  const path = "/v1/memberships";
  const status = async (token: string) => (await clientWith(product(), token).get(path)).status;

  const claims = async () => {
    const now = Math.floor((await productNow(product())) / 1000);
    const { issuer } = product();
    return { iss: issuer, sub: "camille", aud: "urn:guichet-biologie:local", scope: scopes, iat: now, exp: now + 300 };
  };

  test("SEC-17 a token of the issuer with the scope: let in", async () => {
    expect(await status(await mint(product(), { sub: "camille" }))).toBe(200);
  });

  test("SEC-17 algorithm none: 401", async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(await status(`${part({ alg: "none", typ: "JWT" })}.${part(await claims())}.`)).toBe(401);
  });

  test("SEC-17 HS256 keyed with the issuer's public key: 401", async () => {
    const { jwk, kid } = await issuerKey(product());
    const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicJwk } = jwk;
    const publicKey = await importJWK(publicJwk, "RS256", { extractable: true });
    if (publicKey instanceof Uint8Array) throw new Error("not a public key");
    const secret = new TextEncoder().encode(await exportSPKI(publicKey));
    const forged = new SignJWT(await claims()).setProtectedHeader({ alg: "HS256", kid });
    expect(await status(await forged.sign(secret))).toBe(401);
  });

  test("SEC-17 signed by the key of another issuer under the same key id: 401", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const { kid } = await issuerKey(product());
    const forged = new SignJWT(await claims()).setProtectedHeader({ alg: "RS256", kid });
    expect(await status(await forged.sign(privateKey))).toBe(401);
  });

  test.each([
    ["another issuer", { iss: "https://issuer.example" }],
    ["another audience", { aud: "urn:guichet-biologie:production" }],
    ["a token that has ended", { expiresIn: -1 }],
    ["a token not yet valid", { notBefore: 120 }],
  ])("SEC-17 %s: 401", async (_, wrong) => {
    expect(await status(await mint(product(), { sub: "camille", ...wrong }))).toBe(401);
  });

  test("SEC-17 a token without the scope of the route: 403", async () => {
    expect(await status(await mint(product(), { sub: "camille", scope: "openid" }))).toBe(403);
  });

  test("a token that claims roles: they are not believed", async () => {
    const { key, kid } = await issuerKey(product());
    const boastful = new SignJWT({ ...(await claims()), roles: ["programme-admin"], groups: ["operator"] });
    const token = await boastful.setProtectedHeader({ alg: "RS256", kid }).sign(key);
    const odile = await person(product(), "odile");
    const operator = (await odile.get(path)).body.items[0].organisation.id;
    const answer = await clientWith(product(), token, operator).get(`/v1/organisations/${operator}/members`);
    expect(answer.status).toBe(404);
  });
}
