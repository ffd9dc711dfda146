import { Refusal } from "../supervisor/refusal.ts";
import { attributeReference } from "./references.ts";
import { isRecord } from "./template.ts";

/** What the names of a template stand for while it is deployed; `undefined` where a name stands for nothing. */
export interface Names {
  /** A parameter, a pseudo parameter or the `Ref` of a resource that exists. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): string | undefined;
  mapped(map: string, first: string, second: string): unknown;
  /** Truth of a named condition. */
  condition(name: string): boolean | undefined;
  imported(exportName: string): unknown;
}

/** `AWS::NoValue`: the property or the list item that holds it is left out. */
export const NO_VALUE = Symbol("AWS::NoValue");

/** Where a value stands, for the sentence of a refusal: `Resources.Table.Properties.KeySchema.0`. */
interface Place {
  readonly names: Names;
  readonly at: string;
}

/**
 * Replaces every intrinsic function in a value. Throws a Refusal that says where, for a function it does not know, a name
 * that stands for nothing, and a dynamic reference.
 */
export function resolve(value: unknown, names: Names, at: string): unknown {
  const resolved = resolveAt(value, { names, at });
  return resolved === NO_VALUE ? undefined : resolved;
}

function resolveAt(value: unknown, place: Place): unknown {
  if (typeof value === "string") return plain(value, place);
  if (Array.isArray(value)) {
    return value.map((item, index) => resolveAt(item, inside(place, index))).filter((item) => item !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const name = intrinsicOf(value);
  if (name !== undefined) return intrinsic(name, place)(value[name], place);
  const entries = Object.entries(value).map(([key, item]) => [key, resolveAt(item, inside(place, key))] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

/** The name of the intrinsic function that an object calls, or undefined when it is data. */
export function intrinsicOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const keys = Object.keys(value);
  const first = keys.length === 1 ? keys[0] : undefined;
  return first === "Ref" ? first : keys.find((key) => key.startsWith("Fn::"));
}

type Intrinsic = (argument: unknown, place: Place) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, place) => found(place.names.ref(String(argument)), `Ref ${argument}`, place),
  "Fn::GetAtt": (argument, place) => {
    const { logicalId, attribute } = attributeReference(argument);
    return found(place.names.attribute(logicalId, attribute), `Fn::GetAtt ${logicalId}.${attribute}`, place);
  },
  "Fn::Sub": substitute,
  "Fn::Join": (argument, place) => {
    const [separator, items] = list(argument, place);
    return list(items, place).map(String).join(String(separator));
  },
  "Fn::Select": (argument, place) => {
    const [index, items] = list(argument, place);
    return found(list(items, place)[Number(index)], `Fn::Select ${index}`, place);
  },
  "Fn::Split": (argument, place) => {
    const [separator, text] = list(argument, place);
    return String(text).split(String(separator));
  },
  "Fn::FindInMap": (argument, place) => {
    const [map, first, second] = list(argument, place).map(String);
    const value = place.names.mapped(map ?? "", first ?? "", second ?? "");
    return found(value, `Fn::FindInMap ${map}.${first}.${second}`, place);
  },
  "Fn::If": (argument, place) => {
    // The branch that is not taken is not resolved: what it refers to may not exist.
    const [condition, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
    const truth = found(place.names.condition(String(condition)), `Condition ${condition}`, place);
    return resolveAt(truth === true ? whenTrue : whenFalse, place);
  },
  "Fn::ImportValue": (argument, place) => {
    const name = String(resolveAt(argument, place));
    return found(place.names.imported(name), `Fn::ImportValue ${name}`, place);
  },
  "Fn::Base64": (argument, place) => Buffer.from(String(resolveAt(argument, place))).toString("base64"),
  "Fn::Equals": (argument, place) => {
    const [left, right] = list(argument, place);
    return String(left) === String(right);
  },
  "Fn::And": (argument, place) => conditions(argument, place).every((truth) => truth),
  "Fn::Or": (argument, place) => conditions(argument, place).some((truth) => truth),
  "Fn::Not": (argument, place) => !conditions(argument, place)[0],
};

/** Whether the local cloud knows this intrinsic function. */
export function isKnownIntrinsic(name: string): boolean {
  return Object.hasOwn(INTRINSICS, name);
}

/** Truth of an entry of the `Conditions` section, or of an operand in it. */
export function truthOf(value: unknown, names: Names, at: string): boolean {
  const place = { names, at };
  if (isRecord(value) && typeof value.Condition === "string") {
    return found(names.condition(value.Condition), `Condition ${value.Condition}`, place) === true;
  }
  return resolveAt(value, place) === true;
}

function conditions(argument: unknown, place: Place): readonly boolean[] {
  const operands = Array.isArray(argument) ? argument : [];
  return operands.map((operand, index) => truthOf(operand, place.names, `${place.at}.${index}`));
}

function substitute(argument: unknown, place: Place): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = resolveAt(variables ?? {}, place);
  const valueFor = (name: string): unknown => {
    if (isRecord(own) && Object.hasOwn(own, name)) return own[name];
    return INTRINSICS[name.includes(".") ? "Fn::GetAtt" : "Ref"]?.(name, place);
  };
  // One pass: what is put in is not searched for further names.
  return String(text).replace(/\$\{([^}]*)\}/g, (_, name: string) =>
    name.startsWith("!") ? `\${${name.slice(1)}}` : String(valueFor(name.trim())),
  );
}

function intrinsic(name: string, place: Place): Intrinsic {
  const known = INTRINSICS[name];
  if (known !== undefined) return known;
  throw new Refusal(`${place.at} : le nuage local ne connaît pas la fonction intrinsèque ${name}.`);
}

function list(argument: unknown, place: Place): readonly unknown[] {
  const resolved = resolveAt(argument, place);
  if (Array.isArray(resolved)) return resolved;
  throw new Refusal(`${place.at} : une liste est attendue, le gabarit donne « ${JSON.stringify(resolved)} ».`);
}

function plain(text: string, place: Place): string {
  if (!text.includes("{{resolve:")) return text;
  throw new Refusal(`${place.at} : le nuage local ne lit pas les références dynamiques (« ${text} »).`);
}

function found<T>(value: T | undefined, what: string, place: Place): T {
  if (value !== undefined) return value;
  throw new Refusal(`${place.at} : « ${what} » ne désigne rien qui existe.`);
}

function inside(place: Place, key: string | number): Place {
  return { ...place, at: `${place.at}.${key}` };
}
