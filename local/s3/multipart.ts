import { randomBytes } from "node:crypto";
import { authoriseWrite, readAttributes } from "./attributes.ts";
import { openBody } from "./body.ts";
import { type Answer, type BucketCall, type ObjectCall, quoted, xmlInstant } from "./call.ts";
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumElement,
  promisedChecksum,
  readAlgorithm,
} from "./checksums.ts";
import { etagOf } from "./encryption.ts";
import { checksumHeaders, kept } from "./put-object.ts";
import { invalidArgument, invalidRequest, notImplemented, S3Error } from "./s3-error.ts";
import type { Upload, UploadAddress } from "./upload-index.ts";
import { xmlResult } from "./xml.ts";

const MOST_PARTS = 10_000;

/** `CreateMultipartUpload`. */
export async function createUpload(call: ObjectCall): Promise<Answer> {
  const { request, parts, bucket, key } = call;
  const attributes = readAttributes(call, request.headers);
  authoriseWrite(call, key, attributes, request.headers);
  const checksum = uploadChecksum(request.headers);
  const id = randomBytes(48).toString("base64url");
  const content = kept(attributes);
  parts.uploads.insert({ id, bucket: bucket.name, key }, { startedAt: parts.clock.now(), checksum, content });
  const headers = { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": checksum.type };
  const body = xmlResult("InitiateMultipartUploadResult", { Bucket: bucket.name, Key: key, UploadId: id });
  return { status: 200, headers: { ...content.description.encryption, ...headers }, body };
}

/** `UploadPart`. A part of the same number is replaced. */
export async function uploadPart(call: ObjectCall): Promise<Answer> {
  const { request, parts, caller, access, bucket, key } = call;
  if (request.headers.has("x-amz-copy-source")) throw notImplemented("UploadPartCopy");
  access.toObject("s3:PutObject", bucket, key);
  const address = addressOf(call);
  const { checksum: promised, content } = findUpload(call, address);
  const number = partNumber(request.query.get("partNumber") ?? "");
  const body = openBody(request, caller.contentSha256, promised.algorithm);
  checkAlgorithm(promisedChecksum(request.headers)?.algorithm, promised.algorithm);
  const { blob, size } = await parts.blobs.write(body.chunks);
  const { md5, checksum } = body.digests();
  const replaced = parts.uploads.parts(address.id).filter((part) => part.number === number);
  const etag = etagOf(md5, content.description.encryption);
  const gone = parts.uploads.find(address) === undefined;
  if (!gone) parts.uploads.putPart(address.id, { number, blob, size, etag, checksum, modifiedAt: parts.clock.now() });
  await parts.blobs.remove(gone ? [blob] : replaced.map((part) => part.blob));
  if (gone) throw noSuchUpload(address.id);
  return {
    status: 200,
    headers: { etag: quoted(etag), ...content.description.encryption, ...checksumHeaders(checksum) },
  };
}

/** `AbortMultipartUpload`. */
export async function abortUpload(call: ObjectCall): Promise<Answer> {
  const { parts, access, bucket, key } = call;
  access.toObject("s3:AbortMultipartUpload", bucket, key);
  const address = addressOf(call);
  findUpload(call, address);
  const blobs = parts.uploads.parts(address.id).map(({ blob }) => blob);
  parts.uploads.remove(address.id);
  await parts.blobs.remove(blobs);
  return { status: 204 };
}

/** `ListParts`, from which a client goes on after a cut. */
export async function listParts(call: ObjectCall): Promise<Answer> {
  const { request, parts, access, bucket, key } = call;
  access.toObject("s3:ListMultipartUploadParts", bucket, key);
  const address = addressOf(call);
  const { checksum } = findUpload(call, address);
  const after = Number(request.query.get("part-number-marker") ?? 0);
  const limit = Math.min(Number(request.query.get("max-parts") ?? 1000), 1000);
  const rest = parts.uploads.parts(address.id).filter(({ number }) => number > after);
  const page = rest.slice(0, limit);
  const body = xmlResult("ListPartsResult", {
    Bucket: bucket.name,
    Key: key,
    UploadId: address.id,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: rest.length > page.length,
    ChecksumAlgorithm: checksum.algorithm,
    ChecksumType: checksum.type,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: xmlInstant(part.modifiedAt),
      ETag: quoted(part.etag),
      Size: part.size,
      [checksumElement(part.checksum.algorithm)]: part.checksum.value,
    })),
  });
  return { status: 200, body };
}

/** `ListMultipartUploads`: all of the bucket in one page. */
export async function listUploads({ parts, access, bucket, request }: BucketCall): Promise<Answer> {
  access.toBucket("s3:ListBucketMultipartUploads", bucket);
  const prefix = request.query.get("prefix") ?? "";
  const found = parts.uploads.list(bucket.name).filter(({ key }) => key.startsWith(prefix));
  const Upload = found.map(({ id, key, upload }) => {
    return { UploadId: id, Key: key, Initiated: xmlInstant(upload.startedAt), StorageClass: "STANDARD" };
  });
  const body = xmlResult("ListMultipartUploadsResult", {
    Bucket: bucket.name,
    Prefix: prefix,
    IsTruncated: false,
    Upload,
  });
  return { status: 200, body };
}

export function addressOf({ bucket, key, request }: ObjectCall): UploadAddress {
  return { id: request.query.get("uploadId") ?? "", bucket: bucket.name, key };
}

/** @throws S3Error `NoSuchUpload` */
export function findUpload({ parts }: BucketCall, address: UploadAddress): Upload {
  const upload = parts.uploads.find(address);
  if (upload === undefined) throw noSuchUpload(address.id);
  return upload;
}

function noSuchUpload(id: string): S3Error {
  const message =
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
  return new S3Error(404, "NoSuchUpload", message, { UploadId: id });
}

function partNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MOST_PARTS) return number;
  const message = `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`;
  throw invalidArgument(message, "partNumber", text);
}

/** The parts of an upload share its algorithm; without one the whole object gets a CRC-64 in the end. */
function checkAlgorithm(given: ChecksumAlgorithm | undefined, expected: ChecksumAlgorithm): void {
  if (given === undefined || given === expected || expected === "CRC64NVME") return;
  const [should, does] = [expected.toLowerCase(), given.toLowerCase()];
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${should}, actual checksum Type: ${does}`,
  );
}

/** CRCs can be told of the whole object, and CRC-64 only so; SHA only of the parts. */
function uploadChecksum(headers: ReadonlyMap<string, string>): Pick<Checksum, "algorithm" | "type"> {
  const algorithm = readAlgorithm(headers.get("x-amz-checksum-algorithm")) ?? "CRC64NVME";
  const usual = algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
  const type = headers.get("x-amz-checksum-type") ?? usual;
  const possible = algorithm.startsWith("SHA") || algorithm === "CRC64NVME" ? [usual] : ["COMPOSITE", "FULL_OBJECT"];
  if (!possible.includes(type)) {
    throw invalidRequest(`The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`);
  }
  return { algorithm, type: type === "COMPOSITE" ? "COMPOSITE" : "FULL_OBJECT" };
}
