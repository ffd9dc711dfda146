import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { faults } from "../../../docs/generate/faults.ts";
import { FaultyDossier } from "../support/faulty-dossier.ts";
import { officer } from "../support/officers.ts";
import type { Product } from "../support/product.ts";
import { faultsOfFiling } from "./dossier-faults-filing.ts";
import { faultsOfInstruction } from "./dossier-faults-instruction.ts";

const troubles = "/v1/segur/mail-troubles";

/** Every fault of docs/faults.md on one dossier, which loses nothing by any of them and is enrolled in the end. */
export function dossierFaults(product: () => Product): void {
  const one = new FaultyDossier(product);
  faultsOfFiling(one);
  faultsOfInstruction(one);

  describe("SEC-48 the mails about it", () => {
    one.meets("mail that bounces", async ({ id }) => {
      const { client } = await officer(product(), "rene-faults", "controller");
      for (let attempt = 0; attempt < 120; attempt += 1) {
        const { body } = await client.get(troubles);
        const found = body.items.find(({ dossierId }: { dossierId: string }) => dossierId === id);
        if (found !== undefined) return { shows: found.state, sentence: found.sentence };
        await sleep(500);
      }
      throw new Error("no mail is said to have bounced");
    });

    one.next(
      "a list longer than a page: the cursor leads on; no other organisation knows of it",
      async ({ client }) => {
        const reader = (await officer(product(), "lise-faults", "instructor")).client;
        const first = await reader.get(`${troubles}?limit=1`);
        const next = await reader.get(`${troubles}?limit=1&cursor=${first.body.next}`);
        const [newest, before] = [...first.body.items, ...next.body.items];
        expect(before.at <= newest.at).toBe(true);
        expect(before).not.toEqual(newest);
        expect((await client.get(troubles)).status).toBe(404);
      },
    );
  });

  test("every fault of the page: a French sentence of its own, and no answer is a failure of the service", () => {
    expect([...one.told.keys()].toSorted()).toEqual(faults.map(({ fault }) => fault).toSorted());
    expect(faults).toHaveLength(21);
    const told = [...one.told.values()];
    expect(new Set(told.map(({ sentence }) => sentence)).size).toBe(faults.length);
    for (const { shows, sentence } of told) {
      expect(shows).not.toMatch(/^5/);
      expect(sentence).toMatch(/^\p{Lu}.*\b(le|la|une?|cette|ce)\b.*\.$/iu);
    }
  });
}
