import Provider, { type ClientMetadata, type Configuration, errors, type KoaContextWithOIDC } from "oidc-provider";
import { html } from "../console/html.ts";
import { sendPage } from "../console/pages.ts";
import type { Artifacts } from "./artifacts.ts";
import type { IssuerKeys } from "./keys.ts";
import type { IssuerAccount, IssuerClient, IssuerSettings } from "./settings.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const ACCESS_TOKEN_SECONDS = 5 * MINUTE;

/** Path of the sign-in page of one interaction. */
export const INTERACTION_PATH = "/interaction/";

/**
 * The OpenID provider: code with PKCE for public clients, client credentials for systems; access tokens are JWTs (RS256) for
 * one audience. Nobody is asked for consent, all clients being the project's own.
 */
export function openProvider(settings: IssuerSettings, keys: IssuerKeys, artifacts: Artifacts): Provider {
  return new Provider(`http://127.0.0.1:${settings.port}`, {
    ...people(settings),
    adapter: (model) => artifacts.adapter(model),
    clients: [nativeClient(), ...settings.clients.map(clientMetadata)],
    clientAuthMethods: ["none", "client_secret_basic", "private_key_jwt"],
    cookies: { keys: [keys.cookies] },
    jwks: { keys: [keys.signing] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: accessTokens(settings),
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    // The issuer of a machine without network asks nothing of anyone.
    fetch: async (url) => Promise.reject(new Error(`The local issuer makes no outgoing request (${String(url)}).`)),
    interactions: { url: (_context, { uid }) => `${INTERACTION_PATH}${uid}` },
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed("refresh_token"),
    expiresWithSession: async () => false,
    pkce: { required: () => true },
    renderError: async (context, { error, error_description }) => {
      context.respond = false;
      sendPage(context.res, context.status, errorPage(error, error_description ?? ""));
    },
    responseTypes: ["code"],
    rotateRefreshToken: true,
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      ClientCredentials: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: MINUTE,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: 60 * MINUTE,
      Session: DAY,
      Grant: 14 * DAY,
      RefreshToken: 14 * DAY,
    },
  });
}

/** Who may sign in, and what the tokens say of how they did. */
function people(settings: IssuerSettings): Partial<Configuration> {
  const resource = resourceOf(settings);
  return {
    acrValues: [...new Set(settings.accounts.map(({ acr }) => acr))],
    claims: { openid: ["sub", "acr", "amr", "auth_time"], profile: ["name"] },
    // The name is in the ID token: there is no userinfo endpoint to ask for it.
    conformIdTokenClaims: false,
    scopes: ["openid", "profile", "offline_access"],
    findAccount: async (_context, sub) => {
      const account = settings.accounts.find((candidate) => candidate.sub === sub);
      return account && { accountId: sub, claims: async () => ({ sub, name: account.name }) };
    },
    extraTokenClaims: async (context) => signInClaims(context),
    loadExistingGrant: async ({ oidc }) => {
      const clientId = oidc.client?.clientId;
      const accountId = oidc.session?.accountId;
      const grant = new oidc.provider.Grant({ clientId, accountId });
      grant.addOIDCScope("openid profile offline_access");
      grant.addResourceScope(resource, settings.scopes.join(" "));
      await grant.save();
      return grant;
    },
  };
}

/** RFC 8707 names a resource by an absolute URI, which the configured audience need not be. */
function resourceOf({ audience }: IssuerSettings): string {
  return `urn:audience:${encodeURIComponent(audience)}`;
}

function accessTokens(settings: IssuerSettings): NonNullable<Configuration["features"]>["resourceIndicators"] {
  const scopesOf = (clientId: string) => {
    const client = settings.clients.find(({ id }) => id === clientId);
    return client !== undefined && "scopes" in client ? client.scopes : settings.scopes;
  };
  return {
    enabled: true,
    defaultResource: async () => resourceOf(settings),
    useGrantedResource: async () => true,
    getResourceServerInfo: async (_context, resource, { clientId }) => {
      if (resource !== resourceOf(settings)) throw new errors.InvalidTarget();
      return {
        audience: settings.audience,
        scope: scopesOf(clientId).join(" "),
        accessTokenFormat: "jwt",
        accessTokenTTL: ACCESS_TOKEN_SECONDS,
        jwt: { sign: { alg: "RS256" } },
      };
    },
  };
}

/** When and how the person signed in, as the code or the refresh token that is being exchanged remembers it. */
function signInClaims({ oidc }: KoaContextWithOIDC): Record<string, string | number | string[]> | undefined {
  const { AuthorizationCode, RefreshToken } = oidc.entities;
  const source = AuthorizationCode ?? RefreshToken;
  if (source === undefined) return undefined;
  const { authTime, acr, amr, sessionUid } = source;
  return {
    ...(authTime === undefined ? {} : { auth_time: authTime }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
    ...(sessionUid === undefined ? {} : { sid: sessionUid }),
  };
}

/** The command line of this machine: any loopback port, path `/callback` (RFC 8252). */
function nativeClient(): ClientMetadata {
  return { ...publicClient("cli", ["http://127.0.0.1/callback"]), application_type: "native" };
}

function publicClient(id: string, redirectUris: string[]): ClientMetadata {
  return {
    client_id: id,
    redirect_uris: redirectUris,
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
  };
}

function clientMetadata(client: IssuerClient): ClientMetadata {
  if ("redirectUris" in client) return publicClient(client.id, client.redirectUris);
  const system = { client_id: client.id, grant_types: ["client_credentials"], redirect_uris: [], response_types: [] };
  if ("secret" in client) {
    return { ...system, client_secret: client.secret, token_endpoint_auth_method: "client_secret_basic" };
  }
  return { ...system, jwks: client.jwks, token_endpoint_auth_method: "private_key_jwt" };
}

function errorPage(error: string, description: string) {
  return {
    title: "Connexion impossible",
    body: html`<main id="contenu">
<h1>Connexion impossible</h1>
<p>La demande de connexion n'est pas valable ou n'est plus valable. Reprenez-la depuis le début.</p>
<p class="soft"><code>${error}</code> ${description}</p>
</main>`,
  };
}

/** What the provider is told when a person has chosen an account; the empty consent spares native clients the question. */
export function loginResult({ sub, acr, amr }: IssuerAccount) {
  return { login: { accountId: sub, acr, amr, remember: false }, consent: {} };
}
