import middy from "@middy/core";
import * as z from "zod/mini";
import { Problem, problemDetails } from "../kernel/problem.ts";
import type { ApiRequest } from "./act.ts";
import { httpEventSchema, readRequest } from "./http-event.ts";
import { reasonOf } from "./http-reasons.ts";
import { log } from "./log.ts";

z.config({ localeError: reasonOf });

/** What a handler answers: a status, a JSON body, the version of the head it shows, and where a new resource is. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** In the place of the body, where a page was asked for: HTML, and the digest of its one style sheet (CSP). */
  readonly page?: { readonly html: string; readonly style: string };
  readonly version?: number;
  readonly location?: string;
}

interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a route expects: the schema of its body, and whether it must name the version that it changes. */
export interface RouteSpec<Body> {
  readonly body: z.core.$ZodType<Body>;
  readonly changes?: boolean;
  /** Names of its query parameters; none when absent. */
  readonly query?: readonly string[];
}

/** For routes without a body. A body that is sent all the same is refused, not ignored. */
export const noBody = z.undefined("Cette requête n'attend pas de corps.");

/** The handler of a route: parses the request, answers in JSON, and turns every refusal into problem details. */
export function http<Body>(spec: RouteSpec<Body>, answer: (request: ApiRequest<Body>) => Promise<ApiAnswer>) {
  return middy()
    .use(problemsAnswered)
    .handler(async (raw: unknown): Promise<HttpResponse> => {
      const event = z.parse(httpEventSchema, raw);
      const request = readRequest(event, spec.body, spec.query);
      if (spec.changes === true && request.ifMatch === undefined) {
        throw new Problem(
          "missing-version",
          'Ajoutez un en-tête If-Match avec la version que vous avez lue (en-tête ETag de la lecture), par exemple : "3".',
        );
      }
      const answered = await answer(request);
      log({ event: "answered", trace: event.requestContext.requestId, route: event.routeKey, status: answered.status });
      return responseTo(answered);
    });
}

function responseTo(answer: ApiAnswer): HttpResponse {
  const { page } = answer;
  return {
    statusCode: answer.status,
    headers: {
      ...plainHeaders,
      ...(page === undefined ? jsonHeaders : pageHeaders(page.style)),
      ...(answer.version === undefined ? {} : { etag: `"${answer.version}"` }),
      ...(answer.location === undefined ? {} : { location: answer.location }),
    },
    body: page?.html ?? JSON.stringify(answer.body),
  };
}

const jsonHeaders = { "content-type": "application/json; charset=utf-8" };

/** A page runs nothing, loads nothing, and is shown in no other. */
const pageHeaders = (style: string) => ({
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src '${style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  vary: "accept",
});

/** Data of a case are kept by no cache and shown in no frame. */
const plainHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const problemsAnswered: middy.MiddlewareObj<unknown, HttpResponse> = {
  onError: (request) => {
    const event = z.safeParse(httpEventSchema, request.event);
    const trace = event.success ? event.data.requestContext.requestId : request.context.awsRequestId;
    const route = event.success ? event.data.routeKey : "unknown";
    const problem = request.error instanceof Problem ? request.error : unexpected(request.error);
    const details = problemDetails(problem, trace);
    log({
      event: "refused",
      trace,
      route,
      status: details.status,
      problem: problem.code,
      rules: problem.findings.map(({ rule }) => rule),
      ...(problem.cause instanceof Error ? { errorName: problem.cause.name } : {}),
    });
    request.response = {
      statusCode: details.status,
      headers: {
        ...plainHeaders,
        "content-type": "application/problem+json; charset=utf-8",
        ...(details.status === 503 ? { "retry-after": "2" } : {}),
      },
      body: JSON.stringify(details),
    };
  },
};

/** Errors of AWS that say "later" rather than "wrong". */
const passing = new Set([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
  "TransactionInProgressException",
  "InternalServerError",
  "ServiceUnavailable",
  "TimeoutError",
]);

function unexpected(cause: unknown): Problem {
  if (cause instanceof Error && passing.has(cause.name)) {
    return new Problem(
      "try-again",
      "Le service est momentanément surchargé. Réessayez dans quelques secondes avec la même clé d'idempotence.",
      { cause },
    );
  }
  return new Problem(
    "internal-error",
    "Le service a rencontré une erreur imprévue. Réessayez avec la même clé d'idempotence ; si l'erreur persiste, transmettez la référence de trace à l'assistance.",
    { cause },
  );
}
