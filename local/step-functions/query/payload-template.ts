import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { runtimeFailure } from "./failure.ts";
import { evaluateIntrinsic, isIntrinsic } from "./intrinsics.ts";
import { findPath, type PathScope } from "./jsonpath.ts";

/** A payload template of JSONPath: the members whose name ends in `.$` are paths or intrinsic functions. */
export function fillTemplate(template: Json, scope: PathScope): Json {
  if (isArray(template)) return template.map((item) => fillTemplate(item, scope));
  return isObject(template) ? fillMembers(template, scope) : template;
}

/** The members of a template that is an object. */
export function fillMembers(template: JsonObject, scope: PathScope): JsonObject {
  return Object.fromEntries(Object.entries(template).map(([name, value]) => member(name, value, scope)));
}

function member(name: string, value: Json, scope: PathScope): [string, Json] {
  if (!name.endsWith(".$") || typeof value !== "string") return [name, fillTemplate(value, scope)];
  return [name.slice(0, -2), evaluated(name, value, scope)];
}

function evaluated(name: string, path: string, scope: PathScope): Json {
  if (isIntrinsic(path)) return evaluateIntrinsic(path, scope);
  const found = findPath(path, scope);
  if (found === undefined) {
    const input = JSON.stringify(scope.input);
    throw runtimeFailure(
      `The JSONPath '${path}' specified for the field '${name}' could not be found in the input '${input}'`,
    );
  }
  return found;
}
