import { isArray, isObject, type Json } from "../../local/step-functions/json.ts";

/** A value without what stands at JSON Pointers; the pointer `""` takes the whole. */
export function without(value: Json | undefined, pointers: readonly string[]): Json | undefined {
  return pointers.reduce<Json | undefined>((rest, pointer) => removed(rest, pointer.split("/").slice(1)), value);
}

function removed(value: Json | undefined, [encoded, ...rest]: readonly string[]): Json | undefined {
  if (encoded === undefined) return undefined;
  const name = encoded.replaceAll("~1", "/").replaceAll("~0", "~");
  if (isArray(value))
    return value.map((item, index) => (String(index) === name ? (removed(item, rest) ?? null) : item));
  if (!isObject(value) || !Object.hasOwn(value, name)) return value;
  const { [name]: member, ...others } = value;
  const left = removed(member, rest);
  return left === undefined ? others : { ...others, [name]: left };
}
