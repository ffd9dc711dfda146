import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { S3Error } from "./s3-error.ts";

/** A rule of `CorsConfiguration`, as CloudFormation writes it. */
export const CorsRule = z.strictObject({
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.enum(["GET", "PUT", "POST", "DELETE", "HEAD"])),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  Id: z.string().optional(),
  MaxAge: z.int().optional(),
});
export type CorsRule = z.infer<typeof CorsRule>;

const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/**
 * The headers that let a page of another origin read the answer, by the first rule that allows its request.
 * @returns undefined when no rule does, or when no page sends it
 */
export function corsHeaders(rules: readonly CorsRule[], request: IncomingMessage): Record<string, string> | undefined {
  const { origin } = request.headers;
  if (origin === undefined) return undefined;
  const preflight = request.method === "OPTIONS";
  const method = preflight ? request.headers["access-control-request-method"] : request.method;
  const asked = preflight ? listed(request.headers["access-control-request-headers"]) : [];
  const rule = rules.find((one) => allows(one, origin, method, asked));
  return rule && granted(rule, origin, asked);
}

function granted(rule: CorsRule, origin: string, asked: readonly string[]): Record<string, string> {
  const everyone = rule.AllowedOrigins.includes("*");
  return {
    "access-control-allow-origin": everyone ? "*" : origin,
    ...(!everyone && { "access-control-allow-credentials": "true" }),
    "access-control-allow-methods": rule.AllowedMethods.join(", "),
    ...(asked.length > 0 && { "access-control-allow-headers": asked.join(", ") }),
    ...(rule.ExposedHeaders.length > 0 && { "access-control-expose-headers": rule.ExposedHeaders.join(", ") }),
    ...(rule.MaxAge !== undefined && { "access-control-max-age": String(rule.MaxAge) }),
    vary: VARY,
  };
}

/** What a preflight is told that no rule allows. */
export function corsRefusal(rules: readonly CorsRule[]): S3Error {
  const message =
    rules.length === 0
      ? "CORSResponse: CORS is not enabled for this bucket."
      : "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
  return new S3Error(403, "AccessForbidden", message, { ResourceType: "BUCKET" });
}

function allows(rule: CorsRule, origin: string, method: string | undefined, asked: readonly string[]): boolean {
  return (
    rule.AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
    rule.AllowedMethods.some((allowed) => allowed === method) &&
    asked.every((name) => rule.AllowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name)))
  );
}

function listed(header: string | undefined): readonly string[] {
  const names = (header ?? "").split(",").map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== "");
}

/** A pattern holds one `*` at most. */
function matches(pattern: string, text: string): boolean {
  const [start = "", end] = pattern.split("*");
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
