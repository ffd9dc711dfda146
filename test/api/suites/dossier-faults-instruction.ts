import { describe, expect } from "@jest/globals";
import { type Dossier, type FaultyDossier, versionNow } from "../support/faulty-dossier.ts";
import { onceReceived, pathOf, type Sent } from "../support/filing.ts";
import { decide, onceInQueue, settle, versionOf } from "../support/instruction.ts";
import { type Officer, officer } from "../support/officers.ts";
import { refusal } from "../support/told.ts";

/** What may go wrong from the queue to the decision, and with the mails about it. */
export function faultsOfInstruction(one: FaultyDossier): void {
  let hugo: Officer;
  let sasha: Officer;

  describe("SEG-6.1-29 acts that are not the filer's, or were not asked of it", () => {
    one.meets(
      "decision by the filer",
      async (dossier) => {
        hugo = await officer(one.product(), "hugo-faults", "instructor");
        sasha = await officer(one.product(), "sasha-faults", "instructor");
        await onceInQueue(hugo.client, dossier.id);
        return refusal(await decide({ ...dossier, memberId: "" }, dossier.id, "enrolled", await versionNow(dossier)));
      },
      decisionsOf,
    );

    one.next("then a RIB that differs: asked for again", async ({ id }) => {
      const settled = await settle(hugo, id, { ribIban: "FR1420041010050500013M02606" });
      const points = [{ piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06", dueOn: "2022-12-20" }];
      const invited = await hugo.client.post(`${pathOf(id)}/invitation`, { points }, { version: versionOf(settled) });
      expect(invited.body.state).toBe("to_complete");
    });

    one.meets("completion of what was not asked", async (dossier) => {
      const refused = await complete(dossier, { "D-ENR-FORM": one.pieces["D-ENR-FORM"]! });
      return refusal(refused, "/pieces/D-ENR-FORM");
    });

    one.next("then what was asked: taken", async (dossier) => {
      const sent = await one.sendGood("D-ENR-RIB");
      await onceReceived(dossier.client, dossier.id, "D-ENR-RIB", sent);
      expect((await complete(dossier, { "D-ENR-RIB": sent })).body.state).toBe("under_instruction");
    });
  });

  describe("SEG-3.2-02 two officers at once", () => {
    let [winner, loser]: readonly (Officer | undefined)[] = [];
    one.next("both take the dossier: one of them has it", async ({ id }) => {
      await onceInQueue(hugo.client, id);
      const claims = await Promise.all([hugo, sasha].map(({ client }) => client.post(`${pathOf(id)}/claim`)));
      expect(claims.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      [winner, loser] = claims[0]?.status === 200 ? [hugo, sasha] : [sasha, hugo];
      await winner.client.post(`${pathOf(id)}/release`);
      await settle(winner, id);
    });

    one.meets("decision by two officers at once", async (dossier) =>
      refusal(await decide(loser!, dossier.id, "enrolled", await versionNow(dossier))),
    );

    one.next("both decide: one decision, by who has it in hand", async (dossier) => {
      const version = await versionNow(dossier);
      const [taken, refused] = await Promise.all(
        [winner!, loser!].map((by) => decide(by, dossier.id, "enrolled", version)),
      );
      expect([taken?.status, taken?.body.state]).toEqual([200, "enrolled"]);
      // Told that it is in other hands, or, a moment later, that it has changed.
      expect([409, 412]).toContain(refused?.status);
      expect(await decisionsOf(dossier)).toMatchObject([{ event: "found-eligible" }]);
    });
  });
}

const decisionsOf = async ({ id, client }: Dossier): Promise<unknown> =>
  (await client.get(pathOf(id))).body.decisions ?? [];

async function complete(dossier: Dossier, pieces: Readonly<Record<string, Sent>>) {
  const version = await versionNow(dossier);
  return dossier.client.post(`${pathOf(dossier.id)}/completion`, { pieces }, { version });
}
