import { createHash, randomUUID } from "node:crypto";
import jsonata from "jsonata";
import { z } from "zod";

const HASHES: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};
const PICTURED = jsonata("$fromMillis($instant, $picture, $timezone)");

type Method = (this: object, ...given: readonly unknown[]) => unknown;
const isMethod = (value: unknown): value is Method => typeof value === "function";
/** The package's own `$toMillis`, with its signature. What a picture does not say it takes from the time of its environment. */
const TO_MILLIS = z
  .looseObject({ implementation: z.custom<Method>(isMethod) })
  .parse(await jsonata("$toMillis").evaluate(undefined));

/**
 * The functions that Step Functions adds to JSONata, those that tell the time at `now` (UTC ms), and no `$eval`.
 */
export function functionsAt(now: number): Readonly<Record<string, unknown>> {
  const environment = { timestamp: new Date(now) };
  return {
    now: (picture?: string, timezone?: string) => PICTURED.evaluate(undefined, { instant: now, picture, timezone }),
    millis: () => now,
    toMillis: {
      ...TO_MILLIS,
      implementation: (...given: readonly unknown[]) => TO_MILLIS.implementation.call({ environment }, ...given),
    },
    ...ADDED,
  };
}

const ADDED: Readonly<Record<string, unknown>> = {
  eval: undefined,
  partition: (items: unknown, size: unknown) => (items === undefined ? undefined : partition(items, size)),
  range: (first: unknown, last: unknown, step: unknown) => range(integer(first), integer(last), integer(step)),
  hash: (text: unknown, algorithm: unknown) => hash(text, algorithm),
  random: (seed?: unknown) => (seed === undefined ? Math.random() : seeded(integer(seed))),
  uuid: () => randomUUID(),
  parse: (text: unknown) => (text === undefined ? undefined : JSON.parse(String(text))),
};

function integer(value: unknown): number {
  if (typeof value !== "number") throw new TypeError(`A number was expected, but was: ${JSON.stringify(value)}`);
  return Math.trunc(value);
}

function partition(items: unknown, size: unknown): unknown[][] {
  const width = integer(size);
  if (width <= 0) throw new RangeError(`The size of a part must be positive, but was: ${width}`);
  const list: unknown[] = Array.isArray(items) ? items : [items];
  const parts: unknown[][] = [];
  for (let start = 0; start < list.length; start += width) parts.push(list.slice(start, start + width));
  return parts;
}

const LONGEST_RANGE = 1_000;

/** A sequence of JSONata: none is nothing, and one is the item itself. */
function range(first: number, last: number, step: number): number | number[] | undefined {
  if (step === 0) throw new RangeError("The step of a range must not be 0");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new RangeError(`A range has at most ${LONGEST_RANGE} items, but had: ${length}`);
  const items = Array.from({ length }, (_, index) => first + index * step);
  return items.length > 1 ? items : items[0];
}

function hash(text: unknown, algorithm: unknown): string | undefined {
  if (text === undefined) return undefined;
  const name = HASHES[String(algorithm)];
  if (name === undefined) throw new TypeError(`Unknown algorithm: ${String(algorithm)}`);
  return createHash(name)
    .update(typeof text === "string" ? text : JSON.stringify(text))
    .digest("hex");
}

/** A number in [0, 1) that depends on the seed alone. */
function seeded(seed: number): number {
  return createHash("sha256").update(String(seed)).digest().readUIntBE(0, 6) / 2 ** 48;
}
