import type { CryptoKey, JWK } from "jose";
import { importJWK } from "jose";
import { z } from "zod";
import type { Clock } from "../contracts.ts";

/** API Gateway may keep an issuer's keys for two hours. */
const KEPT_MILLIS = 2 * 60 * 60 * 1000;
/** A key id never seen makes the keys be read again, but not more often than this (real time: it bounds traffic). */
const REREAD_MILLIS = 10_000;
const ANSWER_MILLIS = 5_000;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+\//) });
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });

/** The RSA keys that an issuer publishes. */
export interface IssuerKeys {
  /** The key of that id, or undefined when the issuer publishes none. Rejects when the issuer does not answer. */
  find(kid: string): Promise<CryptoKey | undefined>;
}

/** Reads the keys of an issuer through its discovery document, over HTTP, when they are first needed. */
export function openIssuerKeys(issuer: string, clock: Clock): IssuerKeys {
  let keys = new Map<string, CryptoKey>();
  let keptUntil = Number.NEGATIVE_INFINITY;
  let rereadFrom = Number.NEGATIVE_INFINITY;
  const read = async () => {
    rereadFrom = performance.now() + REREAD_MILLIS;
    keys = await readKeys(issuer);
    keptUntil = clock.now() + KEPT_MILLIS;
  };
  return {
    async find(kid) {
      const stale = clock.now() >= keptUntil;
      const unknown = !keys.has(kid) && performance.now() >= rereadFrom;
      if (stale || unknown) await read();
      return keys.get(kid);
    },
  };
}

async function readKeys(issuer: string): Promise<Map<string, CryptoKey>> {
  const discovery = Discovery.parse(await getJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`));
  const { keys } = KeySet.parse(await getJson(discovery.jwks_uri));
  const found = new Map<string, CryptoKey>();
  for (const jwk of keys) {
    if (jwk.kty === "RSA" && jwk.kid !== undefined) found.set(jwk.kid, await publicKey(jwk));
  }
  return found;
}

async function publicKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK({ ...jwk, alg: jwk.alg ?? "RS256" });
  if (key instanceof Uint8Array || key.type !== "public") throw new Error("An issuer publishes public keys only.");
  return key;
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(ANSWER_MILLIS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
}
