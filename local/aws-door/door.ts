import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { AwsResponse, AwsService, Clock, Principal } from "../contracts.ts";
import type { LocalIam } from "../iam/iam.ts";
import { closeDoor, openDoor } from "../supervisor/door.ts";
import { AwsError, errorResponse } from "./aws-error.ts";
import { type Authorization, type ReceivedRequest, readAuthorization, verifySignature } from "./sigv4.ts";

/** The largest body that a service played here takes: a batch of DynamoDB. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** Longer than an SDK leaves a socket idle, so that it is the client who closes: a request never meets a closing door. */
const KEEP_ALIVE_MILLIS = 60_000;

/** A service that verifies its requests itself and reads their bodies as streams: its signatures are also in queries and forms. */
export interface StreamingService {
  /** Whether a request is for this service, by its head. */
  takes(request: IncomingMessage): boolean;
  /** Whether a page of another origin may send this request. */
  admitsOrigin(request: IncomingMessage): boolean;
  handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void>;
}

interface AwsDoorOptions {
  readonly port: number;
  readonly region: string;
  readonly clock: Clock;
  readonly iam: Pick<LocalIam, "lookup" | "hasEnded">;
  readonly services: readonly AwsService[];
  readonly streaming?: StreamingService;
}

/**
 * Opens the AWS endpoint on 127.0.0.1: checks the signature of each request, finds who signed it, and hands it to the
 * service that its credential scope names.
 * @throws Refusal when the port is taken
 */
export async function createAwsDoor(options: AwsDoorOptions): Promise<{ close(): Promise<void> }> {
  const { port, clock, streaming } = options;
  const server = await openDoor({
    port,
    clock,
    admitsOrigin: (request) => streaming?.takes(request) === true && streaming.admitsOrigin(request),
    handle: async (request, response) => {
      const requestId = randomUUID();
      if (streaming?.takes(request)) return await streaming.handle(request, response, requestId);
      const { status, headers, body } = await answer(options, request, requestId);
      const length = { "content-length": Buffer.byteLength(body) };
      response.writeHead(status, { ...headers, ...length, "x-amzn-requestid": requestId }).end(body);
    },
  });
  server.keepAliveTimeout = KEEP_ALIVE_MILLIS;
  return { close: () => closeDoor(server) };
}

async function answer(options: AwsDoorOptions, request: IncomingMessage, requestId: string): Promise<AwsResponse> {
  try {
    const received: ReceivedRequest = {
      method: request.method ?? "GET",
      target: request.url ?? "/",
      headers: request.headersDistinct,
      body: await readBody(request),
    };
    const authorization = readAuthorization(received);
    const principal = authenticate(options, received, authorization);
    const { pathname: path, searchParams: query } = new URL(received.target, "http://127.0.0.1");
    const { method, body } = received;
    const service = findService(options, authorization);
    return await service.handle({ method, path, query, headers: request.headers, body, principal, requestId });
  } catch (error) {
    return errorResponse(error instanceof AwsError ? error : internalFailure(error));
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > LARGEST_BODY || request.headers["transfer-encoding"] !== undefined) {
    throw new AwsError("RequestEntityTooLargeException", `A body has a length, of ${LARGEST_BODY} bytes at most`, 413);
  }
  return await buffer(request);
}

function authenticate(options: AwsDoorOptions, request: ReceivedRequest, by: Authorization): Principal {
  const session = options.iam.lookup(by.accessKeyId);
  if (options.iam.hasEnded(by.accessKeyId)) {
    throw new AwsError("ExpiredTokenException", "The security token included in the request is expired", 403);
  }
  if (session === undefined || session.credentials.sessionToken !== request.headers["x-amz-security-token"]?.[0]) {
    throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.", 403);
  }
  verifySignature(request, by, session.credentials.secretAccessKey, options.clock.now());
  return session.principal;
}

function findService(options: AwsDoorOptions, { region, service }: Authorization): AwsService {
  if (region !== options.region) {
    throw new AwsError("InvalidSignatureException", `Credential should be scoped to a valid region, not '${region}'.`);
  }
  const found = options.services.find(({ name }) => name === service);
  if (found === undefined) {
    throw new AwsError("UnknownOperationException", `The local cloud does not play the service '${service}'`, 404);
  }
  return found;
}

function internalFailure(error: unknown): AwsError {
  console.error(error);
  return new AwsError("InternalFailure", "The local cloud failed; its console says why", 500);
}
