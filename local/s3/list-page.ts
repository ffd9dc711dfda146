import type { AnyVersion } from "./object-version.ts";
import { invalidArgument } from "./s3-error.ts";

/** What a listing asks: keys that begin with `prefix`, those that share all up to `delimiter` counted as one. */
export interface Listing {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Where the page before ended, or the caller wants to begin. */
  readonly after: string;
  /** How keys are written: with `url` even those that XML cannot hold. */
  readonly written: (key: string) => string;
}

export interface Page {
  readonly versions: readonly AnyVersion[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of a page after which there is more. */
  readonly next: AnyVersion | string | undefined;
}

const MOST_KEYS = 1000;

/** @param after name of the parameter that says where to begin */
export function readListing(query: ReadonlyMap<string, string>, after: string): Listing {
  const maxKeys = query.get("max-keys") ?? String(MOST_KEYS);
  const encoding = query.get("encoding-type");
  if (!/^\d{1,10}$/.test(maxKeys))
    throw invalidArgument("Provided max-keys not an integer or within integer range", "max-keys", maxKeys);
  if (encoding !== undefined && encoding !== "url") {
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encoding);
  }
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    maxKeys: Math.min(Number(maxKeys), MOST_KEYS),
    after,
    written: encoding === undefined ? (key) => key : urlEncoded,
  };
}

/** Condition keys of a policy on what is listed. */
export function listingContext(query: ReadonlyMap<string, string>): Record<string, string> {
  const borne = ["prefix", "delimiter", "max-keys"].map((name) => [`s3:${name}`, query.get(name)] as const);
  return Object.fromEntries(borne.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Takes one page of versions that come in order. */
export function takePage(found: Iterable<AnyVersion>, listing: Listing): Page {
  const versions: AnyVersion[] = [];
  const commonPrefixes: string[] = [];
  let last: AnyVersion | string | undefined;
  for (const entry of entriesOf(found, listing)) {
    if (versions.length + commonPrefixes.length === listing.maxKeys) return { versions, commonPrefixes, next: last };
    last = entry;
    if (typeof entry === "string") commonPrefixes.push(entry);
    else versions.push(entry);
  }
  return { versions, commonPrefixes, next: undefined };
}

/** Versions, and in the place of those that share one, their common prefix, once. */
function* entriesOf(found: Iterable<AnyVersion>, listing: Listing): Generator<AnyVersion | string> {
  let counted: string | undefined = listing.after;
  for (const version of found) {
    const common = commonPrefix(version.key, listing);
    if (common === undefined) yield version;
    else if (common !== counted) {
      counted = common;
      yield common;
    }
  }
}

function commonPrefix(key: string, { prefix, delimiter }: Listing): string | undefined {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** As S3 writes it: percent-encoded, slashes kept, a space as `+`. */
function urlEncoded(key: string): string {
  return encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}
