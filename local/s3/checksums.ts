import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { Crc64Nvme, crc32c } from "./crc.ts";
import { invalidRequest, notImplemented, S3Error } from "./s3-error.ts";

const ChecksumAlgorithm = z.enum(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]);
export type ChecksumAlgorithm = z.infer<typeof ChecksumAlgorithm>;

/** A checksum as S3 keeps it: base64; of a composite one (digest of the parts' digests) the value ends in `-<parts>`. */
export const Checksum = z.object({
  algorithm: ChecksumAlgorithm,
  value: z.string(),
  type: z.enum(["FULL_OBJECT", "COMPOSITE"]),
});
export type Checksum = z.infer<typeof Checksum>;

export interface Hasher {
  update(data: Uint8Array): void;
  digest(): Buffer;
}

const SIZES: Readonly<Record<ChecksumAlgorithm, number>> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

/** Hasher of an algorithm of S3, or of MD5. */
export function createHasher(algorithm: ChecksumAlgorithm | "MD5"): Hasher {
  if (algorithm === "CRC64NVME") return new Crc64Nvme();
  if (algorithm === "CRC32") return crcHasher(crc32);
  if (algorithm === "CRC32C") return crcHasher(crc32c);
  return createHash(algorithm);
}

function crcHasher(crc: (data: Uint8Array, before: number) => number): Hasher {
  let value = 0;
  return {
    update: (data) => {
      value = crc(data, value);
    },
    digest: () => {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(value);
      return digest;
    },
  };
}

/** Name of the header, form field or trailer of an algorithm. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** Name of its element in XML. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** The algorithm that a header names, e.g. `x-amz-checksum-algorithm: SHA256`. */
export function readAlgorithm(text: string | undefined): ChecksumAlgorithm | undefined {
  if (text === undefined) return undefined;
  const { data } = ChecksumAlgorithm.safeParse(text.toUpperCase());
  if (data === undefined) throw invalidRequest("Checksum algorithm provided is unsupported.");
  return data;
}

/** What a request promises of its body: in its headers, or in a trailer after it. */
export interface Promised {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; absent when the trailer will give it. */
  readonly value: string | undefined;
}

/**
 * The one checksum that headers or form fields promise.
 * @throws S3Error for two of them, a malformed one, or an announced one that is absent
 */
export function promisedChecksum(headers: ReadonlyMap<string, string>): Promised | undefined {
  const given = ChecksumAlgorithm.options.filter((algorithm) => headers.has(checksumHeader(algorithm)));
  const trailing = trailingAlgorithm(headers.get("x-amz-trailer"));
  const [algorithm = trailing, second] = given;
  if (second !== undefined || (given.length > 0 && trailing !== undefined)) {
    throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  const announced = readAlgorithm(headers.get("x-amz-sdk-checksum-algorithm"));
  if (announced !== undefined && announced !== algorithm) {
    throw invalidRequest(
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
  if (algorithm === undefined) return undefined;
  const value = headers.get(checksumHeader(algorithm));
  return { algorithm, value: value === undefined ? undefined : wellFormed(algorithm, value) };
}

function trailingAlgorithm(trailer: string | undefined): ChecksumAlgorithm | undefined {
  if (trailer === undefined) return undefined;
  const found = ChecksumAlgorithm.options.find((algorithm) => checksumHeader(algorithm) === trailer.toLowerCase());
  if (found === undefined) throw notImplemented(`the trailer ${trailer}`);
  return found;
}

function wellFormed(algorithm: ChecksumAlgorithm, value: string): string {
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== SIZES[algorithm] || bytes.toString("base64") !== value) {
    throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  return value;
}

/** @throws S3Error `BadDigest` */
export function checkPromised({ algorithm, value }: Promised, computed: Buffer, trailers: ReadonlyMap<string, string>) {
  const promised = value ?? trailers.get(checksumHeader(algorithm));
  if (promised === undefined)
    throw new S3Error(
      400,
      "MalformedTrailerError",
      "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    );
  if (computed.toString("base64") !== promised) {
    const message = `The ${algorithm} you specified did not match the calculated checksum.`;
    throw new S3Error(400, "BadDigest", message);
  }
}
