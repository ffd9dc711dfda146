import { z } from "zod";
import { accessDenied, S3Error } from "./s3-error.ts";

/** A policy that a form bears: what its fields may hold, and until when. */
export interface PostPolicy {
  /** UTC ms. */
  readonly expiration: number;
  readonly conditions: readonly Condition[];
}

type Condition =
  | { readonly kind: "eq" | "starts-with"; readonly field: string; readonly value: string; readonly written: string }
  | { readonly kind: "range"; readonly min: number; readonly max: number };

/** Fields that no condition has to cover. */
const FREE = ["file", "policy", "x-amz-signature"];
const FREE_PREFIX = "x-ignore-";

const size = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
const fieldName = z.string().regex(/^\$./);
const Document = z.strictObject({
  expiration: z.iso.datetime({ offset: true }),
  conditions: z.array(
    z.union([
      z.tuple([z.literal("content-length-range"), size, size]),
      z.tuple([z.enum(["eq", "starts-with"]), fieldName, z.string()]),
      z.record(z.string(), z.string()).refine((exact) => Object.keys(exact).length === 1),
    ]),
  ),
});

/**
 * Reads the field `policy` of a form.
 * @param encoded base64 of JSON
 * @throws S3Error `InvalidPolicyDocument`
 */
export function readPolicy(encoded: string): PostPolicy {
  const read = Document.safeParse(json(Buffer.from(encoded, "base64").toString("utf8")));
  if (!read.success) {
    throw new S3Error(400, "InvalidPolicyDocument", `Invalid Policy: ${z.prettifyError(read.error)}`);
  }
  const { expiration, conditions } = read.data;
  return { expiration: Date.parse(expiration), conditions: conditions.map(readCondition) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new S3Error(400, "InvalidPolicyDocument", "Invalid Policy: Invalid JSON.");
  }
}

function readCondition(condition: z.infer<typeof Document>["conditions"][number]): Condition {
  if (!Array.isArray(condition)) {
    const [name = "", value = ""] = Object.entries(condition)[0] ?? [];
    return { kind: "eq", field: name.toLowerCase(), value, written: JSON.stringify(["eq", `$${name}`, value]) };
  }
  const [operator, first, second] = condition;
  if (operator === "content-length-range") return { kind: "range", min: first, max: second };
  const written = JSON.stringify([operator, first, second]);
  return { kind: operator, field: first.slice(1).toLowerCase(), value: second, written };
}

/**
 * Checks every condition against the form, and every field of the form against the conditions.
 * @param fields by name in lower case, with `bucket` as the address says it
 * @param now virtual instant, UTC ms
 * @throws S3Error `AccessDenied`: Invalid according to Policy
 */
export function checkPolicy(policy: PostPolicy, fields: ReadonlyMap<string, string>, now: number): void {
  if (policy.expiration <= now) throw refused("Policy expired.");
  const covered = new Set<string>();
  for (const condition of policy.conditions) {
    if (condition.kind === "range") continue;
    covered.add(condition.field);
    if (!holds(condition.kind, condition.value, condition.field, fields.get(condition.field))) {
      throw refused(`Policy Condition failed: ${condition.written}`);
    }
  }
  const extra = [...fields.keys()].filter((name) => !covered.has(name) && !FREE.includes(name));
  const named = extra.filter((name) => !name.startsWith(FREE_PREFIX));
  if (named.length > 0) throw refused(`Extra input fields: ${named.join(",")}`);
}

/** The sizes that a policy allows, both included; all its ranges hold. */
export function allowedSizes({ conditions }: PostPolicy): { readonly min: number; readonly max: number } {
  const ranges = conditions.filter((condition) => condition.kind === "range");
  return {
    min: Math.max(0, ...ranges.map(({ min }) => min)),
    max: Math.min(Number.POSITIVE_INFINITY, ...ranges.map(({ max }) => max)),
  };
}

function holds(kind: "eq" | "starts-with", value: string, field: string, given: string | undefined): boolean {
  if (given === undefined) return false;
  if (kind === "eq") return given === value;
  // Of several media types each has to begin so.
  const parts = field === "content-type" ? given.split(",").map((part) => part.trim()) : [given];
  return parts.every((part) => part.startsWith(value));
}

function refused(why: string): S3Error {
  return accessDenied(`Invalid according to Policy: ${why}`);
}
