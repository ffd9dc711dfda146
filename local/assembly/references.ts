import { isRecord } from "./template.ts";

/** Names that a value refers to by Ref, Fn::GetAtt or Fn::Sub: logical ids, and parameters among them. */
export function referencesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, argument]) => referencesOfEntry(key, argument));
}

function referencesOfEntry(key: string, argument: unknown): readonly string[] {
  if (key === "Ref" && typeof argument === "string") return [argument];
  if (key === "Fn::GetAtt") return [attributeReference(argument).logicalId];
  if (key === "Fn::Sub") return referencesOfSub(argument);
  return referencesOf(argument);
}

function referencesOfSub(argument: unknown): readonly string[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isRecord(variables) ? Object.keys(variables) : [];
  const named = placeholdersOf(String(text)).filter((name) => !own.includes(name));
  return [...named.map((name) => name.split(".")[0] ?? name), ...referencesOf(variables)];
}

/** The names inside `${…}` of a Fn::Sub text, without the literals `${!…}`. */
function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => (match[1] ?? "").trim());
}

/** Reads the argument of Fn::GetAtt, in its list or its dotted form. */
export function attributeReference(argument: unknown): { readonly logicalId: string; readonly attribute: string } {
  const parts = Array.isArray(argument) ? argument.map(String) : String(argument).split(".");
  return { logicalId: parts[0] ?? "", attribute: parts.slice(1).join(".") };
}
