import { isArray, isObject, type Json } from "../json.ts";
import { EvaluationFailure, runtimeFailure } from "./failure.ts";

type Step =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "all" }
  | { readonly kind: "deep" }
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: "several"; readonly names: readonly (string | number)[] };

/** A path as parsed: `$` the input, `$$` the context object, `$name` a variable. */
interface Path {
  readonly text: string;
  readonly root: string;
  readonly steps: readonly Step[];
}

/** What a path can start from. */
export interface PathScope {
  readonly input: Json;
  readonly context: Json;
  readonly variables: Readonly<Record<string, Json>>;
}

const ROOT = /^\$(?:\$|[A-Za-z_]\w*)?/;
const STEP =
  /^(?:\.\.(?=[\w*[])|(?<dots>\.)?\*|\.?(?<name>[^\s.[\]()*'",:?$@]+)|\[\s*(?:(?<index>-?\d+)|(?<star>\*)|(?<slice>-?\d*:-?\d*)|(?<list>(?:'[^']*'|"[^"]*"|-?\d+)(?:\s*,\s*(?:'[^']*'|"[^"]*"|-?\d+))*))\s*\])/;

/** Throws `States.Runtime` for what is no path, or a filter, which is not played. */
function parsePath(text: string): Path {
  const root = ROOT.exec(text)?.[0];
  if (root === undefined) throw runtimeFailure(`Invalid path '${text}'`);
  const steps: Step[] = [];
  let rest = text.slice(root.length);
  while (rest !== "") {
    const match = STEP.exec(rest);
    if (match === null) throw runtimeFailure(`Invalid path '${text}' : '${rest}' is not played here`);
    steps.push(stepOf(match));
    // After `..` a name stands without its dot.
    rest = rest.slice(match[0].length);
  }
  return { text, root, steps };
}

function stepOf({ 0: whole, groups = {} }: RegExpExecArray): Step {
  const { name, index, slice, list } = groups;
  if (whole === "..") return { kind: "deep" };
  if (name !== undefined) return { kind: "name", name };
  if (index !== undefined) return { kind: "index", index: Number(index) };
  if (slice !== undefined) return sliceOf(slice);
  return list === undefined ? { kind: "all" } : listOf(list);
}

function sliceOf(text: string): Step {
  const [from, to] = text.split(":").map((bound) => (bound === "" ? undefined : Number(bound)));
  return { kind: "slice", from, to };
}

function listOf(text: string): Step {
  const names = [...text.matchAll(/'([^']*)'|"([^"]*)"|(-?\d+)/g)].map(
    ([, single, double, number]) => single ?? double ?? Number(number),
  );
  const [only] = names;
  return names.length === 1 && typeof only === "string" ? { kind: "name", name: only } : { kind: "several", names };
}

const isDefinite = ({ steps }: Path) => steps.every(({ kind }) => kind === "name" || kind === "index");

/** The value at a path, or undefined where a definite path finds none; an indefinite path gives an array. */
export function findPath(text: string, scope: PathScope): Json | undefined {
  const path = parsePath(text);
  const start = rootOf(path, scope);
  if (start === undefined) return undefined;
  const found = path.steps.reduce<readonly Json[]>(
    (values, step) => values.flatMap((one) => taken(one, step)),
    [start],
  );
  return isDefinite(path) ? found[0] : found;
}

/** The value at a path. Throws `States.Runtime` where a definite path finds none. */
export function readPath(text: string, scope: PathScope): Json {
  const value = findPath(text, scope);
  if (value === undefined) throw runtimeFailure(`Invalid path '${text}' : No results for path: ${canonical(text)}`);
  return value;
}

function rootOf({ root }: Path, scope: PathScope): Json | undefined {
  if (root === "$") return scope.input;
  return root === "$$" ? scope.context : scope.variables[root.slice(1)];
}

function canonical(text: string): string {
  const { root, steps } = parsePath(text);
  const part = (step: Step) => {
    if (step.kind === "name") return `['${step.name}']`;
    return step.kind === "index" ? `[${step.index}]` : "[*]";
  };
  return `${root}${steps.map(part).join("")}`;
}

function taken(value: Json, step: Step): readonly Json[] {
  if (step.kind === "all") return children(value);
  if (step.kind === "deep") return [value, ...children(value).flatMap((child) => taken(child, step))];
  if (step.kind === "several") return step.names.flatMap((name) => member(value, name));
  if (step.kind === "slice") return isArray(value) ? value.slice(step.from, step.to) : [];
  return member(value, step.kind === "name" ? step.name : step.index);
}

function member(value: Json, name: string | number): readonly Json[] {
  if (typeof name === "number") return isArray(value) ? present(value.at(name)) : [];
  return isObject(value) ? present(value[name]) : [];
}

function present(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}

function children(value: Json): readonly Json[] {
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** `target` with `value` at a reference path, as ResultPath asks; what is missing on the way is made. */
export function placeAt(text: string, target: Json, value: Json): Json {
  return placed(parsePath(text).steps, target, value, text);
}

function placed([step, ...rest]: readonly Step[], target: Json, value: Json, text: string): Json {
  if (step === undefined) return value;
  if (step.kind === "name" && isObject(target)) {
    return { ...target, [step.name]: placed(rest, target[step.name] ?? {}, value, text) };
  }
  if (step.kind === "index" && isArray(target) && step.index < target.length) {
    return target.map((item, index) => (index === step.index ? placed(rest, item, value, text) : item));
  }
  throw mismatch(text, target);
}

function mismatch(text: string, target: Json): EvaluationFailure {
  const reason = `Unable to apply path '${text}' to input ${JSON.stringify(target)}`;
  return new EvaluationFailure("States.ResultPathMatchFailure", reason);
}
