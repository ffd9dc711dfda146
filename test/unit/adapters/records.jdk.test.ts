import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import * as z from "zod/mini";
import { organisationAccess } from "../../../shared/domain/directory/access.ts";
import { authorise, type Proof } from "../../../shared/kernel/access.ts";
import { openSubjects } from "../../../shared/lambda/open-sealed.ts";
import { places } from "../../../shared/ports/places.ts";
import type { ActWrite, Put } from "../../../shared/ports/records.ts";
import { Founder, openedAt } from "./people.ts";
import { type Store, startStore } from "./store.ts";

let store: Store;
let auditEvents: (batch: unknown) => Promise<void>;

beforeAll(async () => {
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  if (process.env.GUICHET_MISSING?.includes("jdk")) return;
  store = await startStore();
  ({ handler: auditEvents } = await import("../../../functions/platform/audit-events.ts"));
}, 120_000);
afterEach(() => store?.letThrough());
afterAll(async () => {
  await store?.stop();
  jest.restoreAllMocks();
});

function proven(): Proof {
  const said = authorise(organisationAccess, {
    roles: ["signed-in"],
    action: "organisation.register",
    relation: "none",
    state: "none",
  });
  if (said.answer !== "allow") throw new Error("refused");
  return said.proof;
}

const anything = z.record(z.string(), z.unknown());
const head = places.organisation("org-1");
const write: ActWrite = { event: {} as ActWrite["event"], puts: [], checks: [] };
const forged = { action: "organisation.read", basis: "mine" } as unknown as Proof;

describe("SEC-03 a forged proof", () => {
  test("given to each method of the record: refused at run time, and the store is not asked", async () => {
    const { records } = store.deps;
    store.operations();
    const page = { limit: 1, after: 0 };
    const list = { limit: 1, order: "newest" } as const;
    for (const proof of [forged, { ...proven() } as unknown as Proof, Object.create(proven()) as Proof]) {
      await expect(async () => records.commit(proof, write)).rejects.toThrow(TypeError);
      await expect(async () => records.listed(proof, "OWNER#org-1", list)).rejects.toThrow(TypeError);
      await expect(async () => records.events(proof, "org-1", page)).rejects.toThrow(TypeError);
      await expect(async () => records.listPartition(proof, head, 1)).rejects.toThrow(TypeError);
    }
    expect(store.operations()).toEqual([]);
  });

  test("given to a snapshot: refused, though the item was read; with a true one, it opens", async () => {
    const founder = await new Founder().found(store);
    const place = places.organisation(founder.organisation);
    const snapshot = await store.deps.records.load([place]);
    expect(() => snapshot.reveal(forged, place, anything)).toThrow(TypeError);
    expect(snapshot.reveal(proven(), place, anything)).toMatchObject({ name: "Labonova", owner: founder.organisation });
  });
});

describe("a snapshot", () => {
  test("of a place asked twice, and of one that is empty: one batch; the first is there, the other absent", async () => {
    const founder = await new Founder().found(store);
    const place = places.organisation(founder.organisation);
    const empty = places.siret("00000000000000");
    const snapshot = await store.deps.records.load([place, place, empty]);
    expect(store.operations()).toEqual(["BatchGetItem"]);
    expect([snapshot.asking(place, anything)?.name, snapshot.asking(empty, anything)]).toEqual(["Labonova", undefined]);
  });

  test("asked for a place that was not read: an error, never an absent item", async () => {
    const snapshot = await store.deps.records.load([head]);
    expect(() => snapshot.asking(places.dossier("other"), anything)).toThrow("not loaded");
  });

  test("of nothing: no request", async () => {
    store.operations();
    await store.deps.records.load([]);
    expect(store.operations()).toEqual([]);
  });
});

describe("a write", () => {
  const event = (chain: string): NonNullable<ActWrite["event"]> => ({
    v: 1,
    chain,
    seq: 1,
    at: openedAt as NonNullable<ActWrite["event"]>["at"],
    type: "tried",
    actor: "person-1",
    findings: [],
    data: {},
    sealed: [],
    prev: "0".repeat(64),
  });
  const key: Put = { place: places.siret("1"), item: { organisationId: "org-1" }, condition: { kind: "absent" } };
  const taken = new Error("taken") as never;

  test("a business key taken: its own answer where nothing else failed; a lost race where anything else did", async () => {
    const { records } = store.deps;
    const proof = proven();
    const second: Put = { ...key, place: places.siret("3") };
    expect(await records.commit(proof, { event: event("chain-1"), puts: [key, second], checks: [] })).toBe("committed");
    const again = { ...key, ifTaken: () => taken };
    expect(await records.commit(proof, { event: event("chain-2"), puts: [again], checks: [] })).toBe(taken);
    expect(await records.commit(proof, { event: event("chain-1"), puts: [again], checks: [] })).toBe("lost");
    expect(await records.commit(proof, { event: event("chain-2"), puts: [again, second], checks: [] })).toBe("lost");
    expect((await store.items("events")).filter(({ pk }) => pk === "chain-2")).toEqual([]);
  });

  test("a check that no longer holds: nothing of the transaction is written", async () => {
    const { records } = store.deps;
    const put: Put = { place: places.siret("2"), item: { organisationId: "org-2" }, condition: { kind: "absent" } };
    const check = {
      place: key.place,
      condition: { kind: "equal" as const, attributes: { organisationId: "another" } },
    };
    expect(await records.commit(proven(), { event: event("chain-3"), puts: [put], checks: [check] })).toBe("lost");
    expect((await store.items("directory")).filter(({ pk }) => pk === put.place.pk)).toEqual([]);
  });

  test("an idempotency item at the second of its end: replaced; a second before: not", async () => {
    const { records } = store.deps;
    const place = places.idempotency("org-1", "portal", "POST", "key");
    const at = (nowSeconds: number): Put => ({
      place,
      item: { expiresAt: nowSeconds + 100 },
      condition: { kind: "absent-or-expired", nowSeconds },
    });
    const committing = (chain: string, put: Put) =>
      records.commit(proven(), { event: event(chain), puts: [put], checks: [] });
    expect(await committing("chain-4", at(1_000))).toBe("committed");
    expect(await committing("chain-5", at(1_099))).toBe("lost");
    expect(await committing("chain-5", at(1_100))).toBe("committed");
  });
});

describe("personal values", () => {
  const person = { displayName: "Canarienne Zéphyrine", mail: "canary-4711@labonova.example" };
  const fields = ["displayName", "mail"];

  /** The text of every item of every table, what is binary read as bytes too. */
  async function everythingStored(): Promise<string> {
    const names = Object.keys(store.tables) as (keyof typeof store.tables)[];
    const items = (await Promise.all(names.map((name) => store.items(name)))).flat();
    const readable = (value: unknown): string => {
      if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
      return typeof value === "object" && value !== null ? Object.values(value).map(readable).join(" ") : String(value);
    };
    return `${JSON.stringify(items)} ${items.map(readable).join(" ")}`;
  }

  const personOf = async (founder: Founder) => {
    const place = places.member(founder.organisation, founder.memberId);
    return String((await store.deps.records.load([place])).asking(place, anything)?.personId);
  };

  test("sealed when the organisation is founded: they open again, and no table holds them in clear", async () => {
    const founder = await new Founder({ person }).found(store);
    const subject = { chain: founder.organisation, seq: 1, subject: await personOf(founder), fields };
    expect(await openSubjects(store.deps, proven(), [subject])).toEqual([person]);
    const stored = await everythingStored();
    expect(stored).toContain("Labonova");
    expect(stored).not.toMatch(/canari|zéphyrine|canary-4711/i);
    expect(stored).not.toContain(founder.subject);
  });

  test("of a person met before: sealed with the key they have, which stays one", async () => {
    const founder = await new Founder({ person }).found(store);
    const first = { chain: founder.organisation, seq: 1, subject: await personOf(founder), fields };
    await founder.found(store);
    const second = { ...first, chain: founder.organisation };
    expect(await personOf(founder)).toBe(first.subject);
    expect(await openSubjects(store.deps, proven(), [first, second])).toEqual([person, person]);
    expect((await store.items("person-keys")).filter(({ pk }) => pk === first.subject)).toHaveLength(1);
  });

  test("the person's key destroyed: erased everywhere, and the others still open", async () => {
    const [gone, stays] = [await new Founder({ person }).found(store), await new Founder().found(store)];
    const subjects = await Promise.all(
      [gone, stays].map(async (who) => ({ chain: who.organisation, seq: 1, subject: await personOf(who), fields })),
    );
    await store.remove(places.personKey(subjects[0]?.subject ?? ""));
    const opened = await openSubjects(store.deps, proven(), subjects);
    expect(opened.map(({ displayName }) => displayName)).toEqual([undefined, "Camille Morel"]);
  });

  test("a ciphertext copied to another field: stays closed, and the others open", async () => {
    const founder = await new Founder({ person }).found(store);
    const subject = { chain: founder.organisation, seq: 1, subject: await personOf(founder), fields };
    await store.copy(
      places.sealed(founder.organisation, 1, "mail"),
      places.sealed(founder.organisation, 1, "displayName"),
    );
    expect(await openSubjects(store.deps, proven(), [subject])).toEqual([{ mail: person.mail }]);
  });

  test("nobody to read: nothing is asked", async () => {
    store.operations();
    expect(await openSubjects(store.deps, proven(), [])).toEqual([]);
    expect(store.operations()).toEqual([]);
  });
});

describe("the auditor of the record", () => {
  const change = (eventName: string, eventID: string, seq: number) => ({
    eventID,
    eventName,
    dynamodb: { Keys: { pk: { S: "chain-9" }, sk: { N: String(seq) } }, OldImage: { text: { S: "canary" } } },
  });

  test("an event that appears: nothing; one changed, one removed: an incident each, told twice or once", async () => {
    const batch = { Records: [change("INSERT", "e1", 1), change("MODIFY", "e2", 2), change("REMOVE", "e3", 3)] };
    await auditEvents(batch);
    await auditEvents(batch);
    const incidents = await store.items("incidents");
    expect(incidents.map(({ at: _, ...incident }) => incident).toSorted((a, b) => a.seq - b.seq)).toEqual([
      { pk: "chain-9", sk: "e2", seq: 2, change: "modified" },
      { pk: "chain-9", sk: "e3", seq: 3, change: "removed" },
    ]);
  });

  test("a batch of another shape: thrown, so that the stream sends it again and then aside", async () => {
    await expect(auditEvents({ Records: [{ eventName: "MODIFY" }] })).rejects.toThrow();
  });

  test("the table of incidents out of reach: thrown, not lost", async () => {
    const body = JSON.stringify({
      __type: "com.amazon.coral.service#AccessDeniedException",
      message: "x",
    });
    store.interfere(({ operation }) => (operation === "PutItem" ? { status: 400, body } : undefined));
    await expect(auditEvents({ Records: [change("MODIFY", "e4", 4)] })).rejects.toThrow();
  });
});
