import { isArray, isObject, type Json, type JsonObject } from "./json.ts";
import { placedStates } from "./placed-states.ts";
import { isExpression } from "./query/jsonata.ts";
import { readDefinition } from "./validation.ts";

/**
 * What AWS takes and a reviewer would not, a sentence each: an expression of JSONata that reads a variable which no state around
 * it assigns, and a Task that neither retries nor catches and gives no reason in its Comment.
 */
export function reviewMachine(text: string): readonly string[] {
  const machine = readDefinition(text);
  if (!isObject(machine)) return [];
  return [...unassigned(machine, new Set(), ""), ...unhandled(machine)];
}

function unhandled(machine: JsonObject): string[] {
  return placedStates(machine, "")
    .filter(({ state }) => state.Type === "Task" && !("Retry" in state) && !("Catch" in state) && !("Comment" in state))
    .map(({ at }) => `${at} has neither Retry nor Catch, and no Comment that says why`);
}

function unassigned(machine: JsonObject, around: ReadonlySet<string>, at: string): string[] {
  const states = isObject(machine.States) ? Object.entries(machine.States) : [];
  const known = new Set([...around, ...states.flatMap(([, state]) => assignedBy(state))]);
  return states.flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const place = `${at}/States/${name}`;
    const { Branches, ItemProcessor, ...own } = state;
    const read = expressionsOf(own).flatMap(variablesOf);
    const lacking = [...new Set(read)].filter((variable) => !known.has(variable));
    const inner = [...(isArray(Branches) ? Branches : []), ItemProcessor].filter((one) => isObject(one));
    return [
      ...lacking.map((variable) => `${place} reads $${variable}, which no state assigns`),
      ...inner.flatMap((one) => unassigned(one, known, place)),
    ];
  });
}

/** Variables that a state, a rule of it or a Catch of it assigns. */
function assignedBy(state: Json): string[] {
  if (!isObject(state)) return [];
  const handlers = [state.Catch, state.Choices].flatMap((list) => (isArray(list) ? list : []));
  return [state, ...handlers].flatMap((one) => (isObject(one) && isObject(one.Assign) ? Object.keys(one.Assign) : []));
}

function expressionsOf(value: Json): string[] {
  if (isExpression(value)) return [value];
  if (isArray(value)) return value.flatMap(expressionsOf);
  return isObject(value) ? Object.values(value).flatMap(expressionsOf) : [];
}

/** Variables that an expression reads from outside: neither functions, nor what it binds itself. */
function variablesOf(expression: string): string[] {
  const code = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "''");
  const bound = new Set([...code.matchAll(/\$(\w+)\s*:=/g)].map(([, name]) => name));
  for (const [, parameters = ""] of code.matchAll(/(?:function|λ)\s*\(([^)]*)\)/g)) {
    for (const [, name] of parameters.matchAll(/\$(\w+)/g)) bound.add(name);
  }
  const read = [...code.matchAll(/\$([A-Za-z_]\w*)\b(?!\s*\()/g)].flatMap(([, name]) => name ?? []);
  return read.filter((name) => name !== "states" && !bound.has(name) && !FUNCTIONS_AS_VALUES.has(name));
}

/** Functions that are commonly handed to others by name. */
const FUNCTIONS_AS_VALUES: ReadonlySet<string> = new Set([
  "boolean",
  "exists",
  "length",
  "lowercase",
  "not",
  "number",
  "string",
  "trim",
  "uppercase",
]);
