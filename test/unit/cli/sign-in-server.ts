import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type TokenAnswer = readonly [status: number, body: object];

interface Behaviour {
  /** Called whenever the server is asked what it is. */
  readonly onDiscovery?: () => void;
  /** What it answers at the token endpoint, in place of `tokenAnswers`. */
  readonly token?: (asked: URLSearchParams) => Promise<TokenAnswer>;
}

/** A small identity server: a sign-in page behind a cookie, then a redirection with a code. */
export async function openIdentityServer({ onDiscovery, token }: Behaviour = {}) {
  /** What was asked at the token endpoint, and what it answers next. */
  const asked: URLSearchParams[] = [];
  const tokenAnswers: TokenAnswer[] = [];
  let query = new URLSearchParams();
  let issuer = "";

  async function choose(request: IncomingMessage, response: ServerResponse) {
    const sub = request.method === "POST" ? (await bodyOf(request)).get("sub") : undefined;
    if (request.headers.cookie !== "visit=1") return response.writeHead(400).end("lost");
    if (sub === undefined) return response.writeHead(200).end("choose");
    if (sub !== "camille") return response.writeHead(400).end("unknown");
    const answer = new URLSearchParams({ code: "c-camille", state: query.get("state")!, iss: issuer });
    return response.writeHead(303, { location: `${query.get("redirect_uri")}?${answer}` }).end();
  }

  const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => unknown> = {
    "/.well-known/openid-configuration": (_, response) => {
      onDiscovery?.();
      json(response, 200, { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` });
    },
    "/auth": (request, response) => {
      query = new URL(request.url!, issuer).searchParams;
      response.writeHead(303, { location: "/page", "set-cookie": "visit=1; path=/; httponly" }).end();
    },
    "/page": choose,
    "/token": async (request, response) => {
      const form = await bodyOf(request);
      asked.push(form);
      json(response, ...((await token?.(form)) ?? tokenAnswers.shift() ?? ([500, {}] as const)));
    },
  };
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url!, "http://x").pathname];
    if (page === undefined) response.writeHead(404).end();
    else void page(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { issuer, asked, tokenAnswers, close };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
