import { SignInFailure } from "./failure.ts";
import { ask } from "./identity-server.ts";

const MAX_STEPS = 6;

/**
 * Signs in as a demonstration account without a browser: follows the redirections, answers the sign-in page with `sub`, and
 * returns the parameters that the server sends to the redirect URI.
 */
export async function signInAs(sub: string, url: string, redirectUri: string): Promise<URLSearchParams> {
  const cookies = new Map<string, string>();
  let next = url;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (next.startsWith(`${redirectUri}?`)) return new URL(next).searchParams;
    const answer = await visit(next, cookies);
    const page = answer.headers.get("location") === null && answer.ok;
    const reply = page ? await visit(next, cookies, new URLSearchParams({ sub })) : answer;
    next = locationOf(reply, next, sub);
  }
  throw new SignInFailure("Le serveur d'identité redirige sans fin.");
}

function locationOf(answer: Response, url: string, sub: string): string {
  const location = answer.headers.get("location");
  if (location === null)
    throw new SignInFailure(`Le serveur d'identité ne connaît pas le compte de démonstration « ${sub} ».`);
  return new URL(location, url).href;
}

async function visit(url: string, cookies: Map<string, string>, form?: URLSearchParams): Promise<Response> {
  const headers = { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  const answer = await ask(url, form === undefined ? { headers } : { headers, method: "POST", body: form });
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
    if (name !== undefined && value !== undefined) cookies.set(name, value);
  }
  return answer;
}
