import { runtimeFailure } from "../query/failure.ts";
import { evaluateIntrinsic, isIntrinsic } from "../query/intrinsics.ts";
import { isExpression, unexpectedType } from "../query/jsonata.ts";
import { readPath } from "../query/jsonpath.ts";
import { pathScope, query, selectedInput, speaksJsonata } from "./data-flow.ts";
import type { Visit } from "./turn.ts";

type NumericField =
  | "TimeoutSeconds"
  | "HeartbeatSeconds"
  | "Seconds"
  | "MaxConcurrency"
  | "ToleratedFailureCount"
  | "ToleratedFailurePercentage";

/** A number given as such, by an expression or by `<field>Path`. Throws when it is something else. */
export async function numeric(visit: Visit, field: NumericField): Promise<number | undefined> {
  const given = visit.state[field];
  const path = visit.state[`${field}Path`];
  if (path !== undefined) return pathNumber(visit, field, path);
  if (typeof given !== "string") return given;
  const value = await query(visit, given, field);
  if (typeof value !== "number") throw unexpectedType(given, field, "number", value);
  return value;
}

function pathNumber(visit: Visit, field: string, path: string): number {
  const value = readPath(path, pathScope(visit, selectedInput(visit)));
  if (typeof value === "number") return value;
  throw runtimeFailure(
    `The ${field}Path parameter does not reference a valid numeric value: ${path} == ${JSON.stringify(value)}`,
  );
}

/** A text given as such, by an expression or by `<field>Path`. */
export async function textual(visit: Visit, field: "Timestamp" | "Error" | "Cause"): Promise<string | undefined> {
  const path = visit.state[`${field}Path`];
  const given = visit.state[field];
  if (path !== undefined) return pathText(visit, field, path);
  if (!isExpression(given) || !speaksJsonata(visit)) return given;
  const value = await query(visit, given, field);
  if (typeof value !== "string") throw unexpectedType(given, field, "string", value);
  return value;
}

function pathText(visit: Visit, field: string, path: string): string {
  const scope = pathScope(visit, selectedInput(visit));
  const value = isIntrinsic(path) ? evaluateIntrinsic(path, scope) : readPath(path, scope);
  if (typeof value === "string") return value;
  throw runtimeFailure(`The ${field}Path parameter does not reference a string: ${path} == ${JSON.stringify(value)}`);
}
