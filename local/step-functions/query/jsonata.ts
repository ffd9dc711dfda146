import jsonata from "jsonata";
import { isArray, isObject, type Json } from "../json.ts";
import { queryFailure } from "./failure.ts";
import { functionsAt } from "./jsonata-functions.ts";

const EXPRESSION = /^\{%([\s\S]*)%\}$/;
const compiled = new Map<string, jsonata.Expression>();
/** Compiled expressions are kept, as machines run the same ones again and again. */
const KEPT_EXPRESSIONS = 2_000;

/** What an expression sees: `$states` and the variables, at the instant of the state (UTC ms). */
export interface JsonataScope {
  readonly states: Readonly<Record<string, Json>>;
  readonly variables: Readonly<Record<string, Json>>;
  readonly now: number;
}

/** True for `{% … %}`. */
export function isExpression(value: unknown): value is string {
  return typeof value === "string" && EXPRESSION.test(value);
}

/**
 * A template with its expressions evaluated. `field` is its place in the state (`Output`, `Arguments/Payload`), for the cause.
 * Throws an EvaluationFailure, `States.QueryEvaluationError`.
 */
export async function evaluateTemplate(template: Json, field: string, scope: JsonataScope): Promise<Json> {
  if (typeof template === "string") return isExpression(template) ? evaluate(template, field, scope) : template;
  if (isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries())
      items.push(await evaluateTemplate(item, `${field}[${index}]`, scope));
    return items;
  }
  if (!isObject(template)) return template;
  const members: Record<string, Json> = {};
  for (const [name, member] of Object.entries(template)) {
    members[name] = await evaluateTemplate(member, `${field}/${name}`, scope);
  }
  return members;
}

async function evaluate(template: string, field: string, scope: JsonataScope): Promise<Json> {
  const source = (EXPRESSION.exec(template)?.[1] ?? "").trim();
  const subject = `The JSONata expression '${source}' specified for the field '${field}'`;
  const value = await run(source, scope).catch((error: unknown) => {
    throw queryFailure(`${subject} threw an error during evaluation. ${describe(error)}`, field);
  });
  if (value === undefined) throw queryFailure(`${subject} returned nothing (undefined).`, field);
  if (typeof value === "function" || isLambda(value)) {
    throw queryFailure(`${subject} returned an unsupported result type.`, field);
  }
  // What the engine marks on its own arrays is no part of the value.
  return JSON.parse(JSON.stringify(value));
}

async function run(source: string, { states, variables, now }: JsonataScope): Promise<unknown> {
  const bindings = { ...functionsAt(now), ...variables, states };
  return compile(source).evaluate(undefined, bindings);
}

function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const expression = jsonata(source);
  if (compiled.size >= KEPT_EXPRESSIONS) compiled.clear();
  compiled.set(source, expression);
  return expression;
}

function isLambda(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("_jsonata_lambda" in value || "_jsonata_function" in value);
}

function describe(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const code = "code" in error ? `${String(error.code)}: ` : "";
  return `${code}${"message" in error ? String(error.message) : ""}`;
}

/** The name that Step Functions gives to the type of a value in a cause. */
function typeName(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Refuses a value of another type than the field takes, with Step Functions' words. */
export function unexpectedType(expression: string, field: string, expected: string, value: Json) {
  const source = (EXPRESSION.exec(expression)?.[1] ?? expression).trim();
  return queryFailure(
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. ` +
      `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}
