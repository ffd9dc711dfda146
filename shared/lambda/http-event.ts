import * as z from "zod/mini";
import { notFound, Problem } from "../kernel/problem.ts";
import { instantFromEpochMillis } from "../kernel/time.ts";
import { loginDigest } from "../ports/places.ts";
import type { ApiRequest, Caller } from "./act.ts";
import { readBody } from "./http-body.ts";

const text = z.string();
const texts = z.record(text, text);
const claimsSchema = z.looseObject({ iss: text, sub: text, client_id: z.optional(text), azp: z.optional(text) });

/** The part of an HTTP API event (payload 2.0) that the product reads; this file alone knows its shape. */
export const httpEventSchema = z.looseObject({
  routeKey: text,
  headers: texts,
  pathParameters: z.optional(texts),
  queryStringParameters: z.optional(texts),
  body: z.optional(text),
  isBase64Encoded: z.boolean(),
  requestContext: z.looseObject({
    requestId: text,
    /** Instant at which the front door received the request: the instant of the act. */
    timeEpoch: z.number(),
    authorizer: z.optional(z.looseObject({ jwt: z.looseObject({ claims: claimsSchema }) })),
  }),
});
export type HttpEvent = z.infer<typeof httpEventSchema>;

const organisationId = z.uuid();
/** An id that the service issued, or the code of a piece. */
const nameInPath = /^([0-9a-f-]{32,36}|[A-Z]-[A-Z]{3}-[A-Z]{2,12})$/;
const keySyntax = z.string().check(z.regex(/^[\x21-\x7e]{16,64}$/));
const etagSyntax = /^"(\d{1,9})"$/;

const anonymous: Caller = { issuer: "", subject: "", login: "", client: "" };

/**
 * The request of an event, its body parsed by `schema`.
 *
 * @param query names of the parameters that the route takes; none when absent
 * @throws Problem `malformed-request`, `body-too-large`, `unsupported-media-type` or `invalid-content`, with each field refused
 */
export function readRequest<Body>(
  event: HttpEvent,
  schema: z.core.$ZodType<Body>,
  query?: readonly string[],
): ApiRequest<Body> {
  const key = readHeader(
    event,
    "idempotency-key",
    keySyntax,
    "L'en-tête Idempotency-Key attend de 16 à 64 caractères visibles, sans espace.",
  );
  const version = readVersion(event);
  return {
    route: event.routeKey,
    body: readBody(event, schema),
    path: readPath(event),
    query: readQuery(event, query),
    at: instantFromEpochMillis(event.requestContext.timeEpoch),
    caller: readCaller(event),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(version === undefined ? {} : { ifMatch: version }),
    ...(wantsPage(event) ? { page: true } : {}),
  };
}

/** A browser asks for a page before anything else; a program that says nothing gets JSON. */
const wantsPage = ({ headers }: HttpEvent): boolean => /^\s*text\/html\b/i.test(headers.accept ?? "");

function readCaller(event: HttpEvent): Caller {
  const claims = event.requestContext.authorizer?.jwt.claims;
  if (claims === undefined) return anonymous;
  const organisation = readHeader(
    event,
    "guichet-organisation",
    organisationId,
    "L'en-tête Guichet-Organisation attend l'identifiant d'une organisation (UUID).",
  );
  const { iss: issuer, sub: subject } = claims;
  const client = claims.client_id ?? claims.azp ?? "";
  return {
    issuer,
    subject,
    login: loginDigest(issuer, subject),
    client,
    ...(organisation === undefined ? {} : { organisation }),
  };
}

/** Whatever a path names is something that the service could have named; anything else names nothing. */
function readPath({ pathParameters = {} }: HttpEvent): Readonly<Record<string, string>> {
  if (!Object.values(pathParameters).every((name) => nameInPath.test(name))) throw notFound();
  return pathParameters;
}

/** A parameter that is misspelt would change nothing in silence: each is one that the route takes. */
function readQuery(
  { queryStringParameters: query = {} }: HttpEvent,
  names: readonly string[] = [],
): Readonly<Record<string, string>> {
  const unknown = Object.keys(query).find((name) => !names.includes(name));
  if (unknown === undefined) return query;
  throw new Problem(
    "malformed-request",
    `Le paramètre « ${unknown.slice(0, 60)} » est inconnu à cette adresse : corrigez son nom ou retirez-le.`,
  );
}

function readHeader(
  event: HttpEvent,
  name: string,
  schema: z.core.$ZodType<string>,
  refusal: string,
): string | undefined {
  const value = event.headers[name];
  if (value === undefined) return undefined;
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new Problem("malformed-request", refusal);
  return parsed.data;
}

function readVersion(event: HttpEvent): number | undefined {
  const value = event.headers["if-match"];
  if (value === undefined) return undefined;
  const match = etagSyntax.exec(value);
  if (!match)
    throw new Problem("malformed-request", 'L\'en-tête If-Match attend la version lue, entre guillemets droits : "3".');
  return Number(match[1]);
}
