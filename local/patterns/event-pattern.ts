import { isRecord } from "../assembly/template.ts";

/** Says whether an event matches. */
export type EventMatcher = (event: unknown) => boolean;

type Test = (value: unknown) => boolean;

/**
 * Reads an event pattern, as filters of event source mappings and rules write it: at each leaf a list of which one entry must
 * match, a literal or a comparison. Throws an Error that names a comparison which is not played.
 */
export function parsePattern(pattern: unknown): EventMatcher {
  if (!isRecord(pattern)) throw new Error(`an event pattern is an object, not ${JSON.stringify(pattern)}`);
  const fields = Object.entries(pattern).map(([name, inner]) => fieldMatcher(name, inner));
  return (event) => fields.every((matches) => matches(event));
}

function fieldMatcher(name: string, inner: unknown): EventMatcher {
  if (name === "$or" && Array.isArray(inner)) {
    const branches = inner.map(parsePattern);
    return (event) => branches.some((matches) => matches(event));
  }
  if (name.startsWith("$")) throw new Error(`${name} is not played in event patterns`);
  const matches = leafOrNested(inner);
  return (event) => matches(isRecord(event) ? event[name] : undefined);
}

function leafOrNested(inner: unknown): Test {
  if (!Array.isArray(inner)) return parsePattern(inner);
  const tests = inner.map(entryTest);
  return (value) => tests.some((test) => test(value));
}

function entryTest(entry: unknown): Test {
  if (!isRecord(entry)) return (value) => holds(value, (item) => item === entry);
  const [comparison = "", operand] = Object.entries(entry)[0] ?? [];
  if (comparison === "exists") return (value) => (value !== undefined && !isRecord(value)) === operand;
  const test = comparisonTest(comparison, operand);
  if (comparison !== "anything-but") return (value) => holds(value, test);
  return (value) => value !== undefined && holds(value, test);
}

function comparisonTest(comparison: string, operand: unknown): Test {
  const test = Object.hasOwn(COMPARISONS, comparison) ? COMPARISONS[comparison] : undefined;
  if (test === undefined) throw new Error(`the comparison "${comparison}" is not played in event patterns`);
  return test(operand);
}

const COMPARISONS: Readonly<Record<string, (operand: unknown) => Test>> = {
  prefix: textTest("prefix", (text, operand) => text.startsWith(operand)),
  suffix: textTest("suffix", (text, operand) => text.endsWith(operand)),
  "equals-ignore-case": textTest("equals-ignore-case", (text, operand) => text.toLowerCase() === operand.toLowerCase()),
  wildcard: textTest("wildcard", (text, operand) => wildcard(operand).test(text)),
  numeric: numericTest,
  "anything-but": (operand) => {
    if (isRecord(operand)) {
      const tests = Object.entries(operand).map(([comparison, inner]) => comparisonTest(comparison, inner));
      return (item) => !tests.some((test) => test(item));
    }
    const excluded = Array.isArray(operand) ? operand : [operand];
    return (item) => !excluded.includes(item);
  },
};

function textTest(comparison: string, test: (text: string, operand: string) => boolean): (operand: unknown) => Test {
  return (operand) => {
    if (typeof operand === "string") return (item) => typeof item === "string" && test(item, operand);
    throw new Error(`"${comparison}" of ${JSON.stringify(operand)} is not played in event patterns`);
  };
}

function wildcard(operand: string): RegExp {
  return new RegExp(`^${operand.split("*").map(RegExp.escape).join(".*")}$`, "s");
}

const ORDERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "=": (a, b) => a === b,
};

/** `[">", 0, "<=", 5]`. */
function numericTest(operand: unknown): Test {
  const given: readonly unknown[] = Array.isArray(operand) ? operand : [];
  const bounds = given.flatMap((order, index) =>
    index % 2 === 0 ? [[ORDERS[String(order)], given[index + 1]] as const] : [],
  );
  return (item) =>
    typeof item === "number" &&
    bounds.every(([order, bound]) => order !== undefined && typeof bound === "number" && order(item, bound));
}

/** A list in the event matches when one of its items does. */
function holds(value: unknown, test: Test): boolean {
  return Array.isArray(value) ? value.some(test) : test(value);
}
