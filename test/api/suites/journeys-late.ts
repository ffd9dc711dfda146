import { expect, test } from "@jest/globals";
import { person } from "../support/client.ts";
import { actOn, anew, fileDossier, newEditeur, settleFacts } from "../support/dossier.ts";
import { pathOf } from "../support/filing.ts";
import { advance, mailsAbout, remindersOf } from "../support/messages.ts";
import { officer } from "../support/officers.ts";
import type { Product } from "../support/product.ts";
import { eventsOf, subjectsOf, verified } from "../support/record.ts";

/** A dossier that its Fournisseur leaves; it advances the clock past its last day. */
export function lateJourney(product: () => Product): void {
  test("SEG-6.1-29 SEG-3.2-02 nobody answers: reminded twice, rejected at midnight in Paris; reopened, decided again, both decisions readable", async () => {
    const editeur = await newEditeur(product(), "journey-late", "granted");
    const { client: instructor } = await officer(product(), "journey-late-officer", "instructor");
    await officer(product(), "journey-late-chief", "authorising-officer");
    const { id } = await fileDossier(product(), editeur);
    await instructor.post(`${pathOf(id)}/claim`);
    const point = { piece: "D-ENR-RIB", defect: "illegible", rule: "SEG-3.1-06", dueOn: "2022-12-07" };
    await actOn(product(), instructor, id, "invitation", { points: [point] });
    expect(await remindersOf(product(), id)).toHaveLength(2);

    await advance(product(), "2022-12-08T00:05:00+01:00");
    const mails = await mailsAbout(product(), id);
    const reminded = mails.filter(({ subject }) => subject.startsWith("Rappel"));
    // Half-way between the 29th of November and the 7th of December, then three days before it.
    expect(reminded.map(({ at }) => new Date(at).toISOString().slice(0, 16))).toEqual([
      "2022-12-03T08:00",
      "2022-12-04T08:00",
    ]);
    const filer = await anew(product(), "journey-late", editeur.id);
    const rejected = (await filer.get(pathOf(id))).body;
    expect(rejected.state).toBe("rejected");
    expect(rejected.decisions).toMatchObject([{ event: "completion-delay-expired", at: "2022-12-07T23:00:00.000Z" }]);

    const operatorId = await organisationOf(product(), "journey-late-chief");
    const chief = await anew(product(), "journey-late-chief", operatorId);
    const officerAgain = await anew(product(), "journey-late-officer", operatorId);
    await actOn(product(), chief, id, "reopening", { reason: "Le RIB était lisible" });
    await settleFacts(product(), officerAgain, id, editeur);
    await actOn(product(), officerAgain, id, "decision", { outcome: "enrolled" });
    const decided = (await filer.get(pathOf(id))).body;
    expect(decided.state).toBe("enrolled");
    expect(decided.decisions).toMatchObject([
      { event: "completion-delay-expired", voidSince: expect.any(String) },
      { event: "found-eligible" },
    ]);
    expect(decided.decisions[1].voidSince).toBeUndefined();
    const types = (await eventsOf(filer, id)).map(({ type }) => type);
    expect(types.slice(-4)).toEqual(["completion-delay-expired", "reopened", "facts-reviewed", "found-eligible"]);
    expect(await verified(product(), filer, id)).toBe(0);
    expect((await subjectsOf(product(), id)).slice(1)).toEqual([
      expect.stringMatching(/^À compléter jusqu'au mercredi 7 décembre 2022 inclus/),
      expect.stringMatching(/^Rappel : 1 point à compléter/),
      expect.stringMatching(/^Rappel : 1 point à compléter/),
      expect.stringMatching(/^Demande rejetée : délai de complément passé/),
      expect.stringMatching(/^Décision retirée : l'instruction reprend/),
      expect.stringMatching(/^Enrôlement prononcé/),
    ]);
  });
}

async function organisationOf(product: Product, sub: string): Promise<string> {
  return (await (await person(product, sub)).get("/v1/memberships")).body.items[0].organisation.id;
}
