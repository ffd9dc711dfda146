import { randomUUID } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { places } from "../../../../shared/ports/places.ts";
import {
  alter,
  beforeFirstWrite,
  confirm,
  create,
  days,
  enrolment,
  list,
  read,
  store,
  type,
  withdraw,
} from "../acts.ts";
import { Founder } from "../people.ts";

const reordered = {
  declared: { exception: false, role: "editeur", depositorIsLegalRep: true },
  programme: "BIO-SGL-Va1",
};

/** What is sent twice counts once; who is late reads before writing. */
export function repetition(): void {
  describe("SEC-33 idempotency", () => {
    test("the same key and body, its keys reordered, the next day: the same bytes, one event, one dossier", async () => {
      const founder = await new Founder().found(store);
      const key = randomUUID();
      const first = await create(founder, { key });
      const second = await create(founder, { key, json: reordered, at: days(1) });
      expect([second.status, second.text, second.etag]).toEqual([201, first.text, first.etag]);
      expect((await list(founder)).items).toHaveLength(1);
      expect((await store.items("events")).filter(({ pk }) => pk === first.json.id)).toHaveLength(1);
    });

    test("the same key with another body, or for another dossier: 409, nothing written", async () => {
      const founder = await new Founder().found(store);
      const key = randomUUID();
      const { id } = (await create(founder, { key })).json;
      const other = await create(founder, {
        key,
        json: { ...enrolment, declared: { ...enrolment.declared, exception: true } },
      });
      expect([other.status, type(other)]).toEqual([409, "key-reused"]);
      const second = (await create(founder)).json.id;
      await withdraw(founder, id, 1, key);
      const elsewhere = await withdraw(founder, second, 1, key);
      expect([elsewhere.status, type(elsewhere)]).toEqual([409, "key-reused"]);
      expect((await read(founder, second)).json.state).toBe("draft");
    });

    test("the same key from another organisation and on another route: independent", async () => {
      const [one, two] = [await new Founder().found(store), await new Founder().found(store)];
      const key = randomUUID();
      const first = await create(one, { key });
      const second = await create(two, { key });
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.json.id).not.toBe(first.json.id);
      expect((await withdraw(one, first.json.id, 1, key)).json.state).toBe("withdrawn");
    });

    test("fifty at once with one key: one dossier, one event; who is answered is answered alike", async () => {
      const founder = await new Founder().found(store);
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 50 }, () => create(founder, { key })));
      const accepted = answers.filter(({ status }) => status === 201);
      expect(accepted.length).toBeGreaterThan(0);
      expect(new Set(accepted.map(({ text }) => text)).size).toBe(1);
      expect(answers.filter(({ status }) => ![201, 503].includes(status))).toEqual([]);
      expect((await list(founder)).items).toHaveLength(1);
    }, 60_000);

    test("a second before thirty days: repeated; at thirty days: the key is free and opens another dossier", async () => {
      const founder = await new Founder().found(store);
      const key = randomUUID();
      const first = await create(founder, { key });
      const late = await create(founder, { key, at: days(30 - 1 / 86_400) });
      expect(late.json.id).toBe(first.json.id);
      const after = await create(founder, { key, at: days(30) });
      expect([after.status, after.json.id === first.json.id]).toEqual([201, false]);
    });

    test("a SIRET taken: refused to a second organisation that day, and with any key for ever after", async () => {
      const operator = await new Founder({ kind: "operator", roles: ["administrator", "programme-admin"] }).found(
        store,
      );
      const [first, second] = [
        await new Founder({ state: "proposed" }).found(store),
        await new Founder({ state: "proposed" }).found(store),
      ];
      expect((await confirm(operator, first, 1)).json.state).toBe("active");
      store.operations();
      const refused = await confirm(operator, second, 1);
      expect([refused.status, type(refused)]).toEqual([409, "already-exists"]);
      expect(store.operations()).toEqual(["BatchGetItem", "TransactWriteItems"]);
      const later = await confirm(operator, second, 1, { at: days(4_000) });
      expect([later.status, type(later)]).toEqual([409, "already-exists"]);
      expect((await create(second)).status).toBe(404);
      expect((await create(first)).status).toBe(201);
    });

    test("a first confirmation sent again once it made the organisation active: the same answer", async () => {
      const operator = await new Founder({ kind: "operator", roles: ["administrator", "programme-admin"] }).found(
        store,
      );
      const founder = await new Founder({ state: "proposed" }).found(store);
      await alter("test-directory", places.organisation(founder.organisation), "siret", randomUUID());
      const key = randomUUID();
      const first = await confirm(operator, founder, 1, { key });
      const again = await confirm(operator, founder, 1, { key });
      expect([again.status, again.text]).toEqual([200, first.text]);
    });
  });

  describe("SEC-34 lost updates", () => {
    test("a version that is no longer the last: 412 with the last one, even where the act is no longer possible", async () => {
      const founder = await new Founder().found(store);
      const { id } = (await create(founder)).json;
      expect((await withdraw(founder, id, 7)).json.detail).toContain("la version actuelle est la 1");
      await withdraw(founder, id, 1);
      const stale = await withdraw(founder, id, 1);
      expect([stale.status, stale.json.detail]).toEqual([412, expect.stringContaining("la version actuelle est la 2")]);
      const current = await withdraw(founder, id, 2);
      expect([current.status, type(current)]).toEqual([409, "illegal-transition"]);
    });

    test("two who read the same version and write at once: one wins, the other learns the new version", async () => {
      const founder = await new Founder().found(store);
      const { id } = (await create(founder)).json;
      const both = await Promise.all([withdraw(founder, id, 1), withdraw(founder, id, 1)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      expect((await store.items("events")).filter(({ pk }) => pk === id)).toHaveLength(2);
    });

    test("another version written between the read and the write: the write fails, the act is decided again", async () => {
      const founder = await new Founder().found(store);
      const { id } = (await create(founder)).json;
      let first: Awaited<ReturnType<typeof withdraw>> | undefined;
      beforeFirstWrite(async () => {
        first = await withdraw(founder, id, 1);
      });
      const second = await withdraw(founder, id, 1);
      expect([first?.status, second.status]).toEqual([200, 412]);
    });
  });
}
