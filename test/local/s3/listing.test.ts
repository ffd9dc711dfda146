import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "@jest/globals";
import { refusalOf } from "./open-s3.ts";
import { useShelf } from "./shelf.ts";

const shelf = useShelf();
const { Bucket, put, read } = shelf;

describe("listings", () => {
  const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
    shelf.client.send(new ListObjectsV2Command({ Bucket, ...input }));

  test("pages of two: every key once, in the order of UTF-8", async () => {
    const keys = ["Z", "a", "b", "é", "\u{ffee}", "\u{1f600}"];
    for (const key of keys.toReversed()) await put(key, key);
    const found: unknown[] = [];
    for await (const page of paginateListObjectsV2({ client: shelf.client, pageSize: 2 }, { Bucket })) {
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(found).toEqual(keys);
  });

  test("with a delimiter: what shares a prefix counts as one, over pages too", async () => {
    for (const key of ["a/1", "a/2", "b", "c/1", "c/2", "d"]) await put(key, key);
    const found: unknown[] = [];
    for await (const page of paginateListObjectsV2({ client: shelf.client, pageSize: 1 }, { Bucket, Delimiter: "/" })) {
      expect(page.KeyCount).toBe(1);
      found.push(page.Contents?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix);
    }
    expect(found).toEqual(["a/", "b", "c/", "d"]);
    expect((await list({ Prefix: "c/" })).Contents?.map(({ Key }) => Key)).toEqual(["c/1", "c/2"]);
    expect((await list({ StartAfter: "c/1" })).Contents?.map(({ Key }) => Key)).toEqual(["c/2", "d"]);
  });

  test("versions in pages of one: each once", async () => {
    for (const body of ["one", "two", "three"]) await put("k", body);
    await put("l", "four");
    const found: unknown[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (let more = true; more; ) {
      const page = await shelf.client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1, ...markers }));
      found.push(...(page.Versions ?? []).map(({ Key, Size }) => `${Key} ${Size}`));
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      more = page.IsTruncated === true;
    }
    expect(found).toEqual(["k 5", "k 3", "k 3", "l 4"]);
  });

  test("a deleted object is not listed", async () => {
    await put("k", "one");
    await shelf.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    expect((await list()).Contents).toBeUndefined();
  });

  test("the buckets of the template, and one asked for by name", async () => {
    const { Buckets } = await shelf.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(["drawer", "shelf"]);
    expect(await shelf.client.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: "eu-west-3" });
  });
});

describe("keys that are hostile to XML, to URLs and to files", () => {
  test.each([
    "<Key>&amp;</Key>",
    "]]><!--",
    "quote\"'",
    "a\r\nb",
    "tab\tend",
    "../../etc/passwd",
    "a//b/./c",
    "100%/%2F?versionId=x#y",
    "plus+space here",
    "é\u{1f600}\u0301",
    "x".repeat(1024),
  ])("%j: stored, listed, read and deleted under itself", async (key) => {
    await put(key, key);
    const { Contents } = await shelf.client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual([key]);
    expect(await read(key)).toBe(key);
    const Delete = { Objects: [{ Key: key }] };
    const { Deleted } = await shelf.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Deleted).toMatchObject([{ Key: key }]);
    expect(await refusalOf(read(key))).toMatchObject({ name: "NoSuchKey" });
  });

  test("one that XML cannot hold is listed percent-encoded", async () => {
    await put("a\u0001b c", "x");
    const { Contents } = await shelf.client.send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(["a%01b+c"]);
  });

  test("one byte too long: KeyTooLongError", async () => {
    expect(await refusalOf(put(`${"é".repeat(512)}x`, "x"))).toMatchObject({ name: "KeyTooLongError", status: 400 });
  });
});
