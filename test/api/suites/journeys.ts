import { expect, test } from "@jest/globals";
import { actOn, complete, type Editeur, fileDossier, newEditeur, sendPieces, settleFacts } from "../support/dossier.ts";
import { pathOf, required } from "../support/filing.ts";
import { remindersOf } from "../support/messages.ts";
import { officer } from "../support/officers.ts";
import type { Product } from "../support/product.ts";
import { eventsOf, keptOf, subjectsOf, verified } from "../support/record.ts";

/** Dossiers that come to their decision before the Date de fermeture. */
export function journeys(product: () => Product): void {
  test("SEG-3.2-02 a whole dossier: filed, receipted, instructed, enrolled; its chain is sound, its pieces are in the vault", async () => {
    const editeur = await newEditeur(product(), "journey-straight", "granted");
    const { client: instructor } = await officer(product(), "journey-straight-officer", "instructor");
    const { client } = editeur;
    const { id, pieces, filed } = await fileDossier(product(), editeur);
    expect(filed.headers.get("location")).toBe(`${pathOf(id)}/receipt`);
    const receipt = await client.get(`${pathOf(id)}/receipt`);
    const digests = receipt.body.filings[0].pieces.map(({ sha256 }: { sha256: string }) => sha256);
    expect(digests).toEqual(required.map((code) => pieces[code]?.sha256));
    const page = await client.get(`${pathOf(id)}/receipt`, { headers: { accept: "text/html" } });
    for (const digest of digests) expect(page.text).toContain(digest);

    await settleFacts(product(), instructor, id, editeur);
    const decided = await actOn(product(), instructor, id, "decision", { outcome: "enrolled" });
    expect([decided.status, decided.body.state]).toEqual([200, "enrolled"]);
    expect((await eventsOf(client, id)).map(({ type }) => type)).toEqual([
      "dossier.created",
      "submitted-with-pieces",
      "found-receivable",
      "pieces-examined",
      "facts-reviewed",
      "found-eligible",
    ]);
    expect(await verified(product(), client, id)).toBe(0);
    const kept = await keptOf(product(), id);
    expect(kept.vault).toEqual(
      ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB"].map((code) => [code, pieces[code]?.sha256]),
    );
    expect(kept.identity).toEqual([["D-ENR-ID", pieces["D-ENR-ID"]?.sha256]]);
    expect(await subjectsOf(product(), id)).toEqual([
      `Dépôt reçu le lundi 28 novembre 2022, référence ${id.slice(0, 8)}`,
      `Enrôlement prononcé, dossier ${id.slice(0, 8)}`,
    ]);
  });

  test("SEG-3.1-01 SEG-3.1-06 a dossier completed twice: for a piece that lacks, then for a RIB that is not the form's; enrolled", async () => {
    const editeur = await newEditeur(product(), "journey-completed", "granted");
    const { client: instructor } = await officer(product(), "journey-completed-officer", "instructor");
    const { client } = editeur;
    const { id, filed } = await fileDossier(product(), editeur, { codes: ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-ID"] });
    expect(filed.body).toMatchObject({ reception: "sans date de réception" });
    expect(await askedOf(editeur, id)).toEqual([{ code: "D-ENR-RIB", rule: "SEG-3.1-01", dueOn: "2022-12-28" }]);
    expect(await remindersOf(product(), id)).toHaveLength(2);

    const other = await sendPieces(editeur, id, ["D-ENR-RIB"], { iban: "FR14 2004 1010 0505 0001 3M02 606" });
    const first = await complete(product(), editeur, id, other);
    expect(first.body).toMatchObject({ state: "under_instruction", receivedAt: expect.any(String) });
    expect(await remindersOf(product(), id)).toEqual([]);
    const read = (await eventsOf(client, id)).findLast(({ type }) => type === "pieces-examined");
    expect(read?.findings).toContainEqual(expect.objectContaining({ rule: "SEG-3.1-06", outcome: "to_complete" }));

    await instructor.post(`${pathOf(id)}/claim`);
    const point = { piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06", dueOn: "2022-12-15" };
    await actOn(product(), instructor, id, "invitation", { points: [point] });
    expect(await askedOf(editeur, id)).toEqual([{ code: "D-ENR-RIB", rule: "SEG-3.1-06", dueOn: "2022-12-15" }]);
    expect(await remindersOf(product(), id)).toHaveLength(2);
    await complete(product(), editeur, id, await sendPieces(editeur, id, ["D-ENR-RIB"]));
    expect(await remindersOf(product(), id)).toEqual([]);

    await settleFacts(product(), instructor, id, editeur);
    const decided = await actOn(product(), instructor, id, "decision", { outcome: "enrolled" });
    expect(decided.body).toMatchObject({ state: "enrolled", receivedAt: first.body.receivedAt });
    expect(await verified(product(), client, id)).toBe(0);
    expect(await subjectsOf(product(), id)).toEqual([
      expect.stringMatching(/^Dépôt incomplet, sans date de réception/),
      expect.stringMatching(/^À compléter jusqu'au mercredi 28 décembre 2022 inclus/),
      expect.stringMatching(/^Complément reçu : l'instruction reprend/),
      expect.stringMatching(/^À compléter jusqu'au jeudi 15 décembre 2022 inclus/),
      expect.stringMatching(/^Complément reçu : l'instruction reprend/),
      expect.stringMatching(/^Enrôlement prononcé/),
    ]);
  });
}

/** What is still to be completed, as the Fournisseur reads it. */
async function askedOf({ client }: Editeur, id: string) {
  const { pieces } = (await client.get(pathOf(id))).body;
  return pieces.flatMap(
    ({ code, asked = [] }: { code: string; asked?: { rule: string; dueOn: string; answeredAt?: string }[] }) =>
      asked.filter(({ answeredAt }) => answeredAt === undefined).map(({ rule, dueOn }) => ({ code, rule, dueOn })),
  );
}
