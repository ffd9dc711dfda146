import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Clock } from "../contracts.ts";
import { Refusal } from "./refusal.ts";

/** Answers one request that came through a door; `Date` is set and Host and Origin were checked. */
export type DoorHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface DoorOptions {
  readonly port: number;
  readonly clock: Clock;
  /** Says whether a page of another origin may call, where the door has rules of its own for that. */
  readonly admitsOrigin?: (request: IncomingMessage) => boolean;
  readonly handle: DoorHandler;
}

/**
 * Opens an HTTP server on 127.0.0.1. A request whose Host or Origin is not this door gets 403 (a page of another site, or a
 * name that resolves to this machine, reaches nothing), and every answer carries the virtual `Date`.
 * Throws a Refusal when the port is in use.
 */
export async function openDoor({ port, clock, admitsOrigin, handle }: DoorOptions): Promise<Server> {
  const server = createServer((request, response) => {
    response.sendDate = false;
    response.setHeader("Date", new Date(clock.now()).toUTCString());
    if (isForeign(request, port, admitsOrigin)) {
      response
        .writeHead(403, { "Content-Type": "text/plain; charset=utf-8" })
        .end("Forbidden: foreign Host or Origin\n");
      return;
    }
    Promise.resolve(handle(request, response)).catch((error: unknown) => failed(response, error));
  });
  await listen(server, port);
  return server;
}

/** Stops listening, ends the connections that are still open. */
export async function closeDoor(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** Whether a request names another host than this door, or comes from a page of another origin. */
function isForeign(request: IncomingMessage, port: number, admitsOrigin: DoorOptions["admitsOrigin"]): boolean {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !own.includes(host)) return true;
  if (origin === undefined || own.some((name) => origin === `http://${name}`)) return false;
  return admitsOrigin?.(request) !== true;
}

/** Reads a whole body; beyond `limit` bytes the promise rejects with a RangeError. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) throw new RangeError(`Body above ${limit} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Resolves once the server listens on 127.0.0.1; throws a Refusal that names the port when another program holds it. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? portInUse(port) : error),
    );
    server.listen(port, "127.0.0.1", () => resolve());
  });
}

function portInUse(port: number): Refusal {
  return new Refusal(
    `Le port ${port} est déjà utilisé : arrêtez le programme qui l'occupe, ou choisissez une autre série de ports avec --port (par exemple « npm start -- --port 4700 »).`,
  );
}

function failed(response: ServerResponse, error: unknown): void {
  console.error(error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" }).end("Internal error\n");
}
