import * as z from "zod/mini";
import { SignInFailure } from "./failure.ts";

/** The public client that the identity server knows this command by. */
const CLIENT_ID = "cli";
const WAIT_MILLIS = 30_000;

const Discovery = z.object({ issuer: z.string(), authorization_endpoint: z.url(), token_endpoint: z.url() });
const TokenAnswer = z.object({ access_token: z.string(), refresh_token: z.optional(z.string()) });
const TokenRefusal = z.object({ error: z.string() });

/** An OpenID Connect server, as its discovery document describes it. */
export type IdentityServer = z.infer<typeof Discovery>;

export interface Tokens {
  readonly accessToken: string;
  /** Renews the session once; its answer holds the next one. */
  readonly refreshToken: string | undefined;
}

/** Reads the discovery document of an issuer, which must be reached by https or be on this machine. */
export async function discover(issuer: string): Promise<IdentityServer> {
  const address = URL.parse(issuer);
  if (address === null || (address.protocol !== "https:" && !isOnThisMachine(issuer))) {
    throw new SignInFailure(
      "L'adresse du serveur d'identité doit commencer par https:// (http:// n'est admis que sur cette machine).",
    );
  }
  const answer = await ask(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const server = Discovery.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !server.success || server.data.issuer !== issuer) {
    throw new SignInFailure(`${issuer} n'est pas un serveur d'identité OpenID Connect.`);
  }
  return server.data;
}

/** Whether an address is plain http on the loopback interface. */
export function isOnThisMachine(address: string): boolean {
  return /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?(?:\/|$)/.test(address);
}

/** Where a person is sent to sign in (code with PKCE, a new sign-in even if a session is open). */
export function authorizationUrl(
  server: IdentityServer,
  request: { readonly redirectUri: string; readonly scope: string; readonly state: string; readonly challenge: string },
): string {
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    response_type: "code",
    client_id: CLIENT_ID,
    redirect_uri: request.redirectUri,
    scope: request.scope,
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: "S256",
    prompt: "login",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** The code of an answer to the request that `state` belongs to; throws what the server refused. */
export function codeOf(server: IdentityServer, state: string, answer: URLSearchParams): string {
  const iss = answer.get("iss");
  if (answer.get("state") !== state || (iss !== null && iss !== server.issuer)) {
    throw new SignInFailure("La réponse reçue ne correspond pas à cette demande de connexion : reprenez-la.");
  }
  const code = answer.get("code");
  if (code === null)
    throw new SignInFailure(`Le serveur d'identité a refusé la connexion (${answer.get("error") ?? "sans motif"}).`);
  return code;
}

/** Exchanges the code of an authorization for tokens. */
export async function redeem(
  server: IdentityServer,
  grant: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
): Promise<Tokens> {
  const { code, verifier, redirectUri } = grant;
  const tokens = await requestTokens(server, {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  });
  if (tokens === undefined)
    throw new SignInFailure("Le serveur d'identité n'a pas accepté le code de connexion : reprenez la connexion.");
  return tokens;
}

/** Renews a session; undefined when the server says that it has ended. */
export async function renew(server: IdentityServer, refreshToken: string): Promise<Tokens | undefined> {
  return requestTokens(server, { grant_type: "refresh_token", refresh_token: refreshToken });
}

async function requestTokens(server: IdentityServer, grant: Record<string, string>): Promise<Tokens | undefined> {
  const body = new URLSearchParams({ client_id: CLIENT_ID, ...grant });
  const answer = await ask(server.token_endpoint, { method: "POST", body });
  const content: unknown = await answer.json().catch(() => undefined);
  const refusal = TokenRefusal.safeParse(content);
  if (refusal.success && refusal.data.error === "invalid_grant") return undefined;
  const tokens = TokenAnswer.safeParse(content);
  if (!tokens.success)
    throw new SignInFailure(`Le serveur d'identité n'a pas délivré de jeton (réponse ${answer.status}).`);
  return { accessToken: tokens.data.access_token, refreshToken: tokens.data.refresh_token };
}

/** One request, redirections left to the caller; throws a sentence when nobody answers. */
export async function ask(url: string, options: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(WAIT_MILLIS), ...options });
  } catch {
    throw new SignInFailure(`Le serveur d'identité ${new URL(url).origin} ne répond pas. Est-il démarré ?`);
  }
}
