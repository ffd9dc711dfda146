import canonicalize from "canonicalize";
import { ok, type Result, refused } from "./result.ts";

/** Deepest nesting of a recorded value, and most bytes of its canonical text (a DynamoDB item holds 400 KB). */
export const maxDepth = 32;
export const maxBytes = 256 * 1024;

type FormFault = "null" | "not-an-integer" | "text-not-nfc" | "forbidden-key" | "not-json" | "too-deep" | "too-large";

/** What the form refuses, and where: a JSON Pointer, empty for the value itself. */
type FormRefusal = Readonly<{ fault: FormFault; pointer: string }>;

/**
 * The RFC 8785 text of a value in the form of the record: objects, arrays, booleans, safe integers and NFC text. Null,
 * fractions, -0, lone surrogates, the key `__proto__` and whatever is not plain JSON are refused, as are nesting and
 * size beyond the limits. A member that is `undefined` is absent. Equal values have equal texts, whatever the order of
 * their keys.
 */
export function canonicalText(value: unknown): Result<string, FormRefusal> {
  const refusal = refuse(value, "", 0, { bytes: 0 });
  if (refusal !== undefined) return refused(refusal);
  const text = canonicalize(value);
  if (text === undefined) return refused({ fault: "not-json", pointer: "" });
  return Buffer.byteLength(text) > maxBytes ? refused({ fault: "too-large", pointer: "" }) : ok(text);
}

/** Counts what has been read, so that a value too wide is left long before its text is built. */
type Spent = { bytes: number };

/** The first reason for which a value has no canonical text, read without building that text. */
function refuse(value: unknown, pointer: string, depth: number, spent: Spent): FormRefusal | undefined {
  spent.bytes += 1;
  if (spent.bytes > maxBytes) return { fault: "too-large", pointer: "" };
  if (value === null) return { fault: "null", pointer };
  if (typeof value === "object") return refuseObject(value, pointer, depth, spent);
  const fault = primitiveFault(value, spent);
  return fault === undefined ? undefined : { fault, pointer };
}

function primitiveFault(value: unknown, spent: Spent): FormFault | undefined {
  if (typeof value === "string") return textFault(value, spent);
  if (typeof value === "number")
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? undefined : "not-an-integer";
  return typeof value === "boolean" ? undefined : "not-json";
}

function textFault(text: string, spent: Spent): FormFault | undefined {
  spent.bytes += text.length;
  return text.isWellFormed() && text.normalize("NFC") === text ? undefined : "text-not-nfc";
}

function refuseObject(value: object, pointer: string, depth: number, spent: Spent): FormRefusal | undefined {
  if (depth >= maxDepth) return { fault: "too-deep", pointer };
  if (!isPlain(value)) return { fault: "not-json", pointer };
  for (const [key, member] of membersOf(value)) {
    const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const refusal = refuseKey(key, at, spent) ?? refuse(member, at, depth + 1, spent);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function refuseKey(key: string, pointer: string, spent: Spent): FormRefusal | undefined {
  const fault = key === "__proto__" ? "forbidden-key" : textFault(key, spent);
  return fault && { fault, pointer };
}

function membersOf(value: object): readonly [string, unknown][] {
  const members: [string, unknown][] = Object.entries(value);
  return Array.isArray(value) ? members : members.filter(([, member]) => member !== undefined);
}

/** A literal object or a dense array, of whatever realm: no class, no symbol, no hidden member. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return Object.keys(value).length === value.length;
  const prototype: object | null = Object.getPrototypeOf(value);
  const literal = prototype === null || Object.getPrototypeOf(prototype) === null;
  return literal && Reflect.ownKeys(value).length === Object.keys(value).length;
}
