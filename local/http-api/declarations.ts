import { createHash } from "node:crypto";
import { z } from "zod";
import type { DeclaredResource } from "../contracts.ts";
import type { RouteKey } from "./routing.ts";
import { parseRouteKey } from "./routing.ts";

/** What the template says of the five resource types of an HTTP API; a value that is not played stops the boot, by name. */
export const ApiProperties = z.object({
  Name: z.string(),
  ProtocolType: z.literal("HTTP"),
  DisableExecuteApiEndpoint: z.boolean().default(false),
  CorsConfiguration: z
    .strictObject({
      AllowCredentials: z.boolean().default(false),
      AllowHeaders: z.array(z.string()).default([]),
      AllowMethods: z.array(z.string()).default([]),
      AllowOrigins: z.array(z.string()).default([]),
      ExposeHeaders: z.array(z.string()).default([]),
      MaxAge: z.number().int().optional(),
    })
    .optional(),
});
export type Cors = NonNullable<z.infer<typeof ApiProperties>["CorsConfiguration"]>;

export const StageProperties = z.object({
  ApiId: z.string(),
  StageName: z.string(),
  AutoDeploy: z.literal(true, "a stage without AutoDeploy serves nothing, and deployments are not played"),
  StageVariables: z.record(z.string(), z.string()).optional(),
});

export const IntegrationProperties = z.object({
  ApiId: z.string(),
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationMethod: z.literal("POST").optional(),
  PayloadFormatVersion: z.literal("2.0"),
  IntegrationUri: z.string().transform(functionArnOf),
  TimeoutInMillis: z.number().int().min(50).max(30_000).default(30_000),
});

const LOOPBACK_ISSUER = /^http:\/\/127\.0\.0\.1:\d+(?:\/|$)/;

export const AuthorizerProperties = z.object({
  ApiId: z.string(),
  AuthorizerType: z.literal("JWT"),
  IdentitySource: z.tuple([z.literal("$request.header.Authorization")]),
  JwtConfiguration: z.strictObject({
    Issuer: z.string().regex(LOOPBACK_ISSUER, "the local cloud asks only an issuer on http://127.0.0.1 for its keys"),
    Audience: z.array(z.string()).min(1),
  }),
});

export const RouteProperties = z
  .object({
    ApiId: z.string(),
    RouteKey: z.string().transform((text): RouteKey => parseRouteKey(text)),
    Target: z.string().regex(/^integrations\/.+/),
    AuthorizationType: z.enum(["NONE", "JWT"]).default("NONE"),
    AuthorizerId: z.string().optional(),
    AuthorizationScopes: z.array(z.string()).default([]),
  })
  .refine((route) => (route.AuthorizationType === "JWT") === (route.AuthorizerId !== undefined), {
    message: "AuthorizationType JWT and AuthorizerId go together",
  });

/** Parses the properties of a resource; throws one sentence that names the resource and the property at fault. */
export function declared<T>(schema: z.ZodType<T>, resource: DeclaredResource): T {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "properties"}: ${message}`);
  throw new Error(`${resource.logicalId} (${resource.type}) cannot be played: ${faults.join("; ")}.`);
}

/** An id as API Gateway gives: lower-case letters and digits, the same at every boot. */
export function physicalId(resource: DeclaredResource, length: number): string {
  const digest = createHash("sha256").update(`${resource.type} ${resource.generatedName}`).digest("hex");
  return BigInt(`0x${digest}`).toString(36).slice(0, length);
}

/** An integration names its function by ARN, or by the invocation URI of API Gateway around that ARN. */
function functionArnOf(uri: string): string {
  return /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
