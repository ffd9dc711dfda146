import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "@jest/globals";
import { lawOf } from "../../../../cli/verify/laws.ts";
import { verifyChain } from "../../../../shared/kernel/verify.ts";
import { create, days, functions, list, store, withdraw } from "../acts.ts";
import { call, Founder } from "../people.ts";

/** Every page of four of a person's list. */
async function allPages(who: Founder): Promise<readonly { id: string; createdAt: string }[][]> {
  const pages = [];
  let next: string | undefined;
  do {
    const page = await list(who, { limit: "4", ...(next === undefined ? {} : { cursor: next }) });
    pages.push(page.items);
    next = page.next;
  } while (next !== undefined);
  return pages;
}

/** What acts leave behind them. */
export function record(): void {
  describe("what was recorded", () => {
    const timeline = async (who: Founder, caseId: string, query: Readonly<Record<string, string>> = {}) =>
      (await call(functions.getTimeline, who.asking("GET timeline", { path: { caseId }, query }))).json;
    const verdict = (read: {
      chain: string;
      procedure: string;
      head: { seq: number; hash: string };
      events: unknown[];
    }) => verifyChain({ ...read, receipts: [], law: lawOf(read.procedure) });

    test("a dossier opened and withdrawn, and its organisation: both chains verify under their law", async () => {
      const founder = await new Founder().found(store);
      const { id } = (await create(founder)).json;
      await withdraw(founder, id, 1);
      expect(verdict(await timeline(founder, id))).toMatchObject({ status: "sound", events: 2 });
      expect(verdict(await timeline(founder, founder.organisation))).toMatchObject({ status: "sound", events: 1 });
    });

    test("an event altered in the table: the timeline shows it as it is stored, and the chain is broken there", async () => {
      const founder = await new Founder().found(store);
      const { id } = (await create(founder)).json;
      await withdraw(founder, id, 1);
      const [first] = (await store.items("events")).filter(({ pk, sk }) => pk === id && sk === 1);
      await store.client.send(
        new UpdateItemCommand({
          TableName: "test-events",
          Key: { pk: { S: id }, sk: { N: "1" } },
          UpdateExpression: "SET #t = :t",
          ExpressionAttributeNames: { "#t": "text" },
          ExpressionAttributeValues: { ":t": { S: String(first?.text).replace("editeur", "distributeur") } },
        }),
      );
      expect(verdict(await timeline(founder, id))).toMatchObject({ status: "broken", seq: 1 });
    });

    test("a timeline read page by page: the same events as in one", async () => {
      const founder = await new Founder().found(store);
      const { id } = (await create(founder)).json;
      await withdraw(founder, id, 1);
      const first = await timeline(founder, id, { limit: "1" });
      const second = await timeline(founder, id, { limit: "1", cursor: first.next });
      expect(second.next).toBeUndefined();
      expect([...first.events, ...second.events]).toEqual((await timeline(founder, id)).events);
    });

    test("a list read page by page over its partitions: each dossier once, newest first", async () => {
      const founder = await new Founder().found(store);
      for (let n = 0; n < 9; n += 1) await create(founder, { at: days(n) });
      const pages = await allPages(founder);
      expect(pages.map((page) => page.length)).toEqual([4, 4, 1]);
      const instants = pages.flat().map(({ createdAt }) => createdAt);
      expect(instants).toEqual(Array.from({ length: 9 }, (_, n) => days(8 - n)));
    });
  });
}
