import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openLocalS3, refusalOf } from "./open-s3.ts";

const MEBIBYTE = 1024 * 1024;
const object = { Bucket: "shelf", Key: "big" };
let s3: Awaited<ReturnType<typeof openLocalS3>>;
let client: S3Client;

beforeEach(async () => {
  s3 = await openLocalS3({ buckets: { shelf: {} } });
  client = s3.client(s3.iam.administratorCredentials());
});

afterEach(() => s3.close());

const begin = async (input: Partial<CreateMultipartUploadCommandInput> = {}) => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...object, ...input }));
  return { ...object, UploadId };
};
type Upload = Awaited<ReturnType<typeof begin>>;
const upload = async (to: Upload, PartNumber: number, Body: Buffer, input: object = {}) => {
  const stored = await client.send(new UploadPartCommand({ ...to, PartNumber, Body, ...input }));
  const { ETag, ChecksumSHA256, ChecksumCRC32 } = stored;
  return { PartNumber, ETag, ChecksumSHA256, ChecksumCRC32 };
};
type Part = Partial<Awaited<ReturnType<typeof upload>>>;
const complete = (to: Upload, Parts: Part[], input: object = {}) =>
  client.send(new CompleteMultipartUploadCommand({ ...to, MultipartUpload: { Parts }, ...input }));
const files = () => readdirSync(join(s3.dataDir, "s3", "blobs"));
const digest = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes).digest();

const first = Buffer.alloc(5 * MEBIBYTE, "first ");
const second = Buffer.alloc(1000, "second ");

describe("an upload in parts", () => {
  test("becomes one object of their bytes, with the ETag and the composite checksum of S3", async () => {
    const to = await begin({ ContentType: "text/plain", Metadata: { m: "1" }, ChecksumAlgorithm: "SHA256" });
    const input = { ChecksumAlgorithm: "SHA256" satisfies ChecksumAlgorithm };
    const parts = [await upload(to, 2, second, input), await upload(to, 1, first, input)].toReversed();
    const md5s = Buffer.concat([digest("md5", first), digest("md5", second)]);
    const sha256s = Buffer.concat([digest("sha256", first), digest("sha256", second)]);
    expect(await complete(to, parts)).toMatchObject({
      ETag: `"${digest("md5", md5s).toString("hex")}-2"`,
      ChecksumSHA256: `${digest("sha256", sha256s).toString("base64")}-2`,
      ChecksumType: "COMPOSITE",
    });
    const { Body, ...head } = await client.send(new GetObjectCommand(object));
    expect(head).toMatchObject({ ContentType: "text/plain", Metadata: { m: "1" } });
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([first, second]))).toBe(true);
    expect(files()).toHaveLength(1);
  });

  test("without an algorithm: gets the CRC-64 of the whole, though the SDK sends a CRC-32 with each part", async () => {
    const to = await begin();
    await complete(to, [await upload(to, 1, first), await upload(to, 7, second)]);
    const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    const whole = await client.send(
      new PutObjectCommand({
        Bucket: "shelf",
        Key: "whole",
        Body: Buffer.concat([first, second]),
        ChecksumAlgorithm: "CRC64NVME",
      }),
    );
    expect(head).toMatchObject({ ChecksumCRC64NVME: whole.ChecksumCRC64NVME, ChecksumType: "FULL_OBJECT" });
  });

  test("shows in the meantime its parts, of which the last of a number counts, and no object", async () => {
    const to = await begin();
    await upload(to, 1, second);
    const { ETag } = await upload(to, 1, first);
    const { Parts } = await client.send(new ListPartsCommand(to));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: first.length, ETag }]);
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: "shelf" }));
    expect(Uploads).toMatchObject([{ Key: "big", UploadId: to.UploadId }]);
    expect(await refusalOf(client.send(new GetObjectCommand(object)))).toMatchObject({ name: "NoSuchKey" });
    expect(files()).toHaveLength(1);
  });

  test("given up: its parts are off the disk, and it takes no more", async () => {
    const to = await begin();
    const part = await upload(to, 1, first);
    await client.send(new AbortMultipartUploadCommand(to));
    expect(files()).toEqual([]);
    expect(await refusalOf(upload(to, 2, second))).toMatchObject({ name: "NoSuchUpload", status: 404 });
    expect(await refusalOf(complete(to, [part]))).toMatchObject({ name: "NoSuchUpload" });
    expect(files()).toEqual([]);
  });

  test("completed with If-None-Match: * where an object is already: PreconditionFailed, and it can go on", async () => {
    await client.send(new PutObjectCommand({ ...object, Body: "x" }));
    const to = await begin();
    const parts = [await upload(to, 1, second)];
    expect(await refusalOf(complete(to, parts, { IfNoneMatch: "*" }))).toMatchObject({ name: "PreconditionFailed" });
    await complete(to, parts);
    expect(await refusalOf(complete(to, parts))).toMatchObject({ name: "NoSuchUpload" });
  });

  test.each<[string, (a: Part, b: Part) => Part[], string]>([
    ["parts out of order", (a, b) => [b, a], "InvalidPartOrder"],
    ["a part twice", (a) => [a, a], "InvalidPartOrder"],
    ["a part never sent", (a) => [a, { ...a, PartNumber: 9 }], "InvalidPart"],
    ["another ETag", (a) => [{ ...a, ETag: '"00000000000000000000000000000000"' }], "InvalidPart"],
    ["a small part before the last", (a, b) => [b, { ...a, PartNumber: 3 }], "EntityTooSmall"],
  ])("completed with %s: refused, and nothing is stored", async (_, choose, name) => {
    const to = await begin();
    const [a, b] = [await upload(to, 1, first), await upload(to, 2, second)];
    await upload(to, 3, first);
    expect(await refusalOf(complete(to, choose(a, b)))).toMatchObject({ name, status: 400 });
    expect(await refusalOf(client.send(new GetObjectCommand(object)))).toMatchObject({ name: "NoSuchKey" });
  });

  test.each<[string, number, object, string]>([
    ["number 0", 0, {}, "InvalidArgument"],
    ["number 10,001", 10_001, {}, "InvalidArgument"],
    ["another checksum", 1, { ChecksumSHA256: digest("sha256", first).toString("base64") }, "BadDigest"],
    ["another algorithm", 1, { ChecksumAlgorithm: "CRC32C" }, "InvalidRequest"],
  ])("a part of %s: refused", async (_, number, input, name) => {
    const to = await begin({ ChecksumAlgorithm: "SHA256" });
    expect(await refusalOf(upload(to, number, second, input))).toMatchObject({ name, status: 400 });
    expect(files()).toEqual([]);
  });
});
