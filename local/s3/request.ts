import type { IncomingMessage } from "node:http";
import { S3Error } from "./s3-error.ts";

/** A request in path style, taken apart and not yet trusted. */
export interface S3Request {
  readonly raw: IncomingMessage;
  readonly requestId: string;
  readonly method: string;
  /** Path as received, percent-encoded. */
  readonly path: string;
  /** Query as received. */
  readonly queryText: string;
  /** Absent in a request to the service itself. */
  readonly bucket: string | undefined;
  /** Absent in a request to a bucket. */
  readonly key: string | undefined;
  readonly query: ReadonlyMap<string, string>;
  /** By name in lower case; of a presigned URL also what its query carries in the place of headers. */
  readonly headers: ReadonlyMap<string, string>;
}

/** UTF-8 bytes of the longest key. */
const LONGEST_KEY = 1024;

/** @throws S3Error for a target that is not percent-encoded UTF-8, or a key that is too long */
export function readRequest(raw: IncomingMessage, requestId: string): S3Request {
  const [path = "/", queryText = ""] = (raw.url ?? "/").split(/\?(.*)/s);
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const query = readQuery(queryText);
  const request = {
    raw,
    requestId,
    method: raw.method ?? "GET",
    path,
    queryText,
    bucket: decode(bucket) || undefined,
    key: decode(key) || undefined,
    query,
    headers: readHeaders(raw, query),
  };
  checkKey(request.key);
  return request;
}

/** @throws S3Error `KeyTooLongError` */
export function checkKey(key: string | undefined): void {
  const size = Buffer.byteLength(key ?? "");
  if (size <= LONGEST_KEY) return;
  throw new S3Error(400, "KeyTooLongError", "Your key is too long", { Size: size, MaxSizeAllowed: LONGEST_KEY });
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.", { URI: text });
  }
}

function readQuery(text: string): ReadonlyMap<string, string> {
  const pairs = text.split("&").filter((pair) => pair !== "");
  return new Map(
    pairs.map((pair) => {
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      return [decode(name), decode(value)];
    }),
  );
}

function readHeaders(raw: IncomingMessage, query: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  if (query.has("X-Amz-Signature")) {
    for (const [name, value] of query) {
      if (/^x-amz-/i.test(name)) headers.set(name.toLowerCase(), value);
    }
  }
  for (const [name, values] of Object.entries(raw.headersDistinct)) headers.set(name, values?.join(",") ?? "");
  return headers;
}
