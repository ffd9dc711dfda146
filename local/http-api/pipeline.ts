import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Dimensions } from "../cloudwatch/metric.ts";
import type { Cloud } from "../contracts.ts";
import type { Answer } from "./answer.ts";
import { gatewayAnswer } from "./answer.ts";
import type { Authorization } from "./authorizer.ts";
import { preflightAnswer, withCors } from "./cors.ts";
import { payloadEvent, type Received } from "./event.ts";
import { callFunction, sourceArnOf } from "./integration.ts";
import type { HttpApi, Route, Stage } from "./registry.ts";
import { matchRoute, type RouteMatch } from "./routing.ts";

/** Request line and header fields together, in bytes. */
const MAX_HEADER_BYTES = 10_240;
const MAX_BODY_BYTES = 10 * 1024 * 1024;

const notFound = () => gatewayAnswer(404, "Not Found");

interface Target {
  readonly stage: Stage;
  /** Path below the stage, as sent. */
  readonly path: string;
}

/** Answers one request as API Gateway does: limits, preflight, route, authoriser, function. */
export async function answerRequest(cloud: Cloud, api: HttpApi, request: IncomingMessage): Promise<Answer> {
  const at = cloud.clock.now();
  const requestId = randomBytes(11).toString("base64");
  const answer =
    preflightAnswer(request, api.cors) ??
    withCors(await answerCall(cloud, api, request, { at, requestId }), api.cors, request.headers.origin);
  count(cloud, api, request, answer.status);
  return { ...answer, headers: { ...answer.headers, "apigw-requestid": requestId } };
}

function count({ metrics }: Cloud, api: HttpApi, { url = "/" }: IncomingMessage, status: number): void {
  const isOf = (hundreds: number) => (Math.floor(status / 100) === hundreds ? 1 : 0);
  const stage = targetOf(api, url.split("?")[0] ?? "/")?.stage.StageName;
  const all: Dimensions = { ApiId: api.id };
  const of = stage === undefined ? [all] : [all, { ...all, Stage: stage }];
  metrics?.count("AWS/ApiGateway", { Count: 1, "4xx": isOf(4), "5xx": isOf(5) }, ...of);
}

async function answerCall(
  cloud: Cloud,
  api: HttpApi,
  request: IncomingMessage,
  identity: { readonly at: number; readonly requestId: string },
): Promise<Answer> {
  if (headerBytes(request) > MAX_HEADER_BYTES) return gatewayAnswer(431, "Request Header Fields Too Large");
  const body = await readBody(request);
  if (body === undefined) return gatewayAnswer(413, "Request Entity Too Large", { connection: "close" });
  const { method = "GET", url = "/" } = request;
  const [rawPath = "/", ...query] = url.split("?");
  const path = decodePath(rawPath);
  if (path === undefined) return gatewayAnswer(400, "Bad Request");
  const received = { request, method, path, rawQuery: query.join("?"), body, ...identity };
  return route(cloud, api, received, rawPath);
}

async function route(cloud: Cloud, api: HttpApi, received: Received, rawPath: string): Promise<Answer> {
  const target = api.disabled ? undefined : targetOf(api, rawPath);
  if (target === undefined) return notFound();
  const match = matchRoute(api.routes, received.method, target.path);
  if (match === undefined) return notFound();
  const authorization = await authorize(api, match.route, received.request);
  if (authorization?.authorized === false) {
    const message = authorization.status === 401 ? "Unauthorized" : "Forbidden";
    return gatewayAnswer(authorization.status, message, { "www-authenticate": authorization.challenge });
  }
  return call(cloud, api, received, { target, match, jwt: authorization?.jwt });
}

async function authorize(api: HttpApi, route: Route, request: IncomingMessage): Promise<Authorization | undefined> {
  if (route.authorizerId === undefined) return undefined;
  const authorizer = api.authorizers.get(route.authorizerId);
  if (authorizer === undefined) throw new Error(`Route ${route.key.text} names an authorizer that does not exist.`);
  return authorizer.authorize(request.headers.authorization, route.scopes);
}

async function call(
  cloud: Cloud,
  api: HttpApi,
  received: Received,
  chosen: {
    readonly target: Target;
    readonly match: RouteMatch<Route>;
    readonly jwt: (Authorization & { authorized: true })["jwt"] | undefined;
  },
): Promise<Answer> {
  const { stage } = chosen.target;
  const { route, pathParameters } = chosen.match;
  const integration = api.integrations.get(route.integrationId);
  if (integration === undefined) throw new Error(`Route ${route.key.text} names an integration that does not exist.`);
  const event = payloadEvent(received, {
    accountId: cloud.account,
    apiId: api.id,
    routeKey: route.key.text,
    stage: stage.StageName,
    stageVariables: stage.StageVariables,
    pathParameters,
    jwt: chosen.jwt,
  });
  const sourceArn = sourceArnOf(cloud, api, stage.StageName, route, received.method);
  return callFunction(cloud, integration, sourceArn, event);
}

/** The stage is `$default`, or the first segment of the path. */
function targetOf(api: HttpApi, path: string): Target | undefined {
  const [, name = ""] = path.split("/");
  const named = name === "$default" ? undefined : api.stages.get(name);
  if (named !== undefined) return { stage: named, path: path.slice(name.length + 1) || "/" };
  const stage = api.stages.get("$default");
  return stage === undefined ? undefined : { stage, path };
}

function decodePath(rawPath: string): string | undefined {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    return undefined;
  }
}

function headerBytes({ method = "", url = "", rawHeaders }: IncomingMessage): number {
  return [method, url, ...rawHeaders].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
