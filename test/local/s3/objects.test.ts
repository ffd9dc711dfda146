import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "@jest/globals";
import { refusalOf } from "./open-s3.ts";
import { useShelf } from "./shelf.ts";

const shelf = useShelf();
const { Bucket, put, read, files } = shelf;

describe("an object", () => {
  test("is read back with its headers, metadata, digests and the virtual instant", async () => {
    const stored = await put("a/b.txt", "hello", {
      ContentType: "text/plain",
      CacheControl: "no-store",
      ContentDisposition: "attachment",
      Metadata: { author: "theon" },
    });
    expect(stored).toMatchObject({
      ETag: `"${createHash("md5").update("hello").digest("hex")}"`,
      ServerSideEncryption: "AES256",
      VersionId: expect.stringMatching(/^[\w-]{32}$/),
    });
    const { Body, ...head } = await shelf.client.send(new GetObjectCommand({ Bucket, Key: "a/b.txt" }));
    expect(await Body?.transformToString()).toBe("hello");
    expect(head).toMatchObject({
      ContentType: "text/plain",
      CacheControl: "no-store",
      ContentDisposition: "attachment",
      Metadata: { author: "theon" },
      ContentLength: 5,
      ETag: stored.ETag,
      VersionId: stored.VersionId,
      LastModified: new Date("2031-05-05T10:00:00Z"),
    });
  });

  test("sent as a stream in chunks with a checksum behind: the same bytes", async () => {
    const bytes = Buffer.alloc(300_000, "0123456789");
    const pieces = Array.from({ length: 30 }, (_, index) => bytes.subarray(index * 10_000, (index + 1) * 10_000));
    const payloads: unknown[] = [];
    shelf.client.middlewareStack.add(
      (next) => async (args) => {
        payloads.push((args.request as { headers: object }).headers);
        return await next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    const { ChecksumCRC32 } = await put("stream", Readable.from(pieces), { ContentLength: bytes.length });
    expect(ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
    expect(payloads).toMatchObject([{ "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" }]);
    expect(await read("stream")).toBe(bytes.toString());
  });

  test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
    "with %s computed by the SDK: accepted, kept and given back",
    async (ChecksumAlgorithm) => {
      const stored = await put("sum", "123456789", { ChecksumAlgorithm });
      const value = stored[`Checksum${ChecksumAlgorithm}`];
      const known = {
        CRC32: "y/Q5Jg==",
        CRC32C: "4waSgw==",
        CRC64NVME: "rosUhgp5mIg=",
        SHA1: createHash("sha1").update("123456789").digest("base64"),
        SHA256: createHash("sha256").update("123456789").digest("base64"),
      };
      expect(value).toBe(known[ChecksumAlgorithm]);
      const head = await shelf.client.send(new HeadObjectCommand({ Bucket, Key: "sum", ChecksumMode: "ENABLED" }));
      expect(head[`Checksum${ChecksumAlgorithm}`]).toBe(value);
    },
  );
});

describe("what a PUT promises of its bytes", () => {
  const other = (digest: string) => createHash(digest).update("other").digest("base64");

  test.each<[string, Partial<PutObjectCommandInput>, string]>([
    ["another SHA-256", { ChecksumSHA256: other("sha256") }, "BadDigest"],
    ["another SHA-1", { ChecksumSHA1: other("sha1") }, "BadDigest"],
    ["another CRC-32", { ChecksumCRC32: "AAAAAA==" }, "BadDigest"],
    ["another CRC-32C", { ChecksumCRC32C: "AAAAAA==" }, "BadDigest"],
    ["another CRC-64", { ChecksumCRC64NVME: "AAAAAAAAAAA=" }, "BadDigest"],
    ["another MD5", { ContentMD5: other("md5") }, "BadDigest"],
    ["a SHA-256 that is none", { ChecksumSHA256: "AAAA" }, "InvalidRequest"],
    ["an MD5 that is none", { ContentMD5: "AAAA" }, "InvalidDigest"],
    ["two checksums", { ChecksumCRC32: "AAAAAA==", ChecksumCRC32C: "AAAAAA==" }, "InvalidRequest"],
  ])("%s: %p gives %s, and nothing is stored", async (_, input, name) => {
    expect(await refusalOf(put("k", "bytes", input))).toMatchObject({ name, status: 400 });
    expect(await refusalOf(read("k"))).toMatchObject({ name: "NoSuchKey", status: 404 });
    expect(files()).toEqual([]);
  });
});

describe("ranges", () => {
  test.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=5-99", "56789", "bytes 5-9/10"],
  ])("%s of ten bytes: %s", async (Range, expected, ContentRange) => {
    await put("digits", "0123456789");
    const got = await shelf.client.send(new GetObjectCommand({ Bucket, Key: "digits", Range }));
    expect(await got.Body?.transformToString()).toBe(expected);
    expect(got).toMatchObject({ ContentRange, ContentLength: expected.length });
  });

  test("beyond the end: InvalidRange", async () => {
    await put("digits", "0123456789");
    expect(await refusalOf(read("digits", { Range: "bytes=10-" }))).toMatchObject({
      name: "InvalidRange",
      status: 416,
    });
  });
});

describe("copies", () => {
  test("of a named version, with its metadata and tags, into another bucket", async () => {
    const { VersionId } = await put("a b/é", "one", { Metadata: { m: "1" }, Tagging: "verdict=clean" });
    await put("a b/é", "two");
    const CopySource = `${Bucket}/${encodeURIComponent("a b/é")}?versionId=${VersionId}`;
    const target = { Bucket: "drawer", Key: "copy" };
    const copied = await shelf.client.send(
      new CopyObjectCommand({ ...target, CopySource, ChecksumAlgorithm: "SHA256" }),
    );
    const ChecksumSHA256 = createHash("sha256").update("one").digest("base64");
    expect(copied).toMatchObject({ CopySourceVersionId: VersionId, CopyObjectResult: { ChecksumSHA256 } });
    const got = await shelf.client.send(new GetObjectCommand(target));
    expect([await got.Body?.transformToString(), got.Metadata]).toEqual(["one", { m: "1" }]);
    const { TagSet } = await shelf.client.send(new GetObjectTaggingCommand(target));
    expect(TagSet).toEqual([{ Key: "verdict", Value: "clean" }]);
  });

  test("with replaced metadata; onto itself without a change: InvalidRequest", async () => {
    await put("k", "one", { Metadata: { m: "1" } });
    const onItself = { Bucket, Key: "k", CopySource: `${Bucket}/k` };
    expect(await refusalOf(shelf.client.send(new CopyObjectCommand(onItself)))).toMatchObject({
      name: "InvalidRequest",
    });
    await shelf.client.send(new CopyObjectCommand({ ...onItself, MetadataDirective: "REPLACE", Metadata: { m: "2" } }));
    expect(await shelf.client.send(new HeadObjectCommand({ Bucket, Key: "k" }))).toMatchObject({
      Metadata: { m: "2" },
    });
  });
});

describe("what is not played", () => {
  test.each<[string, Partial<PutObjectCommandInput>, string]>([
    ["a public object", { ACL: "public-read" }, "AccessControlListNotSupported"],
    ["another storage class", { StorageClass: "GLACIER" }, "NotImplemented"],
    ["a lock in a bucket without", { ObjectLockLegalHoldStatus: "ON" }, "InvalidRequest"],
    ["another encryption", { ServerSideEncryption: "aws:kms:dsse" }, "InvalidArgument"],
  ])("%s: %p is refused", async (_, input, name) => {
    expect(await refusalOf(put("k", "x", input))).toMatchObject({ name });
  });

  test("an operation: NotImplemented by name", async () => {
    const { name, message } = await refusalOf(shelf.client.send(new GetBucketPolicyCommand({ Bucket })));
    expect([name, message]).toEqual(["NotImplemented", "The local S3 does not play GET bucket?policy"]);
  });

  test("another bucket: NoSuchBucket", async () => {
    const elsewhere = put("k", "x", { Bucket: "elsewhere" });
    expect(await refusalOf(elsewhere)).toMatchObject({ name: "NoSuchBucket", status: 404 });
  });
});
