import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "@jest/globals";
import { refusalOf } from "./open-s3.ts";
import { useShelf } from "./shelf.ts";

const shelf = useShelf();
const { Bucket, put, read, files } = shelf;

describe("versions", () => {
  test("each PUT keeps the one before; a deletion hides them all, and taking it away shows the last again", async () => {
    const [first, second] = [await put("k", "one"), await put("k", "two")];
    expect(await read("k")).toBe("two");
    expect(await read("k", { VersionId: first.VersionId })).toBe("one");
    const deletion = await shelf.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    expect(deletion).toMatchObject({ DeleteMarker: true });
    expect(await refusalOf(read("k"))).toMatchObject({ name: "NoSuchKey" });
    expect(await refusalOf(read("k", { VersionId: deletion.VersionId }))).toMatchObject({ name: "MethodNotAllowed" });
    const { Versions, DeleteMarkers } = await shelf.client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [second.VersionId, false],
      [first.VersionId, false],
    ]);
    expect(DeleteMarkers).toMatchObject([{ Key: "k", VersionId: deletion.VersionId, IsLatest: true }]);
    await shelf.client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: deletion.VersionId }));
    expect(await read("k")).toBe("two");
  });

  test("a version that was deleted for ever: NoSuchVersion, and its bytes are off the disk", async () => {
    const { VersionId } = await put("k", "one");
    await shelf.client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
    expect(await refusalOf(read("k", { VersionId }))).toMatchObject({ name: "NoSuchVersion", status: 404 });
    expect(files()).toEqual([]);
  });

  test("a bucket that keeps no versions: the object is replaced, then gone, and its bytes with it", async () => {
    for (const Body of ["one", "two"]) {
      const stored = await shelf.client.send(new PutObjectCommand({ Bucket: "drawer", Key: "k", Body }));
      expect(stored.VersionId).toBeUndefined();
    }
    expect(files()).toHaveLength(1);
    await shelf.client.send(new DeleteObjectCommand({ Bucket: "drawer", Key: "k" }));
    expect(files()).toEqual([]);
  });

  test("a bucket that no longer keeps versions: old ones stay, the null version is replaced", async () => {
    const { VersionId } = await put("k", "one");
    const VersioningConfiguration = { Status: "Suspended" };
    await shelf.s3.declare("AWS::S3::Bucket", Bucket, { BucketName: Bucket, VersioningConfiguration });
    expect(await put("k", "two")).toMatchObject({ VersionId: "null" });
    await put("k", "three");
    expect(await shelf.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }))).toMatchObject({ VersionId: "null" });
    const { Versions } = await shelf.client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions).toMatchObject([{ VersionId }]);
    expect(await read("k", { VersionId })).toBe("one");
  });

  test("several at once: each its answer, of a key and of a version", async () => {
    const { VersionId } = await put("a", "one");
    await put("b", "two");
    const Objects = [{ Key: "a", VersionId }, { Key: "b" }, { Key: "never" }];
    const { Deleted, Errors } = await shelf.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toMatchObject([{ Key: "a", VersionId }, { Key: "b", DeleteMarker: true }, { Key: "never" }]);
    expect(Errors).toBeUndefined();
  });

  test("read while it is deleted: whole", async () => {
    const bytes = "0123456789".repeat(1_000_000);
    const { VersionId } = await put("k", bytes);
    const { Body } = await shelf.client.send(new GetObjectCommand({ Bucket, Key: "k" }));
    await shelf.client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
    expect((await Body?.transformToString())?.length).toBe(bytes.length);
  });
});

describe("conditional requests", () => {
  test("If-None-Match: * on a new key is accepted, on a present one refused, on a deleted one accepted", async () => {
    await put("k", "one", { IfNoneMatch: "*" });
    expect(await refusalOf(put("k", "two", { IfNoneMatch: "*" }))).toMatchObject({
      name: "PreconditionFailed",
      status: 412,
    });
    expect(await read("k")).toBe("one");
    await shelf.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    await put("k", "three", { IfNoneMatch: "*" });
    expect(await read("k")).toBe("three");
  });

  test("ten PUTs at once with If-None-Match: * on one key: one is stored", async () => {
    const attempts = Array.from({ length: 10 }, (_, n) => put("race", String(n), { IfNoneMatch: "*" }));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(files()).toHaveLength(1);
  });

  test("If-Match with the present ETag is accepted, with another refused, without an object NoSuchKey", async () => {
    const { ETag } = await put("k", "one");
    await put("k", "two", { IfMatch: ETag });
    expect(await refusalOf(put("k", "three", { IfMatch: ETag }))).toMatchObject({ name: "PreconditionFailed" });
    expect(await refusalOf(put("none", "x", { IfMatch: ETag }))).toMatchObject({ name: "NoSuchKey" });
  });

  test("a read with If-None-Match of the present ETag: 304; with If-Match of another: PreconditionFailed", async () => {
    const { ETag } = await put("k", "one");
    expect(await refusalOf(read("k", { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
    expect(await refusalOf(read("k", { IfMatch: '"other"' }))).toMatchObject({ name: "PreconditionFailed" });
  });
});
