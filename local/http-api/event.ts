import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { JwtContext } from "./authorizer.ts";

/** What is known of a request when its function is about to be called. */
export interface Received {
  readonly request: IncomingMessage;
  readonly method: string;
  /** Decoded, stage included. */
  readonly path: string;
  readonly rawQuery: string;
  readonly body: Buffer;
  readonly requestId: string;
  /** Instant of arrival, UTC ms of the virtual clock. */
  readonly at: number;
}

/** What the API decided about it. */
export interface Routed {
  readonly accountId: string;
  readonly apiId: string;
  readonly routeKey: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly jwt: JwtContext | undefined;
}

/** The event of payload format 2.0. Members without content are absent, as API Gateway leaves them out. */
export function payloadEvent(received: Received, routed: Routed): Record<string, unknown> {
  const { request, body, rawQuery } = received;
  const text = isText(request.headers["content-type"]);
  return {
    version: "2.0",
    routeKey: routed.routeKey,
    rawPath: received.path,
    rawQueryString: rawQuery,
    ...optional("cookies", request.headers.cookie?.split(/;\s*/)),
    headers: headersOf(request),
    ...optional("queryStringParameters", queryOf(rawQuery)),
    requestContext: requestContext(received, routed),
    ...optional("pathParameters", routed.pathParameters),
    ...optional("stageVariables", routed.stageVariables),
    ...(body.length === 0 ? {} : { body: body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

function requestContext(received: Received, routed: Routed): Record<string, unknown> {
  const { request, at } = received;
  return {
    accountId: routed.accountId,
    apiId: routed.apiId,
    ...(routed.jwt === undefined ? {} : { authorizer: { jwt: routed.jwt } }),
    domainName: request.headers.host,
    domainPrefix: routed.apiId,
    http: {
      method: received.method,
      path: received.path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress,
      userAgent: request.headers["user-agent"] ?? "",
    },
    requestId: received.requestId,
    routeKey: routed.routeKey,
    stage: routed.stage,
    time: logTime(at),
    timeEpoch: at,
  };
}

function optional(name: string, value: object | undefined): Record<string, unknown> {
  return value === undefined || Object.keys(value).length === 0 ? {} : { [name]: value };
}

/**
 * Only these content types reach a function as text; all others, and a body without a type, are base64
 * (forms and `application/problem+json` included).
 */
function isText(contentType = ""): boolean {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || /^application\/(?:json|javascript|xml)$/.test(type);
}

/** Lower-case names, several values joined by commas; cookies have a member of their own. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (name !== "cookie" && name !== "connection" && values !== undefined) headers[name] = values.join(",");
  }
  const client = request.socket.remoteAddress ?? "";
  return {
    ...headers,
    "x-amzn-trace-id": traceId(request.headers),
    "x-forwarded-for": [headers["x-forwarded-for"], client].filter(Boolean).join(", "),
    "x-forwarded-port": String(request.socket.localPort),
    "x-forwarded-proto": "http",
  };
}

function traceId(headers: IncomingHttpHeaders): string {
  const given = headers["x-amzn-trace-id"];
  return typeof given === "string"
    ? given
    : `Root=1-${randomBytes(4).toString("hex")}-${randomBytes(12).toString("hex")}`;
}

function queryOf(rawQuery: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = parameters[name];
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return parameters;
}

/** "12/Mar/2020:19:03:58 +0000" */
function logTime(at: number): string {
  const [, day, month, year, time] = new Date(at).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}
