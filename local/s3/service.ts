import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { StreamingService } from "../aws-door/door.ts";
import { Access } from "./access.ts";
import type { Answer, S3Parts, ServiceCall } from "./call.ts";
import { corsHeaders, corsRefusal } from "./cors.ts";
import { type Operation, operationOf } from "./operations.ts";
import { postObject } from "./post-object.ts";
import { readRequest, type S3Request } from "./request.ts";
import { accessDenied, S3Error } from "./s3-error.ts";
import { authenticate, type Verifier } from "./signature.ts";
import { xmlError } from "./xml.ts";

interface ServiceParts extends S3Parts, Pick<Verifier, "iam"> {
  readonly iam: S3Parts["iam"] & Verifier["iam"];
  /** Told of each operation, by name. */
  readonly count: (operation: string) => void;
}

/** S3 behind the AWS door. */
export function s3Service(parts: ServiceParts): StreamingService {
  return {
    takes: isForS3,
    // A preflight is answered here, with a refusal of its own.
    admitsOrigin: (request) => request.method === "OPTIONS" || corsOf(parts, request) !== undefined,
    handle: async (raw, response, requestId) => {
      const answer = await answerSafely(parts, raw, requestId);
      const headers = { ...answer.headers, ...corsOf(parts, raw), "x-amz-request-id": requestId };
      try {
        await send(raw, response, { ...answer, headers });
      } finally {
        // What was refused before its end is read and dropped, or the client would wait to send it.
        raw.unpipe();
        raw.resume();
      }
    },
  };
}

/** Requests of S3 name it in the scope of their signature; unsigned ones are forms, preflights, or have no other taker. */
function isForS3({ method, headers, url = "" }: IncomingMessage): boolean {
  if (headers.authorization !== undefined) return /Credential=[^/]+\/\d{8}\/[^/]+\/s3\//.test(headers.authorization);
  if (method !== "POST") return true;
  return url.includes("X-Amz-Signature=") || /^multipart\/form-data/i.test(headers["content-type"] ?? "");
}

function corsOf({ buckets }: ServiceParts, raw: IncomingMessage): Record<string, string> | undefined {
  const [, name = ""] = /^\/([^/?]+)/.exec(raw.url ?? "") ?? [];
  return corsHeaders(buckets.find(name)?.cors ?? [], raw);
}

async function answerSafely(parts: ServiceParts, raw: IncomingMessage, requestId: string): Promise<Answer> {
  try {
    return await answer(parts, readRequest(raw, requestId));
  } catch (error) {
    if (!(error instanceof S3Error)) console.error(error);
    const internal = "We encountered an internal error. Please try again.";
    return refusal(error instanceof S3Error ? error : new S3Error(500, "InternalError", internal), raw, requestId);
  }
}

function refusal(
  { status, code, message, details, headers }: S3Error,
  raw: IncomingMessage,
  requestId: string,
): Answer {
  const Resource = (raw.url ?? "/").split("?")[0];
  const body = xmlError({ Code: code, Message: message, ...details, Resource, RequestId: requestId });
  return { status, headers, body };
}

async function answer(parts: ServiceParts, request: S3Request): Promise<Answer> {
  const { method, bucket, key, query } = request;
  if (method === "OPTIONS") return preflight(parts, request);
  if (method === "POST" && bucket !== undefined && key === undefined && !query.has("delete")) {
    parts.count("PostObject");
    return await postObject(parts, request, bucket);
  }
  const caller = authenticate(request, parts);
  const operation = operationOf(request);
  parts.count(operation.name);
  const call = { parts, request, caller, access: new Access(parts, caller, request) };
  return await run(operation, call);
}

function preflight({ buckets }: ServiceParts, { bucket = "", raw }: S3Request): Answer {
  const { cors } = buckets.get(bucket);
  if (corsHeaders(cors, raw) === undefined) throw corsRefusal(cors);
  return { status: 200 };
}

async function run(operation: Operation, call: ServiceCall): Promise<Answer> {
  const { bucket: name = "", key = "" } = call.request;
  if (operation.on === "service") return await operation.run(call);
  const bucket = call.parts.buckets.get(name);
  checkOwner(call);
  if (operation.on === "bucket") return await operation.run({ ...call, bucket });
  return await operation.run({ ...call, bucket, key });
}

/** A caller may say whose bucket it expects to meet. */
function checkOwner({ request, parts }: ServiceCall): void {
  const names = ["x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"];
  if (names.some((name) => (request.headers.get(name) ?? parts.account) !== parts.account)) throw accessDenied();
}

async function send(raw: IncomingMessage, response: ServerResponse, { status, headers = {}, body = "" }: Answer) {
  if (typeof body !== "string") {
    response.writeHead(status, headers);
    // A client that goes away while it reads is no failure of ours.
    await pipeline(body, response).catch(() => undefined);
    return;
  }
  const type = body === "" ? {} : { "content-type": "application/xml" };
  const length = status === 204 || status === 304 ? {} : { "content-length": String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...type, ...length, ...headers });
  response.end(raw.method === "HEAD" ? undefined : body);
}
