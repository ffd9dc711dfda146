import * as z from "zod";
import { routes } from "../../infra/functions.ts";
import { pieceCodes } from "../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { answers } from "./schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document: routes of the front door, bodies from the schemas that handlers parse with. */
export function openapiDocument(): Json {
  const described = new Set(Object.keys(operations));
  const paths: Record<string, Record<string, Json>> = {};
  for (const { route, access } of routes) {
    const operation = operations[route];
    if (operation === undefined) throw new Error(`no operation describes ${route}`);
    described.delete(route);
    const [method = "", path = ""] = route.split(" ");
    const security = "scope" in access ? [{ oidc: [access.scope] }] : [];
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(route, operation, security) };
  }
  if (described.size > 0) throw new Error(`no route for ${[...described].join(", ")}`);
  return {
    openapi: "3.1.0",
    info: { title: "Guichet Biologie", version: "1", license: { name: "EUPL-1.2", identifier: "EUPL-1.2" } },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(answers).map(([name, schema]) => [name, jsonSchema(schema)])),
      securitySchemes: { oidc: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}

function operationObject(route: string, operation: Operation, security: readonly Json[]): Json {
  const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const tag = route.split("/")[2]?.replace(".json", "") ?? "";
  return {
    summary: operation.summary,
    tags: [tag],
    security,
    parameters: [
      ...names.map(pathParameter),
      ...headers(route, operation, security),
      ...(operation.paged ? paging : []),
      ...Object.entries(operation.query ?? {}).map(queryParameter),
    ],
    ...(operation.body === undefined
      ? {}
      : { requestBody: { required: true, content: json(jsonSchema(operation.body)) } }),
    responses: {
      [operation.status]: { description: "Done", ...headersOf(operation), content: contentOf(operation) },
      default: {
        description:
          "Refused, with the reason. What the front door refuses itself has no problem body, and the type `application/json`: 401, 403, 404 of an unknown address, 413, 429, 431.",
        content: { "application/problem+json": { schema: reference("problem") } },
      },
    },
  };
}

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const schemaOf = ({ answer }: Operation): Json => (answer === "document" ? { type: "object" } : reference(answer));
const json = (schema: Json): Json => ({ "application/json": { schema } });
const contentOf = (operation: Operation): Json => ({
  ...json(schemaOf(operation)),
  ...(operation.page ? { "text/html": { schema: { type: "string" } } } : {}),
});

/** Answers that show no one head. */
const unversioned: readonly Operation["answer"][] = [
  "document",
  "dossiers",
  "mailTroubles",
  "memberships",
  "queue",
  "solutions",
  "uploadGrant",
  "pieceAddress",
];

function headersOf({ answer }: Operation): Json {
  const versioned = !unversioned.includes(answer);
  return versioned
    ? { headers: { etag: { description: "Version of the head, for If-Match", schema: { type: "string" } } } }
    : {};
}

const pathParameter = (name: string | undefined): Json => ({
  name,
  in: "path",
  required: true,
  schema: name === "piece" ? { type: "string", enum: pieceCodes } : { type: "string" },
});

const header = (name: string, description: string, schema: Json): Json => ({
  name,
  in: "header",
  required: true,
  description,
  schema,
});

const repetition =
  "Different for each request, the same when its author sends it again; kept 30 days. What is sent again has no further effect, and its answer shows what the request changed as that now stands";

function headers(route: string, operation: Operation, security: readonly Json[]): readonly Json[] {
  if (security.length === 0) return [];
  const organisation = header("Guichet-Organisation", "Organisation for which one acts", {
    type: "string",
    format: "uuid",
  });
  const key = header("Idempotency-Key", repetition, { type: "string", minLength: 16, maxLength: 64 });
  const version = header("If-Match", "Version read, as given by ETag", { type: "string" });
  return [
    ...(operation.asPerson ? [] : [organisation]),
    ...(route.startsWith("POST ") ? [key] : []),
    ...(operation.changes ? [version] : []),
  ];
}

const paging: readonly Json[] = [
  { name: "limit", in: "query", schema: { type: "integer", minimum: 1 } },
  { name: "cursor", in: "query", schema: { type: "string" } },
];

const queryParameter = ([name, description]: readonly [string, string]): Json => ({
  name,
  in: "query",
  description,
  schema: { type: "string" },
});

function jsonSchema(schema: z.core.$ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
