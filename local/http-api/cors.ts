import type { IncomingMessage } from "node:http";
import type { Answer } from "./answer.ts";
import type { Cors } from "./declarations.ts";

const LOOPBACK_ORIGIN = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

/**
 * Whether a page of that origin may call the API. `*` in the template means any page of this machine here: a page of the web
 * never drives a local door.
 */
export function allowsOrigin(cors: Cors | undefined, origin: string): boolean {
  const origins = cors?.AllowOrigins ?? [];
  return origins.includes(origin) || (origins.includes("*") && LOOPBACK_ORIGIN.test(origin));
}

/** The headers that API Gateway puts on every answer to a page of an allowed origin; those of the function are dropped. */
export function withCors(answer: Answer, cors: Cors | undefined, origin: string | undefined): Answer {
  if (cors === undefined) return answer;
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith("access-control-"));
  return { ...answer, headers: { ...Object.fromEntries(own), ...sharing(cors, origin) } };
}

function sharing(cors: Cors, origin: string | undefined): Record<string, string> {
  if (origin === undefined || !allowsOrigin(cors, origin)) return {};
  return {
    "access-control-allow-origin": cors.AllowOrigins.includes("*") ? "*" : origin,
    ...(cors.AllowCredentials ? { "access-control-allow-credentials": "true" } : {}),
    ...(cors.ExposeHeaders.length > 0 ? { "access-control-expose-headers": cors.ExposeHeaders.join(",") } : {}),
    vary: "origin",
  };
}

/** The answer to a preflight, which API Gateway gives itself when CORS is configured; undefined for any other request. */
export function preflightAnswer(request: IncomingMessage, cors: Cors | undefined): Answer | undefined {
  const { origin, "access-control-request-method": asked } = request.headers;
  if (cors === undefined || request.method !== "OPTIONS" || origin === undefined || asked === undefined) {
    return undefined;
  }
  const headers = {
    ...sharing(cors, origin),
    "access-control-allow-methods": cors.AllowMethods.join(","),
    "access-control-allow-headers": cors.AllowHeaders.join(","),
    ...(cors.MaxAge === undefined ? {} : { "access-control-max-age": String(cors.MaxAge) }),
  };
  return { status: 204, headers, cookies: [], body: "" };
}
