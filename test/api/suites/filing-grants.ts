import { createHash } from "node:crypto";
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "@jest/globals";
import { consoleState, signing } from "../support/account.ts";
import { announced, askUpload, onceReceived, send, sendForm } from "../support/filing.ts";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier, type Supplier } from "../support/scenario.ts";

const file = Buffer.from("%PDF-1.7 a file of some bytes");
const pathOf = (id: string) => `/v1/segur/dossiers/${id}`;

/** What a grant does and does not allow. */
export function filingGrants(product: () => Product): void {
  const draft = async (sub: string) => {
    const supplier = await newSupplier(product(), sub);
    return { ...supplier, dossier: (await supplier.client.post("/v1/segur/dossiers", enrolment)).body.id as string };
  };

  describe("SEC-11 a grant is bound to one upload: anything else is refused, and nothing is stored", () => {
    let once: ReturnType<typeof granted> | undefined;
    const granted = async () => {
      const { client, dossier } = await draft("grant-abused");
      const { body } = await askUpload(client, dossier, "D-ENR-RIB", file);
      return { client, dossier, form: body as { upload: string; url: string; fields: Record<string, string> } };
    };
    /** One grant for all: each abuse of it leaves it as it was. */
    const theGrant = () => {
      once ??= granted();
      return once;
    };
    const other = createHash("sha256").update("other").digest("base64");
    test.each<[string, (fields: Record<string, string>) => Record<string, string>, Buffer]>([
      ["another key", (fields) => ({ ...fields, key: "quarantine/00000000-0000-4000-8000-000000000000" }), file],
      ["a byte more", (fields) => fields, Buffer.concat([file, Buffer.from("!")])],
      ["a byte less", (fields) => fields, file.subarray(1)],
      ["one byte changed", (fields) => fields, Buffer.from(file).fill("!", 12, 13)],
      ["another type", (fields) => ({ ...fields, "Content-Type": "text/html" }), file],
      ["another digest", (fields) => ({ ...fields, "x-amz-checksum-sha256": other }), file],
      ["a further field", (fields) => ({ ...fields, "x-amz-meta-note": "a" }), file],
      ["a tag", (fields) => ({ ...fields, tagging: "<Tagging><TagSet></TagSet></Tagging>" }), file],
      ["another bucket", (fields) => ({ ...fields, bucket: "another" }), file],
      ["no session", ({ "X-Amz-Security-Token": _, ...fields }) => fields, file],
    ])("%s", async (_, change, bytes) => {
      const { form } = await theGrant();
      const { url, fields, upload } = form;
      const answer = await sendForm({ url, fields: change(fields) }, bytes);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(await versionsUnder(product(), `quarantine/${upload}`)).toEqual([]);
    });

    test("the address of the grant's form, sent another bucket's way, or its credentials by PUT: refused", async () => {
      const { form } = await theGrant();
      const [accessKeyId = ""] = (form.fields["X-Amz-Credential"] ?? "").split("/");
      const put = new PutObjectCommand({
        Bucket: new URL(form.url).pathname.split("/")[1],
        Key: form.fields.key,
        Body: file,
      });
      const credentials = {
        accessKeyId,
        secretAccessKey: "unknown",
        sessionToken: form.fields["X-Amz-Security-Token"],
      };
      const thief = new S3Client({
        ...signing(product()),
        credentials: { ...credentials, sessionToken: credentials.sessionToken ?? "" },
        forcePathStyle: true,
      });
      await expect(thief.send(put)).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
      const vault = form.url.replace("uploads", "vault");
      expect((await sendForm({ url: vault, fields: form.fields }, file)).status).toBeGreaterThanOrEqual(403);
      expect(await versionsUnder(product(), `quarantine/${form.upload}`)).toEqual([]);
    });

    test("the file itself, at last: stored", async () => {
      const { client, dossier, form } = await theGrant();
      const sent = await sendForm(form, file);
      const version = sent.headers.get("x-amz-version-id") ?? "";
      expect([sent.status, await versionsUnder(product(), `quarantine/${form.upload}`)]).toEqual([204, [version]]);
      await onceReceived(client, dossier, "D-ENR-RIB", { version, sha256: "" });
    });
  });

  test("SEC-12 a form sent twice: one version is kept, the other is not, and the dossier says so", async () => {
    const { client, dossier } = await draft("sent-twice");
    const { body } = await askUpload(client, dossier, "D-ENR-RIB", file);
    const [first, second] = [await sendForm(body, file), await sendForm(body, file)];
    expect([first.status, second.status]).toEqual([204, 204]);
    const ids = [first, second].map(({ headers }) => headers.get("x-amz-version-id"));
    const piece = await onceIgnored(client, dossier);
    expect(piece.files.map(({ version }: { version: string }) => version)).toHaveLength(1);
    expect(ids).toContain(piece.files[0].version);
    expect(piece.ignored.sentence).toContain("avait déjà servi");
  });

  test("SEC-09 before its verdict and after a bad one: nobody with the administrator's rights but the excepted reads it", async () => {
    const { client, dossier } = await draft("unread");
    const infected = Buffer.from(
      `%PDF-1.7 ${["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("")}`,
    );
    const sent = await send(client, dossier, "D-ENR-RIB", infected);
    await onceReceived(client, dossier, "D-ENR-RIB", sent);
    const s3 = new S3Client({ ...signing(product()), forcePathStyle: true });
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: await uploads(product()), Prefix: "quarantine/" }),
    );
    const found = Versions.find(({ VersionId }) => VersionId === sent.version);
    const read = s3.send(
      new GetObjectCommand({ Bucket: await uploads(product()), Key: found?.Key, VersionId: sent.version }),
    );
    await expect(read).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("another type than that of a piece, another piece than those due: refused with the reason", async () => {
    const { client, dossier } = await draft("limits");
    const path = `${pathOf(dossier)}/pieces/D-ENR-RIB/upload`;
    const refused = async (changes: object) => {
      const { status, body } = await client.post(path, { ...announced(file), ...changes });
      return [status, body.errors];
    };
    expect(await refused({ mediaType: "text/xml" })).toEqual([
      422,
      [{ pointer: "/mediaType", reason: expect.stringContaining("PDF") }],
    ]);
    expect((await client.post(`${pathOf(dossier)}/pieces/D-ENR-AUTRE/upload`, announced(file))).status).toBe(404);
    const mandat = await client.post(`${pathOf(dossier)}/pieces/D-ENR-MANDAT/upload`, announced(file));
    expect([mandat.status, mandat.body.findings]).toEqual([409, [expect.objectContaining({ rule: "SEG-3.1-09" })]]);
  });
}

const onceIgnored = async (client: Supplier["client"], dossier: string) => {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const { body } = await client.get(pathOf(dossier));
    const piece = body.pieces.find(({ code }: { code: string }) => code === "D-ENR-RIB");
    if (piece.ignored !== undefined && piece.files.length > 0) return piece;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("nothing was ignored");
};

const uploads = async (product: Product): Promise<string> => {
  const { resources } = await consoleState(product);
  const bucket = resources.find(({ type, logicalId }) => type === "AWS::S3::Bucket" && logicalId.includes("/Uploads"));
  if (bucket === undefined) throw new Error("no bucket of uploads");
  return bucket.ref;
};

/** Versions that the administrator of the account finds under a key. */
async function versionsUnder(product: Product, prefix: string): Promise<readonly (string | undefined)[]> {
  const s3 = new S3Client({ ...signing(product), forcePathStyle: true });
  const { Versions = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: await uploads(product), Prefix: prefix }),
  );
  return Versions.map(({ VersionId }) => VersionId);
}
