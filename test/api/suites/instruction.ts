import { expect, test } from "@jest/globals";
import { pieceSaying } from "../../support/pdf/enrolment-pieces.ts";
import { onceReceived, pathOf, saidBy, send } from "../support/filing.ts";
import { decide, filedDossier, onceInQueue, settle, versionOf } from "../support/instruction.ts";
import { leaves, type Officer, officer } from "../support/officers.ts";
import type { Product } from "../support/product.ts";

/** A whole dossier passes through scanner, inspector and execution before an instructor sees it. */
const longest = 240_000;

/** The operator's work on a dossier, from its queue to the decision and back. */
export function instruction(product: () => Product): void {
  let hugo: Officer;
  const instructor = async () => {
    hugo ??= await officer(product(), "hugo-instructs", "instructor");
    return hugo;
  };
  const typesOf = async (client: Officer["client"], id: string) =>
    (await client.get(`/v1/cases/${id}/timeline`)).body.events.map(({ type }: { type: string }) => type);

  test(
    "SEG-3.2-02 from the queue to the enrolment: what was read is confirmed, the rest supplied, the rules decide",
    async () => {
      const { client, memberId } = await instructor();
      const { id, supplier, number } = await filedDossier(product(), "whole");
      const examination = await onceInQueue(client, id);
      const read = new Map(examination.body.facts.map((one: { fact: string }) => [one.fact, one]));
      expect(read.get("ribIban")).toMatchObject({
        origin: "read",
        settled: false,
        value: "FR7630006000011234567890189",
      });
      expect(read.get("referencementNumber")).toMatchObject({ origin: "read", value: number });
      expect(read.get("legalRep")).toMatchObject({ origin: "declared", settled: true, value: "Camille Durand" });
      expect(examination.body.ruling.kind).toBe("facts-missing");
      const queue = await client.get("/v1/segur/queue");
      expect(queue.body.items).toContainEqual(
        expect.objectContaining({ dossierId: id, state: "waiting", siret: supplier.siret }),
      );

      const early = await client.post(`${pathOf(id)}/claim`);
      expect(early.body).toMatchObject({ claimedBy: memberId, claimedByYou: true });
      const refused = await decide(hugo, id, "enrolled", versionOf(examination));
      expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining("restent à établir")]);
      await client.post(`${pathOf(id)}/release`);
      const settled = await settle(hugo, id);
      const enrolled = await decide(hugo, id, "enrolled", versionOf(settled));
      expect([enrolled.status, enrolled.body.state]).toEqual([200, "enrolled"]);
      expect(await typesOf(client, id)).toEqual([
        "dossier.created",
        "submitted-with-pieces",
        "found-receivable",
        "pieces-examined",
        "facts-reviewed",
        "found-eligible",
      ]);
    },
    longest,
  );

  test(
    "SEG-6.1-29 a RIB that differs: invited to complete, replaced, instructed again, enrolled",
    async () => {
      const { client } = await instructor();
      const { id, supplier, number } = await filedDossier(product(), "completes");
      const settled = await settle(hugo, id, { ribIban: "FR1420041010050500013M02606" });
      const refused = await decide(hugo, id, "enrolled", versionOf(settled));
      expect(refused.body.findings).toContainEqual(
        expect.objectContaining({ rule: "SEG-3.1-06", outcome: "to_complete" }),
      );
      const points = [{ piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06", dueOn: "2022-12-20" }];
      const invited = await client.post(`${pathOf(id)}/invitation`, { points }, { version: versionOf(settled) });
      expect([invited.status, invited.body.state]).toEqual([200, "to_complete"]);

      const said = { ...saidBy(supplier, "completes"), formNumber: number };
      const sent = await send(supplier.client, id, "D-ENR-RIB", await pieceSaying("D-ENR-RIB", said));
      await onceReceived(supplier.client, id, "D-ENR-RIB", sent);
      const completion = { pieces: { "D-ENR-RIB": sent } };
      const completed = await supplier.client.post(`${pathOf(id)}/completion`, completion, {
        version: versionOf(invited),
      });
      expect([completed.status, completed.body.state]).toEqual([200, "under_instruction"]);
      const again = await settle(hugo, id);
      expect((await decide(hugo, id, "enrolled", versionOf(again))).body.state).toBe("enrolled");
    },
    longest,
  );

  test(
    "a Solution outside the market: rejected; reopened by another person, the decision void and readable",
    async () => {
      const { client } = await instructor();
      const ordonnateur = await officer(product(), "ines-orders", "authorising-officer");
      const { id, supplier } = await filedDossier(product(), "off-market");
      const settled = await settle(hugo, id, { exclusiveOwnUse: true });
      const rejected = await decide(hugo, id, "rejected", versionOf(settled));
      expect(rejected.body.state).toBe("rejected");
      const body = { reason: "Usage par des tiers, établi depuis" };
      const version = versionOf(rejected);
      expect((await client.post(`${pathOf(id)}/reopening`, body, { version })).status).toBe(403);
      const reopened = await ordonnateur.client.post(`${pathOf(id)}/reopening`, body, { version });
      expect([reopened.status, reopened.body.state]).toEqual([200, "under_instruction"]);
      const seen = await supplier.client.get(pathOf(id));
      expect(seen.body.decisions).toMatchObject([{ event: "found-not-eligible", voidSince: expect.any(String) }]);
      await onceInQueue(client, id);
    },
    longest,
  );

  test(
    "SEC-18 an instructor leaves: the next request is refused, the dossier in hand goes back to the others",
    async () => {
      const { client } = await instructor();
      const leaving = await officer(product(), "lou-leaves", "instructor");
      const { id } = await filedDossier(product(), "given-back");
      await onceInQueue(leaving.client, id);
      await leaving.client.post(`${pathOf(id)}/claim`);
      expect((await client.post(`${pathOf(id)}/claim`)).status).toBe(409);
      await leaves(product(), leaving);
      expect((await leaving.client.get("/v1/segur/queue")).status).toBe(404);
      const waiting = await client.get("/v1/segur/queue?state=waiting");
      expect(waiting.body.items.map(({ dossierId }: { dossierId: string }) => dossierId)).toContain(id);
      expect((await client.post(`${pathOf(id)}/claim`)).body).toMatchObject({ claimedBy: hugo.memberId });
    },
    longest,
  );
}
