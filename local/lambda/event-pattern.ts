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
  const fields = Object.entries(pattern).map(([name, inner]) => ({ name, matches: fieldMatcher(name, inner) }));
  return (event) => fields.every(({ name, matches }) => matches(isRecord(event) ? event[name] : undefined));
}

function fieldMatcher(name: string, inner: unknown): Test {
  if (name.startsWith("$")) throw new Error(`${name} is not played in event patterns`);
  if (!Array.isArray(inner)) return parsePattern(inner);
  const tests = inner.map(entryTest);
  return (value) => tests.some((test) => test(value));
}

function entryTest(entry: unknown): Test {
  if (!isRecord(entry)) return (value) => holds(value, (item) => item === entry);
  const [comparison = "", operand] = Object.entries(entry)[0] ?? [];
  const test = COMPARISONS[comparison];
  if (test === undefined) throw new Error(`the comparison "${comparison}" is not played in event patterns`);
  return test(operand);
}

const COMPARISONS: Readonly<Record<string, (operand: unknown) => Test>> = {
  exists: (operand) => (value) => (value !== undefined && !isRecord(value)) === operand,
  prefix: (operand) => (value) => holds(value, (item) => typeof item === "string" && item.startsWith(String(operand))),
  suffix: (operand) => (value) => holds(value, (item) => typeof item === "string" && item.endsWith(String(operand))),
  "anything-but": (operand) => {
    const excluded = Array.isArray(operand) ? operand : [operand];
    if (excluded.some(isRecord)) throw new Error('"anything-but" with a comparison is not played in event patterns');
    return (value) => value !== undefined && holds(value, (item) => !excluded.includes(item));
  },
};

/** A list in the event matches when one of its items does. */
function holds(value: unknown, test: Test): boolean {
  return Array.isArray(value) ? value.some(test) : test(value);
}
