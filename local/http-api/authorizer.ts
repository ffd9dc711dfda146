import { compactVerify, decodeProtectedHeader } from "jose";
import { z } from "zod";
import type { Clock } from "../contracts.ts";
import { openIssuerKeys } from "./issuer-keys.ts";

const ALGORITHMS = ["RS256", "RS384", "RS512"];

/** NumericDate of RFC 7519: seconds, fractions allowed. */
const Claims = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  client_id: z.string().optional(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  scope: z.unknown().optional(),
  scp: z.unknown().optional(),
});
type Claims = z.infer<typeof Claims>;

/** What a function reads in `requestContext.authorizer.jwt`. */
export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

export type Authorization =
  | { readonly authorized: true; readonly jwt: JwtContext }
  | { readonly authorized: false; readonly status: 401 | 403; readonly challenge: string };

/** A JWT authoriser: decides on one `Authorization` header for a route that asks for one of `scopes` (none: any token). */
export interface Authorizer {
  authorize(header: string | undefined, scopes: readonly string[]): Promise<Authorization>;
}

/** A token that is refused, with the reason told in `www-authenticate`. */
class InvalidToken extends Error {}

/**
 * Checks tokens as API Gateway's JWT authoriser does: RSA signature by a key of the issuer, `iss`, `aud` (or `client_id` when
 * there is none), `exp`, `nbf`, `iat`, then one of the route's scopes in `scp` or `scope`. Like it, it cannot tell an ID token
 * from an access token: only a scope keeps an ID token out.
 */
export function openAuthorizer(settings: {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly clock: Clock;
}): Authorizer {
  const keys = openIssuerKeys(settings.issuer, settings.clock);
  const verify = async (token: string): Promise<Claims> => {
    const { alg, kid } = headerOf(token);
    if (!ALGORITHMS.includes(alg)) throw new InvalidToken(`signing method ${alg} is invalid`);
    const key = await keys.find(kid).catch(() => {
      throw new InvalidToken("OIDC discovery endpoint communication error");
    });
    if (key === undefined) throw new InvalidToken("unable to find the key of the token");
    const { payload } = await compactVerify(token, key, { algorithms: ALGORITHMS }).catch(() => {
      throw new InvalidToken("the token signature is invalid");
    });
    return checkClaims(payload, settings);
  };
  return { authorize: (header, scopes) => authorize(header, scopes, verify) };
}

async function authorize(
  header: string | undefined,
  scopes: readonly string[],
  verify: (token: string) => Promise<Claims>,
): Promise<Authorization> {
  const token = header?.replace(/^Bearer /i, "").trim();
  if (token === undefined || token === "") return { authorized: false, status: 401, challenge: "Bearer" };
  const refused = (error: string, description: string) =>
    `Bearer scope="${scopes.join(" ")}" error="${error}" error_description="${description}"`;
  try {
    const claims = await verify(token);
    const granted = scopesOf(claims).filter((scope) => scopes.includes(scope));
    if (scopes.length > 0 && granted.length === 0) {
      const challenge = refused("insufficient_scope", "the token does not have a required scope");
      return { authorized: false, status: 403, challenge };
    }
    return { authorized: true, jwt: { claims: asText(claims), scopes: scopes.length > 0 ? granted : null } };
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    return { authorized: false, status: 401, challenge: refused("invalid_token", error.message) };
  }
}

function headerOf(token: string): { readonly alg: string; readonly kid: string } {
  try {
    return z.object({ alg: z.string().regex(/^\w+$/), kid: z.string() }).parse(decodeProtectedHeader(token));
  } catch {
    throw new InvalidToken("the token is malformed");
  }
}

function checkClaims(
  payload: Uint8Array,
  settings: { readonly issuer: string; readonly audience: readonly string[]; readonly clock: Clock },
): Claims {
  const claims = claimsIn(payload);
  const now = settings.clock.now() / 1000;
  const audience = [claims.aud ?? claims.client_id ?? []].flat();
  const refusals: ReadonlyArray<readonly [boolean, string]> = [
    [claims.iss !== settings.issuer, "invalid issuer"],
    [!audience.some((entry) => settings.audience.includes(entry)), "the token does not have a valid audience"],
    [now >= claims.exp, "the token has expired"],
    [claims.nbf !== undefined && now < claims.nbf, "the token is not valid yet"],
    [claims.iat !== undefined && now < claims.iat, "the token was issued in the future"],
  ];
  for (const [isRefused, reason] of refusals) {
    if (isRefused) throw new InvalidToken(reason);
  }
  return claims;
}

function claimsIn(payload: Uint8Array): Claims {
  try {
    return Claims.parse(JSON.parse(Buffer.from(payload).toString("utf8")));
  } catch {
    throw new InvalidToken("the token is malformed");
  }
}

function scopesOf({ scp, scope }: Claims): string[] {
  const value = scp ?? scope;
  if (typeof value === "string") return value.split(" ").filter((entry) => entry !== "");
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** Claims reach a function as text: a list as `[a b]`, a number in digits, null not at all. */
function asText(claims: Claims): Record<string, string> {
  const entries = Object.entries(claims).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, claimText(value)]));
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(" ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
