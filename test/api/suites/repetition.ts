import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier } from "../support/scenario.ts";

const dossiers = "/v1/segur/dossiers";

/** SEC-33 and SEC-34: what is sent twice counts once; who is late reads before writing. */
export function repetition(product: () => Product): void {
  test("SEC-33 the same key and the same body with its keys in another order: the same answer, one dossier", async () => {
    const { client } = await newSupplier(product(), "repeating");
    const key = randomUUID();
    const first = await client.post(dossiers, enrolment, { key });
    const { programme, declared } = enrolment;
    const second = await client.post(dossiers, { declared, programme }, { key });
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect((await client.get(dossiers)).body.items).toHaveLength(1);
  });

  test("SEC-33 the same key with another body: 409, one dossier", async () => {
    const { client } = await newSupplier(product(), "reusing");
    const key = randomUUID();
    await client.post(dossiers, enrolment, { key });
    const other = { ...enrolment, declared: { ...enrolment.declared, role: "distributeur" } };
    const refused = await client.post(dossiers, other, { key });
    expect([refused.status, refused.body.type]).toEqual([409, "urn:guichet:problem:key-reused"]);
    expect((await client.get(dossiers)).body.items).toHaveLength(1);
  });

  test("SEC-33 the same key from another organisation: independent", async () => {
    const [one, two] = [await newSupplier(product(), "key-one"), await newSupplier(product(), "key-two")];
    const key = randomUUID();
    const first = await one.client.post(dossiers, enrolment, { key });
    const second = await two.client.post(dossiers, enrolment, { key });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
  });

  test("SEC-33 fifty at once with one key: one dossier, and fifty answers that name it", async () => {
    const { client } = await newSupplier(product(), "fifty");
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.post(dossiers, enrolment, { key })));
    const accepted = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
    expect(new Set(accepted.map(({ body }) => body.id)).size).toBe(1);
    expect((await client.get(dossiers)).body.items).toHaveLength(1);
  });

  test("SEC-34 two members withdraw one draft at once: one wins, the other reads that it changed", async () => {
    const { client } = await newSupplier(product(), "racing");
    const { id } = (await client.post(dossiers, enrolment)).body;
    const both = await Promise.all(
      [1, 2].map(() => client.post(`${dossiers}/${id}/withdrawal`, undefined, { version: 1 })),
    );
    const statuses = both.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect(statuses[1]).toBe(412);
    const timeline = await client.get(`/v1/cases/${id}/timeline`);
    expect(timeline.body.events).toHaveLength(2);
  });
}
