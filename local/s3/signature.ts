import {
  ALLOWED_SKEW_MILLIS,
  canonicalQuery,
  canonicalValues,
  encode,
  instantOf,
  parseAuthorization,
  sameSignature,
  signRequest,
} from "../aws-door/sigv4.ts";
import type { Clock, Principal } from "../contracts.ts";
import type { LocalIam } from "../iam/iam.ts";
import { decode, type S3Request } from "./request.ts";
import { accessDenied, invalidArgument, invalidRequest, S3Error } from "./s3-error.ts";

/** Who sent a request, and how it was signed. */
export interface Caller {
  readonly principal: Principal;
  /** As `s3:authType` says it. */
  readonly authType: "REST-HEADER" | "REST-QUERY-STRING" | "POST";
  /** Milliseconds since the signature. */
  readonly signatureAge: number;
  /** `x-amz-content-sha256`, or that the payload is not signed. */
  readonly contentSha256: string;
}

export interface Verifier {
  readonly iam: Pick<LocalIam, "lookup" | "hasEnded">;
  readonly region: string;
  readonly clock: Clock;
}

interface Signed {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly signedAt: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly token: string | undefined;
  readonly contentSha256: string;
}

const LONGEST_EXPIRY_SECONDS = 604_800;

/**
 * Verifies a request that is signed in its `Authorization` header or in its query, at the virtual instant.
 * @throws S3Error as S3 answers what is unsigned, forged, altered, expired or signed by nobody it knows
 */
export function authenticate(request: S3Request, verifier: Verifier): Caller {
  const now = verifier.clock.now();
  const { authType, signed } = readSigned(request, verifier);
  const { principal, secret } = identify(verifier.iam, signed.accessKeyId, signed.token);
  const signedAt = instantOf(signed.signedAt) ?? Number.NaN;
  if (authType === "REST-HEADER") checkSkew(signedAt, now);
  else checkExpiry(request, signedAt, now);
  checkSigned(request, signed, secret);
  return { principal, authType, signatureAge: now - signedAt, contentSha256: signed.contentSha256 };
}

function readSigned(request: S3Request, verifier: Verifier) {
  const authorization = request.headers.get("authorization");
  const inQuery = request.query.has("X-Amz-Signature");
  if (authorization === undefined) {
    if (!inQuery) throw accessDenied();
    return { authType: "REST-QUERY-STRING", signed: fromQuery(request, verifier) } as const;
  }
  if (inQuery) throw invalidArgument("Only one auth mechanism allowed", "Authorization", authorization);
  return { authType: "REST-HEADER", signed: fromHeader(request, authorization, verifier) } as const;
}

/** Finds who holds an access key. @throws S3Error when it ended, was never issued, or comes with another's token */
export function identify(iam: Verifier["iam"], accessKeyId: string, token: string | undefined) {
  if (iam.hasEnded(accessKeyId)) throw new S3Error(400, "ExpiredToken", "The provided token has expired.");
  const session = iam.lookup(accessKeyId);
  if (session === undefined) {
    const message = "The AWS Access Key Id you provided does not exist in our records.";
    throw new S3Error(403, "InvalidAccessKeyId", message, { AWSAccessKeyId: accessKeyId });
  }
  if (session.credentials.sessionToken !== token) {
    throw new S3Error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
  }
  return { principal: session.principal, secret: session.credentials.secretAccessKey };
}

export function signatureMismatch(): S3Error {
  const message =
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
  return new S3Error(403, "SignatureDoesNotMatch", message);
}

function fromHeader({ headers }: S3Request, authorization: string, { region }: Verifier): Signed {
  const malformed = (what: string) =>
    new S3Error(400, "AuthorizationHeaderMalformed", `The authorization header is malformed; ${what}`, {
      Region: region,
    });
  const read = parseAuthorization(authorization, headers.get("x-amz-date"));
  if (read === undefined || !isDated(read)) throw malformed("it is not one of AWS4-HMAC-SHA256 with its X-Amz-Date.");
  if (read.region !== region) throw malformed(`the region '${read.region}' is wrong; expecting '${region}'`);
  const contentSha256 = headers.get("x-amz-content-sha256");
  if (contentSha256 === undefined)
    throw invalidRequest("Missing required header for this request: x-amz-content-sha256");
  return { ...read, token: headers.get("x-amz-security-token"), contentSha256 };
}

function fromQuery({ query, headers }: S3Request, { region }: Verifier): Signed {
  const malformed = (what: string) => new S3Error(400, "AuthorizationQueryParametersError", what);
  const parameter = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  const [accessKeyId = "", ...scope] = parameter("Credential").split("/");
  const read = { accessKeyId, scope: scope.join("/"), signedAt: parameter("Date"), signature: parameter("Signature") };
  if (parameter("Algorithm") !== "AWS4-HMAC-SHA256" || !isDated(read)) {
    throw malformed("X-Amz-Algorithm, X-Amz-Credential and X-Amz-Date do not make a signature of AWS4-HMAC-SHA256");
  }
  const expected = `${read.signedAt.slice(0, 8)}/${region}/s3/aws4_request`;
  if (read.scope !== expected) {
    throw malformed(`Error parsing the X-Amz-Credential parameter; expecting the scope ${expected}`);
  }
  return {
    ...read,
    signedHeaders: parameter("SignedHeaders").split(";"),
    token: query.get("X-Amz-Security-Token"),
    contentSha256: headers.get("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD",
  };
}

function isDated({ scope, signedAt }: Pick<Signed, "scope" | "signedAt">): boolean {
  return instantOf(signedAt) !== undefined && scope.startsWith(`${signedAt.slice(0, 8)}/`);
}

function checkSkew(signedAt: number, now: number): void {
  if (Math.abs(now - signedAt) <= ALLOWED_SKEW_MILLIS) return;
  const message = "The difference between the request time and the current time is too large.";
  throw new S3Error(403, "RequestTimeTooSkewed", message, {
    RequestTime: new Date(signedAt).toISOString(),
    ServerTime: new Date(now).toISOString(),
    MaxAllowedSkewMilliseconds: ALLOWED_SKEW_MILLIS,
  });
}

function checkExpiry({ query }: S3Request, signedAt: number, now: number): void {
  const text = query.get("X-Amz-Expires") ?? "";
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > LONGEST_EXPIRY_SECONDS) {
    const message = `X-Amz-Expires must be between 1 and ${LONGEST_EXPIRY_SECONDS} seconds`;
    throw new S3Error(400, "AuthorizationQueryParametersError", message);
  }
  if (signedAt - now > ALLOWED_SKEW_MILLIS) throw accessDenied("Request is not valid yet");
  const end = signedAt + seconds * 1000;
  if (now <= end) return;
  const details = { "X-Amz-Expires": text, Expires: iso(end), ServerTime: iso(now) };
  throw accessDenied("Request has expired", details);
}

function iso(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}/, "");
}

/** Host and every `x-amz-` header must be signed: none may be added under a valid signature. */
function checkSigned(request: S3Request, signed: Signed, secret: string): void {
  const received = Object.keys(request.raw.headers);
  const mandatory = received.filter((name) => name === "host" || name.startsWith("x-amz-"));
  const unsigned = mandatory.filter((name) => !signed.signedHeaders.includes(name));
  if (unsigned.length > 0) {
    throw accessDenied("There were headers present in the request which were not signed", {
      HeadersNotSigned: unsigned.join(", "),
    });
  }
  if (!sameSignature(signRequest(canonicalRequest(request, signed), signed, secret), signed.signature)) {
    throw signatureMismatch();
  }
}

/** Unlike other services, S3 encodes the path once. */
function canonicalRequest({ raw, method, path, queryText }: S3Request, signed: Signed): string {
  const query = queryText.split("&").filter((pair) => !pair.startsWith("X-Amz-Signature="));
  const headers = signed.signedHeaders.map((name) => `${name}:${canonicalValues(raw.headersDistinct[name])}\n`);
  return [
    method,
    path
      .split("/")
      .map((segment) => encode(decode(segment)))
      .join("/"),
    canonicalQuery(query.join("&")),
    headers.join(""),
    signed.signedHeaders.join(";"),
    signed.contentSha256,
  ].join("\n");
}
