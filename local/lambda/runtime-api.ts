import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Clock } from "../contracts.ts";
import { openDoor, readBody } from "../supervisor/door.ts";

/** One invocation as it is handed to a function process. */
export interface Invocation {
  readonly requestId: string;
  readonly invokedArn: string;
  readonly payload: string;
  /** UTC ms of the virtual clock. */
  readonly deadline: number;
}

/** What the runtime API tells about the function process behind one of its addresses. */
export interface RuntimeListener {
  /** The process is ready for an invocation; it gets the one that the promise gives. */
  next(): Promise<Invocation>;
  responded(requestId: string, payload: string): void;
  failed(requestId: string, error: string): void;
  /** The process could not load its handler. */
  initFailed(error: string): void;
}

/** The Runtime API of Lambda (version 2018-06-01), one address per function process. */
export interface RuntimeApi {
  readonly server: Server;
  /** Value of AWS_LAMBDA_RUNTIME_API for the process behind `id`. */
  address(id: string): string;
  register(id: string, listener: RuntimeListener): void;
  unregister(id: string): void;
}

/** A response of a synchronous invocation may not be larger. */
const RESPONSE_LIMIT = 6_291_556;
const PATH =
  /^\/(?<id>[\w-]+)\/2018-06-01\/runtime\/(?:invocation\/)?(?<what>[\w-]+)(?:\/(?<outcome>response|error))?$/;

/** Opens the runtime API. The process id in the path is drawn at random: no other program of the machine can guess it. */
export async function openRuntimeApi(port: number, clock: Clock): Promise<RuntimeApi> {
  const listeners = new Map<string, RuntimeListener>();
  const server = await openDoor({
    port,
    clock,
    handle: async (request, response) => {
      const { id = "", what = "", outcome } = PATH.exec(request.url ?? "")?.groups ?? {};
      const listener = listeners.get(id);
      if (listener === undefined) response.writeHead(403).end();
      else if (what === "next") handOver(response, clock, await listener.next());
      else await report({ listener, requestId: what, outcome: outcome ?? "", request, response });
    },
  });
  // A process waits for its next invocation as long as it lives.
  server.requestTimeout = 0;
  return {
    server,
    address: (id) => `127.0.0.1:${port}/${id}`,
    register: (id, listener) => {
      listeners.set(id, listener);
    },
    unregister: (id) => {
      listeners.delete(id);
    },
  };
}

function handOver(response: ServerResponse, clock: Clock, invocation: Invocation): void {
  response.writeHead(200, {
    "Content-Type": "application/json",
    "Lambda-Runtime-Aws-Request-Id": invocation.requestId,
    "Lambda-Runtime-Deadline-Ms": String(invocation.deadline),
    "Lambda-Runtime-Invoked-Function-Arn": invocation.invokedArn,
    "Lambda-Runtime-Trace-Id": `Root=1-${Math.floor(clock.now() / 1000).toString(16)}-${invocation.requestId.replaceAll("-", "").slice(0, 24)};Sampled=0`,
    "Local-Clock-Now": String(clock.now()),
    "Local-Clock-Held": String(clock.held?.() ?? false),
  });
  response.end(invocation.payload);
}

interface Report {
  readonly listener: RuntimeListener;
  readonly requestId: string;
  readonly outcome: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function report({ listener, requestId, outcome, request, response }: Report): Promise<void> {
  const body = await readBody(request, RESPONSE_LIMIT).catch((error: unknown) => {
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  if (body === undefined) listener.failed(requestId, tooLarge());
  else if (requestId === "init") listener.initFailed(body.toString("utf8"));
  else if (outcome === "response") listener.responded(requestId, body.toString("utf8"));
  else listener.failed(requestId, body.toString("utf8"));
  response.writeHead(202, { "Content-Type": "application/json" }).end('{"status":"OK"}');
}

function tooLarge(): string {
  return JSON.stringify({
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${RESPONSE_LIMIT} bytes).`,
  });
}
