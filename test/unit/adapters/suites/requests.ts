import { describe, expect, test } from "@jest/globals";
import { create, list, read, store, type, withdraw } from "../acts.ts";
import { Founder } from "../people.ts";
import { cancelled } from "../store.ts";

/** What an act asks of the store, and what it does when the store is busy. */
export function requests(): void {
  describe("the requests of an act", () => {
    test("a plain act: one batch read, one transaction of event, head, key and the caller's right", async () => {
      const founder = await new Founder().found(store);
      expect((await create(founder)).status).toBe(201);
      const [reading, writing, ...more] = store.requests();
      expect([reading?.operation, writing?.operation, more]).toEqual(["BatchGetItem", "TransactWriteItems", []]);
      const tables = Object.values<{ ConsistentRead?: boolean }>(reading?.input.RequestItems);
      expect(tables.map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true]);
      const written = writing?.input.TransactItems.map((item: Record<string, { TableName: string }>) =>
        Object.entries(item).map(([kind, { TableName }]) => `${kind} ${TableName}`),
      );
      expect(written.flat()).toEqual([
        "Put test-events",
        "Put test-cases",
        "Put test-cases",
        "ConditionCheck test-directory",
      ]);
    });

    test("a change: the same two; a read: one; a repeated act: two reads and no write", async () => {
      const founder = await new Founder().found(store);
      const { id } = (await create(founder)).json;
      store.operations();
      await withdraw(founder, id, 1, "0123456789abcdef");
      expect(store.operations()).toEqual(["BatchGetItem", "TransactWriteItems"]);
      await read(founder, id);
      expect(store.operations()).toEqual(["BatchGetItem"]);
      await withdraw(founder, id, 1, "0123456789abcdef");
      expect(store.operations()).toEqual(["BatchGetItem", "BatchGetItem"]);
    });

    test("a part of the batch unprocessed, twice: read again until whole, and nothing passes for absent", async () => {
      const founder = await new Founder().found(store);
      const { id } = (await create(founder)).json;
      let unprocessed = 0;
      store.interfere(({ operation, input }) => {
        if (operation !== "BatchGetItem" || unprocessed === 2) return undefined;
        unprocessed += 1;
        return { status: 200, body: JSON.stringify({ Responses: {}, UnprocessedKeys: input.RequestItems }) };
      });
      expect((await read(founder, id)).json.id).toBe(id);
      expect(unprocessed).toBe(2);
    });
  });

  describe("a store that is busy", () => {
    test.each(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])(
      "%s on the first transaction: read and written again, answered as if nothing had been",
      async (code) => {
        const founder = await new Founder().found(store);
        let refused = false;
        store.interfere(({ operation }) => {
          if (operation !== "TransactWriteItems" || refused) return undefined;
          refused = true;
          return cancelled(["None", code, "None", "None"]);
        });
        store.operations();
        expect((await create(founder)).status).toBe(201);
        expect(store.operations()).toEqual([
          "BatchGetItem",
          "TransactWriteItems",
          "BatchGetItem",
          "TransactWriteItems",
        ]);
      },
    );

    test("a conflict on each transaction: 503 to be tried again, after five attempts, and nothing is written", async () => {
      const founder = await new Founder().found(store);
      store.interfere(({ operation }) =>
        operation === "TransactWriteItems" ? cancelled(["TransactionConflict", "None", "None", "None"]) : undefined,
      );
      store.operations();
      const answer = await create(founder);
      expect([answer.status, type(answer)]).toEqual([503, "try-again"]);
      expect(store.operations().filter((operation) => operation === "TransactWriteItems")).toHaveLength(5);
      expect((await list(founder)).items).toEqual([]);
    }, 30_000);

    test("a transaction refused for another reason: 500, not tried again", async () => {
      const founder = await new Founder().found(store);
      store.interfere(({ operation }) =>
        operation === "TransactWriteItems" ? cancelled(["ValidationError", "None", "None", "None"]) : undefined,
      );
      store.operations();
      expect((await create(founder)).status).toBe(500);
      expect(store.operations()).toEqual(["BatchGetItem", "TransactWriteItems"]);
    });
  });
}
