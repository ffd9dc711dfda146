import { z } from "zod";
import type { ChoiceRule } from "../definition.ts";
import type { Json } from "../json.ts";
import { runtimeFailure } from "../query/failure.ts";
import { findPath, type PathScope } from "../query/jsonpath.ts";

const Combined = z.looseObject({
  And: z.array(z.record(z.string(), z.unknown())).optional(),
  Or: z.array(z.record(z.string(), z.unknown())).optional(),
  Not: z.record(z.string(), z.unknown()).optional(),
});

type Test = (value: Json, expected: Json) => boolean;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const isInstant = (value: Json): value is string => typeof value === "string" && INSTANT.test(value);

const comparable: Readonly<Record<string, (value: Json) => number | string | boolean | undefined>> = {
  String: (value) => (typeof value === "string" ? value : undefined),
  Numeric: (value) => (typeof value === "number" ? value : undefined),
  Boolean: (value) => (typeof value === "boolean" ? value : undefined),
  Timestamp: (value) => (isInstant(value) ? Date.parse(value) : undefined),
};

type Ordered = number | string | boolean;
const RELATIONS: Readonly<Record<string, (one: Ordered, other: Ordered) => boolean>> = {
  Equals: (one, other) => one === other,
  LessThan: (one, other) => one < other,
  GreaterThan: (one, other) => one > other,
  LessThanEquals: (one, other) => one <= other,
  GreaterThanEquals: (one, other) => one >= other,
};

const TYPE_TESTS: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === "number",
  IsString: (value) => typeof value === "string",
  IsBoolean: (value) => typeof value === "boolean",
  IsTimestamp: isInstant,
};

const COMPARISON = /^(String|Numeric|Boolean|Timestamp)(Equals|LessThan|GreaterThan|LessThanEquals|GreaterThanEquals)$/;

function testOf(operator: string): Test | undefined {
  const type = TYPE_TESTS[operator];
  if (type !== undefined) return (value, expected) => type(value) === expected;
  if (operator === "StringMatches")
    return (value, pattern) => typeof value === "string" && like(value, String(pattern));
  const [, kind = "", relation = ""] = COMPARISON.exec(operator) ?? [];
  const [read, holds] = [comparable[kind], RELATIONS[relation]];
  if (read === undefined || holds === undefined) return undefined;
  return (value, expected) => {
    const [one, other] = [read(value), read(expected)];
    return one !== undefined && other !== undefined && holds(one, other);
  };
}

/** `*` stands for any text, `\*` for itself. */
function like(value: string, pattern: string): boolean {
  const parts = pattern.replace(/\\([*\\])|(\*)|([^\\*]+)/g, (_, escaped, star, plain) =>
    star === undefined ? RegExp.escape(escaped ?? plain) : "[\\s\\S]*",
  );
  return new RegExp(`^${parts}$`).test(value);
}

/** What a rule of JSONPath asks, read once from the definition. */
type Condition = (scope: PathScope) => boolean;
const conditions = new WeakMap<object, Condition>();

/** Whether a rule of JSONPath holds. Throws `States.Runtime` for a path that finds nothing. */
export function ruleHolds(rule: ChoiceRule, scope: PathScope): boolean {
  const condition = conditions.get(rule) ?? conditionOf(rule);
  conditions.set(rule, condition);
  return condition(scope);
}

function conditionOf(rule: object): Condition {
  const { And, Or, Not } = Combined.parse(rule);
  const parts = (And ?? Or ?? []).map(conditionOf);
  if (And !== undefined) return (scope) => parts.every((holds) => holds(scope));
  if (Or !== undefined) return (scope) => parts.some((holds) => holds(scope));
  if (Not === undefined) return comparisonOf(rule);
  const holds = conditionOf(Not);
  return (scope) => !holds(scope);
}

const Comparison = z.looseObject({ Variable: z.string(), IsPresent: z.boolean().optional() });

function comparisonOf(rule: object): Condition {
  const { Variable, IsPresent, ...rest } = Comparison.parse(rule);
  const comparisons = Object.entries(rest).flatMap(([name, given]) => {
    const test = testOf(name.replace(/Path$/, ""));
    return test === undefined ? [] : [{ test, expected: expectedBy(name, given) }];
  });
  return (scope) => {
    const value = findPath(Variable, scope);
    if (IsPresent !== undefined) return (value !== undefined) === IsPresent;
    if (value === undefined) throw missing(Variable);
    return comparisons.length > 0 && comparisons.every(({ test, expected }) => test(value, expected(scope)));
  };
}

const AnyJson: z.ZodType<Json> = z.json();

function expectedBy(operator: string, given: unknown): (scope: PathScope) => Json {
  if (!operator.endsWith("Path")) {
    const constant = AnyJson.parse(given);
    return () => constant;
  }
  const path = String(given);
  return (scope) => {
    const found = findPath(path, scope);
    if (found === undefined) throw missing(path);
    return found;
  };
}

function missing(path: string): Error {
  return runtimeFailure(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
}
