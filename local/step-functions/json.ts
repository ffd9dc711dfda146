/** A JSON value, as states hand it on. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A JSON text as a value. Throws SyntaxError. */
export function parseJson(text: string): Json {
  return JSON.parse(text);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Equality of JSON values: the order of names in an object does not count. */
export function equalJson(one: Json | undefined, other: Json | undefined): boolean {
  if (isArray(one) && isArray(other)) {
    return one.length === other.length && one.every((item, index) => equalJson(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && equalJson(one[name], other[name]));
}
