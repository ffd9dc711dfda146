import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { typeset } from "../../shared/kernel/typography.ts";
import { SignInFailure } from "./failure.ts";

const PATIENCE_MILLIS = 5 * 60 * 1000;

/** Waits on the loopback interface for the browser to come back from the identity server (RFC 8252). */
export interface Callback {
  readonly redirectUri: string;
  /** Parameters of the first call that carries `state`; rejects after five minutes. */
  received(state: string): Promise<URLSearchParams>;
  close(): void;
}

/** Opens the listener on a free port of 127.0.0.1. */
export async function openCallback(): Promise<Callback> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The listener has no port.");
  return {
    redirectUri: `http://127.0.0.1:${address.port}/callback`,
    received: (state) => waitFor(server, state),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function waitFor(server: Server, state: string): Promise<URLSearchParams> {
  return new Promise((resolve, reject) => {
    const late = "Personne ne s'est connecté dans les cinq minutes : reprenez la connexion.";
    const timer = setTimeout(() => reject(new SignInFailure(late)), PATIENCE_MILLIS);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      const answer = answerIn(request, state);
      if (answer === undefined) return say(response, 404, "Page inconnue.");
      say(response, 200, "Réponse reçue : vous pouvez fermer cette page et revenir au terminal.");
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

function say(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
  response.end(`${typeset(sentence)}\n`);
}

function answerIn(request: IncomingMessage, state: string): URLSearchParams | undefined {
  const called = URL.parse(request.url ?? "/", "http://127.0.0.1");
  return called?.pathname === "/callback" && called.searchParams.get("state") === state
    ? called.searchParams
    : undefined;
}
