import { createHash, randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { typeset } from "../../shared/kernel/typography.ts";
import type { Command } from "../command.ts";
import { openCallback } from "../sign-in/callback.ts";
import { signInAs } from "../sign-in/demonstration.ts";
import { SignInFailure } from "../sign-in/failure.ts";
import {
  authorizationUrl,
  codeOf,
  discover,
  type IdentityServer,
  isOnThisMachine,
  redeem,
  type Tokens,
} from "../sign-in/identity-server.ts";
import { keepSession, renewedSession } from "../sign-in/session-file.ts";
import { print } from "../terminal/output.ts";

const usage = `Usage : guichet sign-in [--issuer <adresse>] [--as <compte>] [--scope <portées>] [--print]
  --issuer  serveur d'identité (sinon GUICHET_ISSUER, sinon http://127.0.0.1:4602)
  --as      compte de démonstration du nuage local, sans navigateur
  --scope   portées demandées, séparées par des espaces
  --print   écrit le jeton d'accès, et lui seul, sur la sortie standard ; renouvelle la session si elle est ouverte
Code de sortie : 0 fait, 1 connexion refusée ou impossible, 2 demande mal formée ou résultat qui n'a pu être écrit.`;

const LOCAL_ISSUER = "http://127.0.0.1:4602";
const ALL_SCOPES = "openid directory:read directory:write segur:read segur:write cases:read";

/** Address at which the demonstration sign-in ends; nothing listens there. */
const UNVISITED = "http://127.0.0.1/callback";

interface Request {
  readonly issuer: string;
  readonly as: string | undefined;
  readonly scope: string;
  readonly print: boolean;
}

/** `guichet sign-in`: obtains an access token (OpenID Connect, code with PKCE) and keeps the session of this machine. */
export const signIn: Command = {
  name: "sign-in",
  summary: "ouvre une session et obtient un jeton d'accès",
  usage,
  async run(args) {
    const request = parse(args);
    if (request === undefined) {
      console.error(typeset(usage));
      return 2;
    }
    try {
      await signInFor(request);
      return 0;
    } catch (error) {
      if (!(error instanceof SignInFailure)) throw error;
      console.error(typeset(error.message));
      return 1;
    }
  },
};

function parse(args: readonly string[]): Request | undefined {
  const text = { type: "string" } as const;
  try {
    const options = { issuer: text, as: text, scope: text, print: { type: "boolean" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    return {
      issuer: values.issuer ?? (process.env.GUICHET_ISSUER || LOCAL_ISSUER),
      as: values.as,
      scope: values.scope ?? ALL_SCOPES,
      print: values.print ?? false,
    };
  } catch {
    return undefined;
  }
}

/** The token is told before the session is kept: where that fails, it is not lost. */
async function signInFor(request: Request): Promise<void> {
  const { issuer, as, print: isPrinted } = request;
  const renewed = isPrinted && as === undefined ? await renewedSession(issuer) : undefined;
  const { accessToken, refreshToken } = renewed ?? (await newTokens(request));
  if (isPrinted) print(accessToken);
  if (renewed === undefined && refreshToken !== undefined) await keepSession(issuer, refreshToken);
  if (!isPrinted) print("Vous êtes connecté.");
}

async function newTokens(request: Request): Promise<Tokens> {
  if (request.as !== undefined) return demonstrationTokens(request, request.as);
  return browserTokens(await discover(request.issuer), request);
}

async function demonstrationTokens({ issuer, scope }: Request, sub: string): Promise<Tokens> {
  if (!isOnThisMachine(issuer)) {
    throw new SignInFailure(
      "Les comptes de démonstration n'existent que sur le nuage local de cette machine : retirez --as.",
    );
  }
  return exchange(await discover(issuer), scope, UNVISITED, (url) => signInAs(sub, url, UNVISITED));
}

async function browserTokens(server: IdentityServer, { scope }: Request): Promise<Tokens> {
  const callback = await openCallback();
  try {
    return await exchange(server, scope, callback.redirectUri, (url, state) => {
      console.error(typeset(`Ouvrez cette adresse dans votre navigateur :\n${url}`));
      return callback.received(state);
    });
  } finally {
    callback.close();
  }
}

async function exchange(
  server: IdentityServer,
  scope: string,
  redirectUri: string,
  visit: (url: string, state: string) => Promise<URLSearchParams>,
): Promise<Tokens> {
  const state = randomBytes(24).toString("base64url");
  const verifier = randomBytes(48).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const answer = await visit(authorizationUrl(server, { redirectUri, scope, state, challenge }), state);
  return redeem(server, { code: codeOf(server, state, answer), verifier, redirectUri });
}
