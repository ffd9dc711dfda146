import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { pieceSaying } from "../../support/pdf/enrolment-pieces.ts";
import { askUpload, draftWith, onceKnown, pieceOnce, required, saidBy, sendForm, submit } from "../support/filing.ts";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier, operator } from "../support/scenario.ts";

const pathOf = (id: string) => `/v1/segur/dossiers/${id}`;

/** A dossier from its first upload to its receipt and to the vault. */
export function filing(product: () => Product): void {
  test("SEG-2-16 a whole dossier is filed: received at the instant of the act, receipted, then readable from the vault", async () => {
    const supplier = await newSupplier(product(), "files-whole");
    const { client, siret } = supplier;
    const { id, pieces } = await draftWith(supplier, "files-whole");
    const filed = await submit(client, id, pieces);
    expect([filed.status, filed.headers.get("location")]).toEqual([200, `${pathOf(id)}/receipt`]);
    expect(filed.body).toMatchObject({ received: true, receivedAt: filed.body.submittedAt });

    const receipt = await client.get(`${pathOf(id)}/receipt`);
    const [first, ...others] = receipt.body.filings;
    expect(others).toEqual([]);
    expect(first).toMatchObject({ type: "submitted-with-pieces", seq: 2, filedAt: filed.body.submittedAt });
    expect(first.filedAtInParis).toMatch(/^lundi 28 novembre 2022 à 9/);
    expect(receipt.body.organisation).toMatchObject({ name: "Fournisseur de files-whole", siret });
    const digests = first.pieces.map(({ code, sha256 }: { code: string; sha256: string }) => [code, sha256]);
    expect(digests).toEqual(required.map((code) => [code, pieces[code]?.sha256]));
    const timeline = await client.get(`/v1/cases/${id}/timeline`);
    const third = timeline.body.events[2];
    expect(third === undefined || third.prev === first.hash).toBe(true);

    await pieceOnce(client, id, "D-ENR-RIB", ({ files }) => files[0].readable);
    const address = await client.get(`${pathOf(id)}/pieces/D-ENR-RIB/content`);
    const read = await fetch(address.body.url);
    expect(read.headers.get("content-disposition")).toBe('attachment; filename="D-ENR-RIB.pdf"');
    const bytes = Buffer.from(await read.arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(pieces["D-ENR-RIB"]?.sha256);
    // Identity papers lie apart, and are read in the same way.
    await pieceOnce(client, id, "D-ENR-ID", ({ files }) => files[0].readable);
    const identity = await client.get(`${pathOf(id)}/pieces/D-ENR-ID/content`);
    expect([(await fetch(identity.body.url)).status, new URL(identity.body.url).pathname]).toEqual([
      200,
      expect.stringContaining("identity"),
    ]);
  });

  test("SEG-3.1-01 a dossier without its RIB is filed all the same: without a date of reception, as its receipt says", async () => {
    const supplier = await newSupplier(product(), "files-part");
    const { id, pieces } = await draftWith(supplier, "files-part", ["D-ENR-FORM"]);
    const filed = await submit(supplier.client, id, pieces);
    expect(filed.body).toMatchObject({ received: true, reception: "sans date de réception" });
    expect(filed.body.receivedAt).toBeUndefined();
    const timeline = await supplier.client.get(`/v1/cases/${id}/timeline`);
    const rules = timeline.body.events[1].findings.map(({ rule, outcome }: { rule: string; outcome: string }) => [
      rule,
      outcome,
    ]);
    expect(rules).toEqual([
      ["SEG-3.1-01", "to_complete"],
      ["SEG-3.1-01", "to_complete"],
      ["SEG-3.1-01", "to_complete"],
      ["SEG-2-16", "to_complete"],
    ]);
    const receipt = await supplier.client.get(`${pathOf(id)}/receipt`);
    expect(receipt.body.filings[0].reception).toContain("sans date de réception");
  });

  test("a browser asks for the receipt: a page in French that runs nothing, the organisation's name inert in it", async () => {
    const supplier = await newSupplier(product(), "reads-page");
    const { id, pieces } = await draftWith(supplier, "reads-page", ["D-ENR-FORM"]);
    await submit(supplier.client, id, pieces);
    const answer = await supplier.client.get(`${pathOf(id)}/receipt`, { headers: { accept: "text/html,*/*;q=0.8" } });
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const style = /<style>([\s\S]*)<\/style>/.exec(answer.text)?.[1] ?? "";
    const digest = createHash("sha256").update(style).digest("base64");
    expect(answer.headers.get("content-security-policy")).toContain(`style-src 'sha256-${digest}'`);
    expect(answer.text).toContain('<html lang="fr">');
    expect(answer.text).not.toMatch(/<script|style="|src=|href=/);
    expect(answer.text).toContain(pieces["D-ENR-FORM"]?.sha256);
  });

  test("names that are declared: compared with the pieces, sealed, and shown by nobody", async () => {
    const supplier = await newSupplier(product(), "names");
    const { id, pieces } = await draftWith(supplier, "names", ["D-ENR-ID"]);
    const read = await onceKnown(supplier.client, id, "D-ENR-ID", pieces["D-ENR-ID"]!);
    expect(read.files[0].inspection.findings).toMatchObject([{ code: "depositor-confirmed" }]);
    const dossier = await supplier.client.get(pathOf(id));
    const timeline = await supplier.client.get(`/v1/cases/${id}/timeline`);
    expect(timeline.body.events[0].sealed).toMatchObject([{ field: "legalRep" }]);
    expect(dossier.text + timeline.text).not.toMatch(/Camille|Durand/);
  });

  test("an upload that was cut off: asked again for the same file, the same grant is given; for another, when to come back", async () => {
    const supplier = await newSupplier(product(), "cut-off");
    const { client } = supplier;
    const { id } = (await client.post("/v1/segur/dossiers", enrolment)).body;
    const bytes = await pieceSaying("D-ENR-RIB", saidBy(supplier, "cut-off"));
    const key = "a-key-of-sixteen-or-more";
    const first = await askUpload(client, id, "D-ENR-RIB", bytes, { key });
    const repeated = await askUpload(client, id, "D-ENR-RIB", bytes, { key });
    const again = await askUpload(client, id, "D-ENR-RIB", bytes);
    for (const other of [repeated, again]) {
      expect(other.body).toMatchObject({ upload: first.body.upload, until: first.body.until });
    }
    const other = await askUpload(client, id, "D-ENR-RIB", Buffer.from("%PDF-1.7 another"));
    expect([other.status, other.body.detail]).toEqual([
      409,
      expect.stringMatching(/jusqu'au lundi 28 novembre 2022 à/),
    ]);
    expect((await sendForm(again.body, bytes)).status).toBe(204);
    const piece = await pieceOnce(client, id, "D-ENR-RIB", ({ files }) => files.length > 0);
    expect(piece).toMatchObject({ grants: 1 });
  });

  test("nobody but its filer files; a stranger learns nothing, and an officer cannot", async () => {
    const supplier = await newSupplier(product(), "owns");
    const stranger = await newSupplier(product(), "owns-not");
    const { id, pieces } = await draftWith(supplier, "owns", ["D-ENR-RIB"]);
    const never = "00000000-0000-4000-8000-000000000000";
    for (const path of ["receipt", "pieces/D-ENR-RIB/content"]) {
      const hidden = await stranger.client.get(`${pathOf(id)}/${path}`);
      const unknown = await stranger.client.get(`${pathOf(never)}/${path}`);
      expect([hidden.status, hidden.body.detail]).toEqual([404, unknown.body.detail]);
    }
    expect((await submit(stranger.client, id, pieces)).status).toBe(404);
    expect((await askUpload(stranger.client, id, "D-ENR-RIB", Buffer.from("%PDF-"))).status).toBe(404);
    await submit(supplier.client, id, pieces);
    const agent = await operator(product());
    expect((await askUpload(agent, id, "D-ENR-RIB", Buffer.from("%PDF-"))).status).toBe(404);
  });
}
