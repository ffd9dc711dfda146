import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importJWK, SignJWT } from "jose";
import type { Product } from "./product.ts";

/** Where a product runs: its addresses, and the directory that holds the keys of its issuer. */
type Running = Pick<Product, "api" | "issuer" | "directory">;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests read whatever the API answered.
  readonly body: ReturnType<typeof JSON.parse>;
}

export interface Options {
  /** Idempotency key; a new one when absent, none when `null`. */
  readonly key?: string | null;
  readonly version?: number;
  readonly organisation?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A person at work: signed in, acting for an organisation. */
export interface Client {
  get(path: string, options?: Options): Promise<Answer>;
  post(path: string, body?: unknown, options?: Options): Promise<Answer>;
  actingFor(organisation: string): Client;
}

export const scopes = "directory:read directory:write segur:read segur:write cases:read";

/** What a token says; every claim can be set wrong on purpose. */
export interface Claims {
  readonly sub: string;
  readonly scope?: string;
  readonly iss?: string;
  readonly aud?: string;
  /** Seconds from now, in the time of the product. */
  readonly expiresIn?: number;
  readonly notBefore?: number;
}

/** Now, as the product's front door tells it. */
export async function productNow(product: Running): Promise<number> {
  // No route leads there: the front door answers by itself.
  const answer = await fetch(`${product.api}/`);
  await answer.arrayBuffer();
  return Date.parse(answer.headers.get("date") ?? "");
}

/** The issuer's private key and its id, as the local cloud keeps them. */
export async function issuerKey(product: Running) {
  const { signing } = JSON.parse(readFileSync(join(product.directory, ".guichet/issuer-keys.json"), "utf8"));
  return { key: await importJWK(signing, "RS256"), jwk: signing, kid: signing.kid as string };
}

/** A token of the issuer, minted with its own key. */
export async function mint(product: Running, claims: Claims): Promise<string> {
  const { key, kid } = await issuerKey(product);
  const now = Math.floor((await productNow(product)) / 1000);
  const token = new SignJWT({ scope: claims.scope ?? scopes, client_id: "cli", auth_time: now })
    .setProtectedHeader({ alg: "RS256", kid, typ: "at+jwt" })
    .setIssuer(claims.iss ?? product.issuer)
    .setAudience(claims.aud ?? "urn:guichet-biologie:local")
    .setSubject(claims.sub)
    .setIssuedAt(now)
    .setExpirationTime(now + (claims.expiresIn ?? 3600));
  if (claims.notBefore !== undefined) token.setNotBefore(now + claims.notBefore);
  return token.sign(key);
}

const keyHeader = ({ key }: Options): Record<string, string> =>
  key === null ? {} : { "idempotency-key": key ?? randomUUID() };

const typeHeader = (body: unknown): Record<string, string> =>
  body === undefined ? {} : { "content-type": "application/json" };

/** A client with this token; the organisation is named by `actingFor` or by each call. */
export function clientWith(product: Running, token: string | undefined, organisation?: string): Client {
  const headers = (options: Options): Record<string, string> => {
    const acting = options.organisation ?? organisation;
    return {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(acting === undefined ? {} : { "guichet-organisation": acting }),
      ...(options.version === undefined ? {} : { "if-match": `"${options.version}"` }),
      ...options.headers,
    };
  };
  return {
    get: (path, options = {}) => send(`${product.api}${path}`, { headers: headers(options) }),
    post: (path, body, options = {}) =>
      send(`${product.api}${path}`, {
        method: "POST",
        headers: { ...keyHeader(options), ...typeHeader(body), ...headers(options) },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    actingFor: (other) => clientWith(product, token, other),
  };
}

/** A person signed in with a token minted for an hour. */
export const person = async (product: Running, sub: string): Promise<Client> =>
  clientWith(product, await mint(product, { sub }));

async function send(url: string, request: RequestInit): Promise<Answer> {
  const answer = await fetch(url, request);
  const text = await answer.text();
  const isJson = text !== "" && (answer.headers.get("content-type") ?? "").includes("json");
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : undefined };
}
