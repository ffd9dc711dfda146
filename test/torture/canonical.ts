import { createHash } from "node:crypto";

/**
 * What two accounts hold can be compared although ids, keys and instants differ: here both are written in one form, in
 * which each of these is a number. An id that both accounts hold (the digest of a document, a name) was not drawn at random and
 * stays as it is. Instants are told by their distance from the beginning of the run, to the hour: while a clock is advanced it
 * stands, so that whether two of them are equal says nothing.
 */

/** One thing that an account holds: its kind, and what is known of it as plain JSON. */
export interface Holding {
  readonly kind: string;
  readonly value: unknown;
}

/** Whatever may be drawn at random. */
const ID = new RegExp(
  [
    "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "(?<![0-9A-Za-z])[0-9a-f]{32,}(?![0-9A-Za-z])",
    // The beginning of an id, as a letter or the name of a wait gives it.
    "(?<![0-9A-Za-z-])(?:[0-9a-f]{8}|[0-9a-f]{16})(?![0-9A-Za-z-])",
    // Base64, which unlike a name mixes its letters.
    String.raw`(?<=")(?=[^"]*[a-z])(?=[^"]*[A-Z])[A-Za-z0-9+/_-]{22,}={0,2}(?=\\?")`,
  ].join("|"),
  "gu",
);

/** Whatever is read from a clock: as text, in milliseconds or in seconds since 1970. */
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|(?<=:)1\d{9}(?:\d{3})?(?=[,}\]])/gu;
/** A time of day as a letter tells it. */
const TIME_OF_DAY = /\d{1,2}\u00a0h\u00a0\d\d(?:\u00a0min\u00a0\d\d(?:,\d{3})?\u00a0s)?/gu;

/** A holding as text, taken apart: what stands between ids, and the ids. */
interface Parts {
  readonly between: readonly string[];
  readonly ids: readonly string[];
}

/** What differs between two accounts, in lines that begin with `-` for the first and `+` for the second; none when they are alike. */
export function differences(
  [ones, others]: readonly [readonly Holding[], readonly Holding[]],
  beganAt: number,
): readonly string[] {
  const partsSince = (holding: Holding) => partsOf(holding, beganAt);
  const [one, other] = [ones.map(partsSince), others.map(partsSince)];
  const known = new Set(other.flatMap(({ ids }) => ids));
  const shared = new Set(one.flatMap(({ ids }) => ids).filter((id) => known.has(id)));
  const first: Colours = (id) => (shared.has(id) ? id : "·");
  // Where the shapes differ, numbers would only hide it.
  const shapes = difference(shapesOf(one, first), shapesOf(other, first));
  return shapes.length > 0 ? shapes : difference(numbered(one, first), numbered(other, first));
}

function partsOf({ kind, value }: Holding, beganAt: number): Parts {
  const whole = `${kind} ${JSON.stringify(sorted(value))}`;
  const text = whole
    .replace(INSTANT, (instant) => `T${((millisOf(instant) - beganAt) / HOUR).toFixed(0)}h`)
    .replace(TIME_OF_DAY, "·");
  const matches = [...text.matchAll(ID)];
  const starts = [0, ...matches.map(({ index, 0: id }) => index + id.length)];
  return {
    between: starts.map((start, place) => text.slice(start, matches[place]?.index)),
    ids: matches.map(([id]) => id),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

const HOUR = 3_600_000;
const SECONDS = 10;

function millisOf(instant: string): number {
  if (instant.includes("T")) return Date.parse(instant);
  return instant.length === SECONDS ? Number(instant) * 1000 : Number(instant);
}

type Colours = (id: string) => string;

function shapeOf({ between, ids }: Parts, colourOf: Colours): string {
  return between.map((text, place) => text + (ids[place] === undefined ? "" : colourOf(ids[place]))).join("");
}

const shapesOf = (all: readonly Parts[], colourOf: Colours) => all.map((parts) => shapeOf(parts, colourOf));

/**
 * Writes each id as the number of its first appearance, in an order of the holdings that does not depend on ids: ids are told
 * apart by where they stand, then by what stands beside them, and so on; of those that nothing tells apart, one is numbered and
 * tells the others apart.
 */
function numbered(all: readonly Parts[], first: Colours): readonly string[] {
  const numbers = new Map<string, string>();
  const known: Colours = (id) => numbers.get(id) ?? first(id);
  const isOpen = (id: string) => first(id) !== id && !numbers.has(id);
  for (let rest = all; rest.length > 0; ) {
    const { told, untold } = untilTie(rest, refined(all, known), isOpen);
    for (const id of told.flatMap(({ ids }) => ids)) {
      if (isOpen(id)) numbers.set(id, `${first(id)}#${numbers.size + 1}`);
    }
    rest = untold;
  }
  return shapesOf(all, known);
}

/** Holdings in the order of their shapes, as far as the first of those that look alike and still have an id to number. */
function untilTie(all: readonly Parts[], colours: Colours, isOpen: (id: string) => boolean) {
  const shaped = all.map((parts) => ({ parts, shape: shapeOf(parts, colours) }));
  shaped.sort((one, other) => (one.shape < other.shape ? -1 : Number(one.shape > other.shape)));
  const tie = shaped.findIndex(
    ({ parts, shape }, index) => shape === shaped[index + 1]?.shape && parts.ids.some(isOpen),
  );
  const sorted = shaped.map(({ parts }) => parts);
  return tie === -1 ? { told: sorted, untold: [] } : { told: sorted.slice(0, tie + 1), untold: sorted.slice(tie + 1) };
}

/** Colours that say of each id where it stands, and beside what: refined until no more ids are told apart. */
function refined(all: readonly Parts[], first: Colours): Colours {
  let colours = first;
  for (let told = 0; ; ) {
    const classes = classesOf(all, first, colours);
    const count = new Set(classes.values()).size;
    if (count === told) return colours;
    told = count;
    colours = (id) => classes.get(id) ?? first(id);
  }
}

function classesOf(all: readonly Parts[], first: Colours, colours: Colours): ReadonlyMap<string, string> {
  const stands = new Map<string, string[]>();
  for (const parts of all) {
    const shape = digest(shapeOf(parts, colours));
    for (const [place, id] of parts.ids.entries()) stands.set(id, [...(stands.get(id) ?? []), `${place} ${shape}`]);
  }
  return new Map([...stands].map(([id, where]) => [id, digest([first(id), ...where.sort()].join("\n"))]));
}

const digest = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 16);

/** Lines of one side that the other has not, as often as it has them more often. */
function difference(first: readonly string[], second: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of first) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of second) counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts].flatMap(([line, count]) => Array(Math.abs(count)).fill(`${count > 0 ? "-" : "+"} ${line}`));
}
