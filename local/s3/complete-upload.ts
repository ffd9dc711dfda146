import { createHash } from "node:crypto";
import { z } from "zod";
import { tooSmall, verifiedBytes } from "./body.ts";
import { readBody } from "./body-text.ts";
import { type Answer, type ObjectCall, quoted, versionHeader } from "./call.ts";
import { type Checksum, checksumElement, createHasher } from "./checksums.ts";
import { writeCondition } from "./conditions.ts";
import { etagOf } from "./encryption.ts";
import { addressOf, findUpload } from "./multipart.ts";
import type { ObjectVersion } from "./object-version.ts";
import { S3Error } from "./s3-error.ts";
import type { Part, Upload } from "./upload-index.ts";
import { readXml, xmlResult } from "./xml.ts";

/** Every part but the last. */
const SMALLEST_PART = 5 * 1024 * 1024;
const NO_HEADERS: ReadonlyMap<string, string> = new Map();

const Named = z.looseObject({ PartNumber: z.coerce.number().int(), ETag: z.string() });
type Named = z.infer<typeof Named>;
const Complete = z.object({ CompleteMultipartUpload: z.object({ Part: z.array(Named).min(1) }) });

/** `CompleteMultipartUpload`: the named parts become one file, then one version. */
export async function completeUpload(call: ObjectCall): Promise<Answer> {
  const { request, parts, access, bucket, key } = call;
  access.toObject("s3:PutObject", bucket, key);
  const address = addressOf(call);
  const upload = findUpload(call, address);
  const stored = parts.uploads.parts(address.id);
  const named = readXml(await readBody(call), Complete).CompleteMultipartUpload.Part;
  const chosen = choose(named, stored, upload.checksum);
  const check = writeCondition(request.headers, key);
  check(parts.index.latest(bucket.name, key));
  const body = verifiedBytes(concatenated(call, chosen), NO_HEADERS, upload.checksum.algorithm);
  const { blob, size } = await parts.blobs.write(body.chunks);
  const checksum = upload.checksum.type === "COMPOSITE" ? composite(chosen, upload) : body.digests().checksum;
  const { description } = upload.content;
  const md5 = createHash("MD5");
  for (const { etag } of chosen) md5.update(etag, "hex");
  const etag = etagOf(md5.digest(), description.encryption, `-${chosen.length}`);
  const origin = { bucket, key, requestId: request.requestId, reason: "CompleteMultipartUpload" };
  const meets = (current: Parameters<typeof check>[0]) => {
    findUpload(call, address);
    check(current);
  };
  const content = { ...upload.content, size, etag, checksum };
  const version = await parts.objects.put(origin, { blob, content }, meets, () => parts.uploads.remove(address.id));
  await parts.blobs.remove(stored.map((part) => part.blob));
  return completed(call, version);
}

function completed({ bucket, key, parts }: ObjectCall, version: ObjectVersion): Answer {
  const { etag, checksum, description } = version.content;
  return {
    status: 200,
    headers: { ...versionHeader(bucket, version), ...description.encryption },
    body: xmlResult("CompleteMultipartUploadResult", {
      Location: `https://s3.${parts.region}.amazonaws.com/${bucket.name}/${encodeURIComponent(key)}`,
      Bucket: bucket.name,
      Key: key,
      ETag: quoted(etag),
      [checksumElement(checksum.algorithm)]: checksum.value,
      ChecksumType: checksum.type,
    }),
  };
}

/** @throws S3Error for parts out of order, unknown, other than what was uploaded, or too small */
function choose(named: readonly Named[], stored: readonly Part[], checksum: Upload["checksum"]): readonly Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  const chosen = named.map((one, index) => {
    if (index > 0 && one.PartNumber <= (named[index - 1]?.PartNumber ?? 0)) {
      const message =
        "The list of parts was not in ascending order. The parts list must be specified in order by part number.";
      throw new S3Error(400, "InvalidPartOrder", message);
    }
    const part = byNumber.get(one.PartNumber);
    if (part === undefined || !isSame(one, part, checksum)) throw invalidPart(one);
    return part;
  });
  const small = chosen.slice(0, -1).find(({ size }) => size < SMALLEST_PART);
  if (small !== undefined) throw tooSmall(small.size, SMALLEST_PART);
  return chosen;
}

function isSame(named: Named, { etag, checksum }: Part, { algorithm }: Upload["checksum"]): boolean {
  const promised = named[checksumElement(algorithm)];
  return named.ETag.replaceAll('"', "") === etag && (promised === undefined || promised === checksum.value);
}

function invalidPart({ PartNumber, ETag }: Named): S3Error {
  const message =
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  return new S3Error(400, "InvalidPart", message, { PartNumber, ETag });
}

async function* concatenated({ parts }: ObjectCall, chosen: readonly Part[]): AsyncGenerator<Uint8Array> {
  for (const { blob } of chosen) yield* parts.blobs.read(blob);
}

/** Digest of the digests of the parts. */
function composite(chosen: readonly Part[], { checksum: { algorithm } }: Upload): Checksum {
  const hasher = createHasher(algorithm);
  for (const { checksum } of chosen) hasher.update(Buffer.from(checksum.value, "base64"));
  return { algorithm, value: `${hasher.digest().toString("base64")}-${chosen.length}`, type: "COMPOSITE" };
}
