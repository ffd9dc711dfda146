import { randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { places } from "../../../shared/ports/places.ts";
import type { Item, Place } from "../../../shared/ports/records.ts";
import { type Store, startStore } from "../adapters/store.ts";
import { at, dossier, file, pieces, point } from "./made.ts";

jest.setTimeout(60_000);

let store: Store;
let registerWait: (event: unknown) => Promise<void>;

beforeAll(async () => {
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  store = await startStore();
  ({ handler: registerWait } = await import("../../../functions/segur/register-wait.ts"));
});
afterEach(() => store.letThrough());
afterAll(async () => {
  await store.stop();
  jest.restoreAllMocks();
});

const now = at("2022-12-01T10:00:00+01:00");

async function put(place: Place, item: Item): Promise<void> {
  const Item = marshall({ ...item, pk: place.pk, sk: place.sk }, { removeUndefinedValues: true });
  await store.client.send(new PutItemCommand({ TableName: "test-cases", Item }));
}

const itemsOf = async (id: string) => (await store.items("cases")).filter(({ pk }) => pk === `CASE#${id}`);

/** A dossier of which two pieces were asked for, at version 3 of its head. */
async function toComplete(): Promise<Enrolment> {
  const points = [point("D-ENR-RIB", "2022-12-31"), point("D-ENR-ID", "2022-12-31")];
  const invitation = { seq: 3, at: now, state: "open" as const, points };
  const head = dossier(["D-ENR-RIB"], { id: randomUUID(), state: "to_complete", invitation });
  await put(places.dossier(head.id), head);
  await put(places.pieces(head.id), { ...pieces({ "D-ENR-RIB": file("D-ENR-RIB") }), dossierId: head.id });
  return head;
}

/** The execution registers its wait, while somebody rewrites the head before the first transaction is written. */
async function registeredWhile({ id }: Enrolment, rewrite: () => Promise<void>): Promise<number> {
  let writes = 0;
  store.interfere(async ({ operation }) => {
    if (operation !== "TransactWriteItems") return undefined;
    writes += 1;
    if (writes === 1) await rewrite();
    return undefined;
  });
  const until = at("2022-12-31T23:01:00Z");
  const token = `token-${randomUUID()}`;
  await registerWait({ v: 1, caseId: id, seq: 3, wait: "completion", at: now, until, execution: `${id}-2`, token });
  return writes;
}

describe("SEC-16 an act recorded while its wait is being registered", () => {
  test("a part of what was asked is answered, the stage stays the same: born consumed, with one line to resume it", async () => {
    const head = await toComplete();
    const [rib, identity] = head.invitation!.points;
    const points = [{ ...rib!, answeredAt: now }, identity!];
    const answered = { ...head, seq: 4, hash: "of the answer", invitation: { ...head.invitation!, points } };
    expect(await registeredWhile(head, () => put(places.dossier(head.id), answered))).toBe(2);
    const items = await itemsOf(head.id);
    expect(items.find(({ sk }) => sk === "WAIT")).toMatchObject({ state: "consumed", name: "completion", seq: 4 });
    const lines = items.filter(({ sk }) => String(sk).startsWith("OUTBOX#"));
    expect(lines).toMatchObject([{ kind: "resume", output: { outcome: "completed" } }]);
    expect(items.find(({ sk }) => sk === "HEAD")).toMatchObject({ seq: 4, hash: "of the answer" });
  });

  test("nobody writes: open at the version that was read, in one transaction, and no line", async () => {
    const head = await toComplete();
    expect(await registeredWhile(head, async () => undefined)).toBe(1);
    const items = await itemsOf(head.id);
    expect(items.find(({ sk }) => sk === "WAIT")).toMatchObject({ state: "open", seq: 3 });
    expect(items.filter(({ sk }) => String(sk).startsWith("OUTBOX#"))).toEqual([]);
  });
});
