import { expect, test } from "@jest/globals";
import type { Client } from "../support/client.ts";
import { actOn, anew, type Editeur, fileDossier, grant, newEditeur, settle, settleFacts } from "../support/dossier.ts";
import { pathOf } from "../support/filing.ts";
import { advance } from "../support/messages.ts";
import { officer } from "../support/officers.ts";
import type { Product } from "../support/product.ts";
import { eventsOf, subjectsOf, verified } from "../support/record.ts";
import { agency, solutions } from "../support/register.ts";

/** What may be filed while ANS has not decided: the rapport is due once it has. */
const codes = ["D-ENR-FORM", "D-ENR-RIB", "D-ENR-ID"] as const;

/** Dossiers of Editeurs upon whose Solution ANS has not decided when they file, in the fifteen days before the Date de fermeture. */
export function ansJourneys(product: () => Product): void {
  test("SEG-2-17 SEG-2-19 SEG-2-20 SEG-7-07 enrolled in wait of ANS: granted then withdrawn, or refused; each dossier follows", async () => {
    const { client: instructor } = await officer(product(), "journey-ans-officer", "instructor");
    const filed = [
      await pending(product(), "journey-granted", instructor),
      await pending(product(), "journey-refused", instructor),
    ];
    await advance(product(), "2022-11-29T10:00:00+01:00");
    const granted = await tomorrow(product(), "journey-granted", filed[0]!);
    const refused = await tomorrow(product(), "journey-refused", filed[1]!);

    const number = `SGL-${granted.editeur.said.formNumber}`;
    await grant(product(), granted.editeur.solution, { number, pronouncedOn: "2022-11-29" });
    await tell(product(), refused.editeur, "refusal", { pronouncedOn: "2022-11-29" }, 2);
    await settle(product());
    expect(await stateOf(granted)).toBe("enrolled");
    expect(await stateOf(refused)).toBe("lapsed");

    await tell(product(), granted.editeur, "withdrawal", { withdrawnOn: "2022-11-29" }, 3);
    await settle(product());
    expect(await stateOf(granted)).toBe("suspended");

    const last = async ({ editeur, id }: Pending) =>
      (await eventsOf(editeur.client, id)).slice(-3).map(({ type, findings }) => [type, findings.at(-1)?.rule]);
    expect(await last(granted)).toEqual([
      ["found-eligible-under-exception", expect.any(String)],
      ["referencement-granted", "SEG-2-19"],
      ["referencement-withdrawn", "SEG-7-07"],
    ]);
    expect((await last(refused)).at(-1)).toEqual(["referencement-refused", "SEG-2-20"]);
    for (const { editeur, id } of [granted, refused]) expect(await verified(product(), editeur.client, id)).toBe(0);
    expect((await subjectsOf(product(), granted.id)).slice(1)).toEqual([
      expect.stringMatching(/^Enrôlement dans l'attente de la décision de l'ANS/),
      expect.stringMatching(/^Référencement octroyé/),
      expect.stringMatching(/^Enrôlement suspendu : référencement retiré/),
    ]);
    expect((await subjectsOf(product(), refused.id)).at(-1)).toMatch(/^Enrôlement caduc : référencement refusé/);
  });
}

interface Pending {
  readonly editeur: Editeur;
  readonly id: string;
}

/** A dossier enrolled in wait of the decision of ANS. */
async function pending(product: Product, sub: string, instructor: Client): Promise<Pending> {
  const editeur = await newEditeur(product, sub, "undecided");
  const { id } = await fileDossier(product, editeur, { codes, exception: true });
  await settleFacts(product, instructor, id, editeur);
  const { body } = await actOn(product, instructor, id, "decision", { outcome: "enrolled-pending-referencement" });
  expect(body.state).toBe("enrolled_pending_referencement");
  return { editeur, id };
}

const stateOf = async ({ editeur, id }: Pending): Promise<string> => (await editeur.client.get(pathOf(id))).body.state;

/** Who filed it, with a new token. */
async function tomorrow(product: Product, sub: string, { editeur, id }: Pending): Promise<Pending> {
  return { editeur: { ...editeur, client: await anew(product, sub, editeur.id) }, id };
}

async function tell(
  product: Product,
  { solution }: Editeur,
  what: string,
  body: object,
  version: number,
): Promise<void> {
  const told = await (await agency(product)).post(`${solutions}/${solution}/${what}`, body, { version });
  expect(told.status).toBe(200);
}
