import { randomUUID } from "node:crypto";
import { describe, expect, jest, test } from "@jest/globals";
import { answers } from "../../../docs/openapi/schemas.ts";
import { type } from "../adapters/acts.ts";
import {
  ask,
  become,
  colleague,
  filer,
  inQueue,
  instructor,
  itemOf,
  joining,
  now,
  ordonnateur,
  queue,
  store,
  useDesk,
} from "./desk.ts";

jest.setTimeout(60_000);
useDesk();

const received = (minute: number) => `2022-11-28T09:${String(minute).padStart(2, "0")}:00.000Z`;

/** A dossier received at that minute. */
const at = (minute: number) => {
  const receivedAt = received(minute) as never;
  return inQueue({ head: { receivedAt } });
};

describe("the queue of the operator", () => {
  test("dossiers received at three minutes: oldest first, each with what its line needs", async () => {
    const [second, first, third] = [await at(2), await at(1), await at(3)];
    const { status, json } = await queue(instructor);
    expect(status).toBe(200);
    expect(json.items.map(({ dossierId }: { dossierId: string }) => dossierId)).toEqual([first, second, third]);
    expect(json.items[0]).toEqual({
      dossierId: first,
      state: "waiting",
      since: received(1),
      receivedAt: received(1),
      siret: "73282932000074",
      programme: "BIO-SGL-Va1",
      stateLabel: "En instruction",
    });
    expect(json.next).toBeUndefined();
  });

  test("pages of one line, by the cursor: each dossier once, in the same order", async () => {
    const all = (await queue(instructor)).json.items.map(({ dossierId }: { dossierId: string }) => dossierId);
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const { json } = await queue(colleague, { limit: "1", ...(next === undefined ? {} : { cursor: next }) });
      seen.push(...json.items.map(({ dossierId }: { dossierId: string }) => dossierId));
      next = json.next;
    } while (next !== undefined);
    expect(seen).toEqual(all);
  });

  test("a filter: what nobody has in hand, what somebody has, what the caller has", async () => {
    const id = await at(4);
    await ask(instructor, "claim", id);
    const ids = async (who: typeof instructor, state: string) =>
      (await queue(who, { state })).json.items.map(({ dossierId }: { dossierId: string }) => dossierId);
    expect(await ids(instructor, "waiting")).not.toContain(id);
    expect(await ids(colleague, "claimed")).toContain(id);
    expect(await ids(instructor, "mine")).toEqual([id]);
    expect(await ids(colleague, "mine")).toEqual([]);
    const { json } = await queue(colleague, { state: "claimed" });
    expect(answers.queue.safeParse(json).error).toBeUndefined();
    const [line] = json.items;
    expect(line).toMatchObject({ claimedBy: instructor.memberId, claimedByYou: false, claimedAt: now });
  });

  test("SEC-18 a dossier whose holder has left: shown as nobody's, so that another takes it", async () => {
    const leaving = await joining(["instructor"]);
    const id = await at(5);
    await ask(leaving, "claim", id);
    await become(leaving, { state: "ended", to: now });
    const line = (await queue(instructor, { state: "waiting" })).json.items.find(
      ({ dossierId }: { dossierId: string }) => dossierId === id,
    );
    expect(line).toMatchObject({ state: "waiting" });
    expect(line).not.toHaveProperty("claimedBy");
  });

  test.each([
    [{ state: "closed" }, /waiting/],
    [{ cursor: Buffer.from("x").toString("base64url") }, /cursor/],
    [{ limit: "46" }, /1 à 45/],
  ])("a query %j: refused in French", async (query, says) => {
    const { status, json } = await queue(instructor, query);
    expect([status, type({ json })]).toEqual([400, "malformed-request"]);
    expect(json.detail).toMatch(says);
  });

  test("SEG-3.2-02 the queue asked for by a Fournisseur: hidden", async () => {
    expect((await queue(filer)).status).toBe(404);
  });
});

describe("a dossier in hand", () => {
  test("taken: the answer names who asks; taken again by the same: the same answer, and nothing changes", async () => {
    const id = await inQueue();
    const taken = await ask(instructor, "claim", id);
    expect(taken.json).toMatchObject({
      dossierId: id,
      state: "claimed",
      claimedBy: instructor.memberId,
      claimedByYou: true,
    });
    expect((await ask(instructor, "claim", id)).json).toEqual(taken.json);
    expect(answers.task.safeParse(taken.json).error).toBeUndefined();
    expect(await itemOf(id, "TASK")).toMatchObject({ rev: 2 });
  });

  test("SEC-34 two instructors at once: one has it, the other reads who and since when", async () => {
    const id = await inQueue();
    const answers = await Promise.all([ask(instructor, "claim", id), ask(colleague, "claim", id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const winner = answers.find(({ status }) => status === 200)!.json.claimedBy;
    expect(answers.find(({ status }) => status === 409)!.json.detail).toContain(winner);
    expect(await itemOf(id, "TASK")).toMatchObject({ claimedBy: winner, rev: 2 });
  });

  test("a task changed between the read and the write: read again, and answered by what it has become", async () => {
    const id = await inQueue();
    let done = false;
    store.interfere(async ({ operation }) => {
      if (operation !== "TransactWriteItems" || done) return undefined;
      done = true;
      await ask(colleague, "claim", id);
      return undefined;
    });
    const answer = await ask(instructor, "claim", id);
    expect([answer.status, type(answer)]).toEqual([409, "illegal-transition"]);
  });

  test("given back: it keeps its place; given back by another: refused", async () => {
    const id = await inQueue();
    const before = await itemOf(id, "TASK");
    await ask(instructor, "claim", id);
    expect((await ask(colleague, "release", id)).status).toBe(409);
    const given = await ask(instructor, "release", id);
    expect(given.json).toEqual({ dossierId: id, state: "waiting", since: before!.since });
    expect(await itemOf(id, "TASK")).toEqual({ ...before, rev: 3 });
  });

  test.each([
    ["whose membership ended", { state: "ended", to: now }],
    ["who is an instructor no more", { state: "active", roles: ["auditor"] }],
  ])("CNV-6-05 a dossier of a member %s: another takes it, or gives it back", async (_, changes) => {
    const leaving = await joining(["instructor"]);
    const [one, other] = [await inQueue(), await inQueue()];
    await ask(leaving, "claim", one);
    await ask(leaving, "claim", other);
    expect((await ask(colleague, "claim", one)).status).toBe(409);
    await become(leaving, changes);
    expect((await ask(colleague, "claim", one)).json).toMatchObject({ claimedBy: colleague.memberId });
    expect((await ask(colleague, "release", other)).json).toMatchObject({ state: "waiting" });
  });

  test.each([
    ["taken twice with one key", "claim"],
    ["given back twice with one key", "release"],
  ] as const)("%s: the same answer, one effect", async (_, route) => {
    const id = await inQueue();
    await ask(instructor, "claim", id);
    const key = randomUUID();
    const first = await ask(instructor, route, id, { key });
    expect((await ask(instructor, route, id, { key })).json).toEqual(first.json);
  });

  test("a dossier that waits for no instructor: refused, and says so", async () => {
    const id = await inQueue({ task: { state: "closed" } });
    const { status, json } = await ask(instructor, "claim", id);
    expect([status, json.detail]).toEqual([409, expect.stringContaining("n'est pas dans la file")]);
  });

  test("SEG-3.2-02 taken by its filer, or by an officer who does not instruct: refused", async () => {
    const id = await inQueue();
    expect((await ask(filer, "claim", id)).status).toBe(403);
    expect((await ask(ordonnateur, "claim", id)).status).toBe(403);
  });
});
