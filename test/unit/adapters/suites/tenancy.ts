import { randomUUID } from "node:crypto";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "@jest/globals";
import { keyOf } from "../../../../shared/adapters/dynamodb/attributes.ts";
import { places } from "../../../../shared/ports/places.ts";
import { alter, beforeFirstWrite, create, functions, read, store, type, withdraw } from "../acts.ts";
import { call, Founder } from "../people.ts";

/** A right that went between the read and the write gives nothing. */
export function tenancy(): void {
  describe("SEC-38 writes carry their tenant", () => {
    test("the caller's membership ended between read and write: the condition fails, answered as unknown, nothing written", async () => {
      const founder = await new Founder().found(store);
      const before = (await store.items("cases")).length;
      beforeFirstWrite(() =>
        alter("test-directory", places.member(founder.organisation, founder.memberId), "state", "ended"),
      );
      store.operations();
      const refused = await create(founder);
      expect([refused.status, type(refused)]).toEqual([404, "not-found"]);
      expect(store.operations().filter((operation) => operation === "TransactWriteItems")).toHaveLength(1);
      expect((await store.items("cases")).length).toBe(before);
    });

    test("the dossier given to another organisation between read and write: the same", async () => {
      const [founder, other] = [await new Founder().found(store), await new Founder().found(store)];
      const { id } = (await create(founder)).json;
      beforeFirstWrite(() => alter("test-cases", places.dossier(id), "owner", other.organisation));
      const refused = await withdraw(founder, id, 1);
      expect([refused.status, type(refused)]).toEqual([404, "not-found"]);
      expect((await store.items("events")).filter(({ pk }) => pk === id)).toHaveLength(1);
    });

    test("a dossier of another organisation and one never issued: the same bytes and the same requests", async () => {
      const [founder, other] = [await new Founder().found(store), await new Founder().found(store)];
      const { id } = (await create(founder)).json;
      store.operations();
      const answers = [];
      for (const asked of [id, randomUUID()]) {
        answers.push({ ...(await read(other, asked)), asked: store.operations() });
        answers.push({ ...(await withdraw(other, asked, 1)), asked: store.operations() });
      }
      expect(answers.slice(2)).toEqual(answers.slice(0, 2));
    });

    test("CNV-6-05 a membership ended by an act: the next request of that person finds nothing", async () => {
      const founder = await new Founder({ roles: ["administrator", "filer"] }).found(store);
      const { id } = (await create(founder)).json;
      const path = { organisationId: founder.organisation, memberId: founder.memberId };
      const end = (version: number) => call(functions.endMembership, founder.asking("POST end", { path, version }));
      expect((await end(1)).json.detail).toContain("dernier administrateur");
      await store.client.send(
        new UpdateItemCommand({
          TableName: "test-directory",
          Key: keyOf(places.organisation(founder.organisation)),
          UpdateExpression: "SET administrators = :two",
          ExpressionAttributeValues: { ":two": { N: "2" } },
        }),
      );
      expect((await end(1)).json.state).toBe("ended");
      expect((await read(founder, id)).status).toBe(404);
      expect((await create(founder)).status).toBe(404);
      expect((await end(2)).status).toBe(404);
    });
  });
}
