import { createHash } from "node:crypto";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { s3Vault } from "../../../shared/adapters/s3/vault.ts";
import { allow, openLocalS3 } from "../../local/s3/open-s3.ts";

const versioned = { VersioningConfiguration: { Status: "Enabled" } };
const names = { uploads: "uploads", vault: "vault", identity: "identity" };

let s3: Awaited<ReturnType<typeof openLocalS3>>;
const bytes = Buffer.from("%PDF-1.7 a piece");
const sha256 = createHash("sha256").update(bytes).digest("hex");
const deposit = {
  bucket: "identity",
  key: `dossiers/d/D-ENR-ID/${sha256}`,
  mediaType: "application/pdf",
  sha256,
} as const;

beforeAll(async () => {
  s3 = await openLocalS3({ buckets: { uploads: versioned, vault: versioned, identity: versioned } });
});
afterAll(() => s3.close());

describe("the vault", () => {
  test("a copy that is kept twice, once more at the same time: one version, which each attempt names", async () => {
    const vault = s3Vault(s3.client(s3.role("promoter", allow("s3:*"))), names);
    const first = await vault.keep(deposit, bytes);
    const again = await Promise.all([vault.keep(deposit, bytes), vault.keep(deposit, bytes)]);
    expect(again).toEqual([first, first]);
    const reader = s3.client(s3.role("reader", allow("s3:*")));
    const { Versions } = await reader.send(new ListObjectVersionsCommand({ Bucket: "identity" }));
    expect(Versions?.map(({ Key, VersionId }) => [Key, VersionId])).toEqual([[deposit.key, first]]);
  });

  test("bytes that are not those of the digest: S3 refuses them, and nothing is kept", async () => {
    const vault = s3Vault(s3.client(s3.role("promoter", allow("s3:*"))), names);
    const other = { ...deposit, key: "dossiers/d/D-ENR-ID/other" };
    await expect(vault.keep(other, Buffer.from("other bytes"))).rejects.toMatchObject({ name: "BadDigest" });
    const reader = s3.client(s3.role("reader", allow("s3:*")));
    const { Versions = [] } = await reader.send(
      new ListObjectVersionsCommand({ Bucket: "identity", Prefix: other.key }),
    );
    expect(Versions).toEqual([]);
  });
});
