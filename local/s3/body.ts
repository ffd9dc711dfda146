import type { IncomingMessage } from "node:http";
import {
  type Checksum,
  type ChecksumAlgorithm,
  checkPromised,
  createHasher,
  type Promised,
  promisedChecksum,
} from "./checksums.ts";
import { openPayload, type Payload } from "./payload.ts";
import { S3Error } from "./s3-error.ts";

/** Bytes under verification: reading `chunks` to its end fails when they are not what the request promised. */
export interface VerifiedBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Digests of the bytes, once `chunks` has ended. */
  digests(): { readonly md5: Buffer; readonly checksum: Checksum };
}

/** AWS takes 5 GiB in one request. */
const LARGEST_BODY = 5 * 1024 ** 3;
const NO_TRAILERS: ReadonlyMap<string, string> = new Map();

/**
 * Opens the body of a signed request.
 * @param fallback the checksum to compute when the request promises none
 * @throws S3Error before a byte is read, for promises that cannot be kept
 */
export function openBody(
  request: { readonly raw: IncomingMessage; readonly headers: ReadonlyMap<string, string> },
  contentSha256: string,
  fallback: ChecksumAlgorithm = "CRC64NVME",
): VerifiedBody {
  const payload = openPayload(request.raw, contentSha256);
  if (payload.length > LARGEST_BODY) throw tooLarge(payload.length, LARGEST_BODY);
  return verified(payload, { ...promisesOf(request.headers, fallback), contentSha256 });
}

/** Opens bytes that come in a form, or from another object. */
export function verifiedBytes(
  chunks: AsyncIterable<Uint8Array>,
  headers: ReadonlyMap<string, string>,
  fallback: ChecksumAlgorithm = "CRC64NVME",
): VerifiedBody {
  return verified({ chunks, trailers: NO_TRAILERS }, promisesOf(headers, fallback));
}

export function tooLarge(size: number, limit: number): S3Error {
  const message = "Your proposed upload exceeds the maximum allowed size";
  return new S3Error(400, "EntityTooLarge", message, { ProposedSize: size, MaxSizeAllowed: limit });
}

export function tooSmall(size: number, limit: number): S3Error {
  const message = "Your proposed upload is smaller than the minimum allowed size";
  return new S3Error(400, "EntityTooSmall", message, { ProposedSize: size, MinSizeAllowed: limit });
}

interface Promises {
  readonly algorithm: ChecksumAlgorithm;
  readonly promised: Promised | undefined;
  readonly contentMd5: string | undefined;
  /** `x-amz-content-sha256`: a digest in hexadecimal, or how the payload goes unsigned. */
  readonly contentSha256?: string;
}

function promisesOf(headers: ReadonlyMap<string, string>, fallback: ChecksumAlgorithm): Promises {
  const promised = promisedChecksum(headers);
  return { algorithm: promised?.algorithm ?? fallback, promised, contentMd5: contentMd5(headers.get("content-md5")) };
}

function contentMd5(value: string | undefined): string | undefined {
  if (value !== undefined && Buffer.from(value, "base64").length !== 16) {
    throw new S3Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", { "Content-MD5": value });
  }
  return value;
}

function verified({ chunks, trailers }: Omit<Payload, "length">, promises: Promises): VerifiedBody {
  const { algorithm, promised } = promises;
  const signed = /^[0-9a-f]{64}$/.test(promises.contentSha256 ?? "");
  const hashers = { md5: createHasher("MD5"), checksum: createHasher(algorithm) };
  const sha256 = signed ? createHasher("SHA256") : undefined;
  let digests: ReturnType<VerifiedBody["digests"]> | undefined;
  const close = () => {
    checkSigned(promises.contentSha256, sha256?.digest());
    const [md5, computed] = [hashers.md5.digest(), hashers.checksum.digest()];
    checkMd5(promises.contentMd5, md5);
    if (promised !== undefined) checkPromised(promised, computed, trailers);
    digests = { md5, checksum: { algorithm, value: computed.toString("base64"), type: "FULL_OBJECT" } };
  };
  return {
    chunks: through(chunks, [...Object.values(hashers), ...(sha256 === undefined ? [] : [sha256])], close),
    digests: () => {
      if (digests === undefined) throw new Error("The body was not read to its end");
      return digests;
    },
  };
}

async function* through(
  chunks: AsyncIterable<Uint8Array>,
  hashers: ReadonlyArray<{ update(data: Uint8Array): void }>,
  close: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (const hasher of hashers) hasher.update(chunk);
    yield chunk;
  }
  close();
}

function checkSigned(promised: string | undefined, computed: Buffer | undefined): void {
  if (promised === undefined || computed === undefined || computed.toString("hex") === promised) return;
  throw new S3Error(
    400,
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { ClientComputedContentSHA256: promised, S3ComputedContentSHA256: computed.toString("hex") },
  );
}

function checkMd5(promised: string | undefined, computed: Buffer): void {
  if (promised === undefined || computed.toString("base64") === promised) return;
  const message = "The Content-MD5 you specified did not match what we received.";
  const details = { ExpectedDigest: promised, CalculatedDigest: computed.toString("base64") };
  throw new S3Error(400, "BadDigest", message, details);
}
