import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { AwsError } from "./aws-error.ts";

/** Signature Version 4, as the services with a single chunk of body verify it; S3 uses the parts of it that are the same. */
export interface ReceivedRequest {
  readonly method: string;
  /** Request target as received: path, then query, percent-encoded once. */
  readonly target: string;
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Buffer;
}

export interface Authorization {
  readonly accessKeyId: string;
  /** `YYYYMMDD/region/service/aws4_request`. */
  readonly scope: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`, from `x-amz-date`. */
  readonly signedAt: string;
}

export const ALLOWED_SKEW_MILLIS = 15 * 60 * 1000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 +Credential=(?<accessKeyId>\w+)\/(?<scope>\d{8}\/(?<region>[\w-]+)\/(?<service>[\w-]+)\/aws4_request), *SignedHeaders=(?<signedHeaders>[\w;-]+), *Signature=(?<signature>[0-9a-f]{64})$/;

const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** @throws AwsError when there is no signature, or none that can be checked */
export function readAuthorization(request: ReceivedRequest): Authorization {
  const header = single(request, "authorization");
  if (header === undefined) {
    throw new AwsError("MissingAuthenticationTokenException", "Request is missing Authentication Token", 403);
  }
  const read = parseAuthorization(header, single(request, "x-amz-date"));
  if (read === undefined) {
    throw new AwsError("IncompleteSignatureException", "Authorization header or X-Amz-Date is missing or malformed");
  }
  if (instantOf(read.signedAt) === undefined || !read.scope.startsWith(`${read.signedAt.slice(0, 8)}/`)) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${read.signedAt}`,
    );
  }
  return read;
}

/** Takes an `Authorization` header apart; undefined when it is not one of Signature Version 4. */
export function parseAuthorization(header: string, signedAt: string | undefined): Authorization | undefined {
  const { accessKeyId, scope, region, service, signedHeaders, signature } = AUTHORIZATION.exec(header)?.groups ?? {};
  if (!accessKeyId || !scope || !region || !service || !signedHeaders || !signature || !signedAt) return undefined;
  return { accessKeyId, scope, region, service, signedHeaders: signedHeaders.split(";"), signature, signedAt };
}

/** UTC ms of `YYYYMMDDTHHMMSSZ`, or undefined. */
export function instantOf(amzDate: string): number | undefined {
  const at = AMZ_DATE.test(amzDate) ? Date.parse(amzDate.replace(AMZ_DATE, "$1-$2-$3T$4:$5:$6Z")) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/**
 * Checks instant, signed headers and signature. Host and every `x-amz-` header must be signed, or a target could be
 * swapped under a valid signature.
 * @param now virtual instant in milliseconds; the signature may be 15 minutes away from it
 * @throws AwsError `InvalidSignatureException`, from which an SDK whose clock is off recovers by the `Date` of the answer
 */
export function verifySignature(request: ReceivedRequest, by: Authorization, secret: string, now: number): void {
  checkInstant(by.signedAt, now);
  const mandatory = Object.keys(request.headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  const unsigned = mandatory.filter((name) => !by.signedHeaders.includes(name));
  if (unsigned.length > 0) {
    throw invalid(`'${unsigned.join("', '")}' must be a 'SignedHeader' in the AWS Authorization.`);
  }
  const expected = signatureOf(request, by, secret);
  if (!sameSignature(expected, by.signature)) {
    throw invalid(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidSignatureException", message, 403);
}

function checkInstant(signedAt: string, now: number): void {
  const at = instantOf(signedAt) ?? Number.NaN;
  const [server, limit] = [basicFormat(now), "15 min."];
  if (now - at > ALLOWED_SKEW_MILLIS) {
    const earliest = basicFormat(now - ALLOWED_SKEW_MILLIS);
    throw invalid(`Signature expired: ${signedAt} is now earlier than ${earliest} (${server} - ${limit})`);
  }
  if (at - now > ALLOWED_SKEW_MILLIS) {
    const latest = basicFormat(now + ALLOWED_SKEW_MILLIS);
    throw invalid(`Signature not yet current: ${signedAt} is still later than ${latest} (${server} + ${limit})`);
  }
}

function basicFormat(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function signatureOf(request: ReceivedRequest, by: Authorization, secret: string): string {
  return signRequest(canonicalRequest(request, by), by, secret);
}

/** Signature of a canonical request, in hexadecimal. */
export function signRequest(canonical: string, by: Pick<Authorization, "scope" | "signedAt">, secret: string): string {
  return signText(["AWS4-HMAC-SHA256", by.signedAt, by.scope, sha256(canonical)].join("\n"), by.scope, secret);
}

/** Signature of any text under the key of a scope, in hexadecimal. */
export function signText(text: string, scope: string, secret: string): string {
  const key = scope.split("/").reduce((parent: string | Buffer, part) => hmac(parent, part), `AWS4${secret}`);
  return hmac(key, text).toString("hex");
}

/** Compares in constant time. */
export function sameSignature(expected: string, given: string): boolean {
  const [ours, theirs] = [Buffer.from(expected), Buffer.from(given)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}

function canonicalRequest(request: ReceivedRequest, by: Authorization): string {
  const [path = "/", query = ""] = request.target.split(/\?(.*)/s);
  const headers = by.signedHeaders.map((name) => `${name}:${canonicalValues(request.headers[name])}\n`);
  return [
    request.method,
    path.split("/").map(encode).join("/"),
    canonicalQuery(query),
    headers.join(""),
    by.signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
}

/** The values of a header as a signature covers them. */
export function canonicalValues(values: readonly string[] = []): string {
  return values.map((value) => value.trim().replace(/ +/g, " ")).join(",");
}

/** The pairs of a query as a signature covers them: encoded anew, sorted. */
export function canonicalQuery(query: string): string {
  const pairs = query.split("&").filter((pair) => pair !== "");
  const encoded = pairs.map((pair) => {
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    return `${encode(decode(name))}=${encode(decode(value))}`;
  });
  return encoded.toSorted().join("&");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid("The query string is not percent-encoded UTF-8.");
  }
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function single(request: ReceivedRequest, name: string): string | undefined {
  const values = request.headers[name];
  return values?.length === 1 ? values[0] : undefined;
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
