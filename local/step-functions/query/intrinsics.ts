import { createHash, randomUUID } from "node:crypto";
import { equalJson, isArray, isObject, type Json } from "../json.ts";
import { EvaluationFailure } from "./failure.ts";
import { type PathScope, readPath } from "./jsonpath.ts";

function failure(call: string, reason: string): EvaluationFailure {
  return new EvaluationFailure("States.IntrinsicFailure", `The intrinsic function '${call}' failed: ${reason}`);
}

/** True for `States.Name(…)`. */
export function isIntrinsic(text: string): boolean {
  return /^States\.\w+\(/.test(text);
}

/** The value of an intrinsic function, arguments evaluated. Throws `States.IntrinsicFailure`. */
export function evaluateIntrinsic(text: string, scope: PathScope): Json {
  const parser = new CallParser(text, scope);
  const value = parser.call();
  if (!parser.atEnd()) throw failure(text, "text after the closing parenthesis");
  return value;
}

/** Reads and evaluates one call, and the calls inside it. */
class CallParser {
  readonly #text: string;
  readonly #scope: PathScope;
  #at = 0;

  constructor(text: string, scope: PathScope) {
    this.#text = text;
    this.#scope = scope;
  }

  atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  call(): Json {
    const name = this.#taken(/States\.(\w+)\(\s*/y);
    const play = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (play === undefined) throw failure(this.#text, `States.${name} is unknown`);
    const values = this.#arguments();
    try {
      return play(values);
    } catch (error) {
      throw failure(this.#text, error instanceof Error ? error.message : String(error));
    }
  }

  #arguments(): Json[] {
    const values: Json[] = [];
    while (this.#maybe(/\s*(\))/y) === undefined) {
      if (values.length > 0) this.#taken(/\s*(,)\s*/y);
      values.push(this.#argument());
    }
    return values;
  }

  #argument(): Json {
    if (/^States\./.test(this.#text.slice(this.#at))) return this.call();
    const text = this.#maybe(/'((?:[^'\\]|\\.)*)'/y);
    if (text !== undefined) return text.replace(/\\(['\\])/g, "$1");
    const literal = this.#maybe(/(-?\d+(?:\.\d+)?|true|false|null)/y);
    if (literal !== undefined) return JSON.parse(literal);
    return readPath(this.#taken(/(\$[^\s,()]*)/y), this.#scope);
  }

  #maybe(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match[1];
  }

  #taken(pattern: RegExp): string {
    const found = this.#maybe(pattern);
    if (found === undefined) throw failure(this.#text, `not understood at '${this.#text.slice(this.#at)}'`);
    return found;
  }
}

const shown = (value: Json | undefined) => (typeof value === "string" ? value : JSON.stringify(value ?? null));

function text(value: Json | undefined): string {
  if (typeof value !== "string") throw new TypeError(`a text was expected: ${shown(value)}`);
  return value;
}

function number(value: Json | undefined): number {
  if (typeof value !== "number") throw new TypeError(`a number was expected: ${shown(value)}`);
  return value;
}

function list(value: Json | undefined): readonly Json[] {
  if (!isArray(value)) throw new TypeError(`an array was expected: ${shown(value)}`);
  return value;
}

function format([template, ...values]: readonly Json[]): string {
  const waiting = [...values];
  const written = text(template).replace(/\\([{}\\])|\{\}/g, (_, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (waiting.length === 0) throw new TypeError("fewer values than {}");
    return shown(waiting.shift());
  });
  if (waiting.length > 0) throw new TypeError("more values than {}");
  return written;
}

function chunks([items, size]: readonly Json[]): Json[][] {
  const width = number(size);
  if (!(width > 0)) throw new RangeError("the size must be positive");
  const all = list(items);
  return Array.from({ length: Math.ceil(all.length / width) }, (_, part) =>
    all.slice(part * width, (part + 1) * width),
  );
}

function steps([first, last, step]: readonly Json[]): number[] {
  const [from, to, by] = [number(first), number(last), number(step)];
  const length = Math.floor((to - from) / by) + 1;
  if (by === 0 || length > 1_000) throw new RangeError("between 0 and 1000 items");
  return Array.from({ length: Math.max(length, 0) }, (_, index) => from + index * by);
}

function item([items, index]: readonly Json[]): Json {
  const found = list(items)[number(index)];
  if (found === undefined) throw new RangeError("no item there");
  return found;
}

function merged([one, other, deep]: readonly Json[]): Json {
  if (!isObject(one) || !isObject(other) || deep !== false) throw new TypeError("two objects and false were expected");
  return { ...one, ...other };
}

function unique([items]: readonly Json[]): Json[] {
  const all = list(items);
  return all.filter((one, index) => all.findIndex((other) => equalJson(one, other)) === index);
}

function split([value, separators]: readonly Json[]): string[] {
  const characters = new Set(text(separators));
  const parts = [""];
  for (const character of text(value)) {
    if (characters.has(character)) parts.push("");
    else parts.push(`${parts.pop()}${character}`);
  }
  return parts.filter((part) => part !== "");
}

function random([from, to]: readonly Json[]): number {
  return number(from) + Math.floor(Math.random() * (number(to) - number(from)));
}

const FUNCTIONS: Readonly<Record<string, (values: readonly Json[]) => Json>> = {
  Format: format,
  StringToJson: ([value]) => JSON.parse(text(value)),
  JsonToString: ([value]) => JSON.stringify(value),
  Array: (values) => values,
  ArrayPartition: chunks,
  ArrayContains: ([items, sought]) => list(items).some((one) => equalJson(one, sought)),
  ArrayRange: steps,
  ArrayGetItem: item,
  ArrayLength: ([items]) => list(items).length,
  ArrayUnique: unique,
  Base64Encode: ([value]) => Buffer.from(text(value)).toString("base64"),
  Base64Decode: ([value]) => Buffer.from(text(value), "base64").toString("utf8"),
  Hash: ([value, algorithm]) => createHash(text(algorithm).replace("SHA-", "sha")).update(shown(value)).digest("hex"),
  JsonMerge: merged,
  MathRandom: random,
  MathAdd: ([one, other]) => number(one) + number(other),
  StringSplit: split,
  UUID: () => randomUUID(),
};
