import { randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { proofOfPlatform } from "../../../shared/domain/platform/access.ts";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { type RelayDeps, relayLine } from "../../../shared/lambda/relay-lines.ts";
import { resume, type Wait } from "../../../shared/lambda/waits.ts";
import type { Executions } from "../../../shared/ports/executions.ts";
import { places } from "../../../shared/ports/places.ts";
import type { Item, Place } from "../../../shared/ports/records.ts";
import { type Store, startStore } from "../adapters/store.ts";
import { at, dossier, file, pieces, point } from "./made.ts";

jest.setTimeout(60_000);

let store: Store;
let registerWait: (event: unknown) => Promise<void>;
let expireCompletion: (event: unknown) => Promise<unknown>;

beforeAll(async () => {
  store = await startStore();
  ({ handler: registerWait } = await import("../../../functions/segur/register-wait.ts"));
  ({ handler: expireCompletion } = await import("../../../functions/segur/expire-completion.ts"));
});
afterAll(() => store.stop());

const now = at("2022-12-01T10:00:00+01:00");
const tables: Record<string, string> = { cases: "test-cases", tokens: "test-tokens" };

async function put(place: Place, item: Item): Promise<void> {
  const Item = marshall({ ...item, pk: place.pk, sk: place.sk }, { removeUndefinedValues: true });
  await store.client.send(new PutItemCommand({ TableName: tables[place.table]!, Item }));
}

const itemsOf = async (id: string) => (await store.items("cases")).filter(({ pk }) => pk === `CASE#${id}`);
const waitOf = async (id: string) => (await itemsOf(id)).find(({ sk }) => sk === "WAIT") as Wait | undefined;
const linesOf = async (id: string) => (await itemsOf(id)).filter(({ sk }) => String(sk).startsWith("OUTBOX#"));
const eventsOf = async (id: string) => (await store.items("events")).filter(({ pk }) => pk === id);

/** A dossier in a state, as it is stored. */
async function filed(changes: Partial<Enrolment>): Promise<string> {
  const id = randomUUID();
  await put(places.dossier(id), dossier(["D-ENR-RIB"], { id, ...changes }));
  await put(places.pieces(id), { ...pieces({ "D-ENR-RIB": file("D-ENR-RIB") }), dossierId: id });
  return id;
}

const invitation = (...points: ReturnType<typeof point>[]) => ({ seq: 3, at: now, state: "open" as const, points });
const toComplete = () => filed({ state: "to_complete", invitation: invitation(point("D-ENR-RIB", "2022-12-31")) });

const registration = (caseId: string, wait: string, more: object = {}) => ({
  v: 1,
  caseId,
  seq: 3,
  wait,
  at: now,
  until: at("2022-12-31T23:01:00Z"),
  execution: `${caseId}-2`,
  token: `token-${randomUUID()}`,
  ...more,
});

/** Step Functions as the relay sees it: it keeps what it was told, and can be out. */
function machines() {
  const told: string[] = [];
  let answers: "answered" | "over" | "out" = "answered";
  const executions: Executions = {
    start: async (machine, name) => void told.push(`start ${machine} ${name}`),
    succeed: async (token, output) => {
      if (answers === "out") throw new Error("Step Functions is out");
      told.push(`succeed ${token} ${JSON.stringify(output)}`);
      return answers;
    },
  };
  const deps: RelayDeps = { records: store.deps.records, executions, proof: proofOfPlatform("outbox.relay") };
  return { told, deps, answer: (next: typeof answers) => (answers = next) };
}

/** An act that the wait is for, as the acts of the product write it. */
async function act(caseId: string, output: Record<string, string>) {
  const wait = await waitOf(caseId);
  const known = wait && { ...wait };
  if (known) for (const key of ["pk", "sk"]) Reflect.deleteProperty(known, key);
  const consequence = resume(caseId, known, { names: ["completion"], at: now, output });
  return store.deps.records.commit(proofOfPlatform("outbox.relay"), consequence);
}

describe("SEC-16 a wait", () => {
  test("registered: open beside the head, its token in its own table and nowhere else (SEC-15)", async () => {
    const id = await toComplete();
    const wait = registration(id, "completion");
    await registerWait(wait);
    expect(await waitOf(id)).toMatchObject({ state: "open", name: "completion", execution: `${id}-2`, seq: 3 });
    const kept = (await store.items("tokens")).filter(({ token }) => token === wait.token);
    expect(kept.map(({ pk }) => pk)).toEqual([(await waitOf(id))?.id]);
    expect(JSON.stringify(await itemsOf(id))).not.toContain(wait.token);
    expect(await linesOf(id)).toEqual([]);
  });

  test("the stage came back to the same while Step Functions was out: the wait is born answered, and the dossier examined again", async () => {
    const answered = {
      ...invitation(point("D-ENR-RIB", "2022-12-31", { answeredAt: now })),
      state: "answered" as const,
    };
    const id = await filed({ state: "under_instruction", seq: 5, invitation: answered });
    await registerWait(registration(id, "instruction", { seq: 3 }));
    expect(await waitOf(id)).toMatchObject({ state: "consumed", name: "instruction" });
    expect(await linesOf(id)).toMatchObject([{ kind: "resume" }]);
  });

  test("registered twice with the same token: once", async () => {
    const id = await toComplete();
    const wait = registration(id, "completion");
    await registerWait(wait);
    await registerWait(wait);
    expect((await store.items("tokens")).filter(({ token }) => token === wait.token)).toHaveLength(1);
    expect(await linesOf(id)).toEqual([]);
  });

  test("tried again with another token: the second one is answered, the first is forgotten", async () => {
    const id = await toComplete();
    await registerWait(registration(id, "completion", { token: "first" }));
    await registerWait(registration(id, "completion", { token: "second" }));
    expect(await act(id, { outcome: "completed" })).toBe("committed");
    const [line] = await linesOf(id);
    const { told, deps } = machines();
    await relayLine(deps, places.outbox(id, String(line?.wait)), now);
    expect(told).toEqual(['succeed second {"outcome":"completed"}']);
  });

  test("what it is for came before it: born consumed, and the relay answers it at once", async () => {
    const id = await filed({ state: "under_instruction", seq: 4 });
    await registerWait(registration(id, "completion", { token: "late" }));
    expect(await waitOf(id)).toMatchObject({ state: "consumed" });
    const [line] = await linesOf(id);
    const { told, deps } = machines();
    await relayLine(deps, places.outbox(id, String(line?.wait)), now);
    expect(told).toEqual(['succeed late {"outcome":"completed"}']);
  });

  test("a part of what was asked was answered before it: born consumed, though the state is the same", async () => {
    const points = [point("D-ENR-RIB", "2022-12-31", { answeredAt: now }), point("D-ENR-ID", "2022-12-31")];
    const id = await filed({ state: "to_complete", seq: 4, invitation: invitation(...points) });
    await registerWait(registration(id, "completion", { seq: 3 }));
    expect(await waitOf(id)).toMatchObject({ state: "consumed" });
  });

  test("consumed twice: the second act changes nothing and resumes nothing", async () => {
    const id = await toComplete();
    await registerWait(registration(id, "completion"));
    expect(await act(id, { outcome: "completed" })).toBe("committed");
    expect(await act(id, { outcome: "completed" })).toBe("committed");
    expect(await linesOf(id)).toHaveLength(1);
  });

  test("a foreign act, for another wait: nothing is resumed", async () => {
    const id = await filed({ state: "under_instruction" });
    await registerWait(registration(id, "instruction"));
    expect(await act(id, { outcome: "completed" })).toBe("committed");
    expect([await linesOf(id), (await waitOf(id))?.state]).toEqual([[], "open"]);
  });

  test("the last file settles while its wait is being registered: born consumed, for nobody else would resume it", async () => {
    const id = await filed({ state: "under_instruction" });
    const { inspection: _, ...unseen } = file("D-ENR-RIB", { verdict: "pending" });
    await put(places.pieces(id), { ...pieces({ "D-ENR-RIB": unseen }), dossierId: id });
    let settled = false;
    store.interfere(async ({ operation }) => {
      if (operation !== "TransactWriteItems" || settled) return undefined;
      settled = true;
      await put(places.pieces(id), { ...pieces({ "D-ENR-RIB": file("D-ENR-RIB") }), dossierId: id, rev: 2 });
      return undefined;
    });
    await registerWait(registration(id, "inspection"));
    store.letThrough();
    expect([settled, (await waitOf(id))?.state, (await linesOf(id)).length]).toEqual([true, "consumed", 1]);
  });

  test("opened between the reading of an act and its writing: the act is lost, and is decided again", async () => {
    const id = await toComplete();
    const early = resume(id, undefined, { names: ["completion"], at: now, output: { outcome: "completed" } });
    await registerWait(registration(id, "completion"));
    expect(await store.deps.records.commit(proofOfPlatform("outbox.relay"), early)).toBe("lost");
  });
});

describe("SEC-16 the relay", () => {
  async function resumed() {
    const id = await toComplete();
    await registerWait(registration(id, "completion", { token: `of-${id}` }));
    await act(id, { outcome: "completed" });
    const place = places.outbox(id, String((await linesOf(id))[0]?.wait));
    return { id, place };
  }

  test("a line carried twice: answered once, then marked and out of the list", async () => {
    const { id, place } = await resumed();
    const { told, deps } = machines();
    await relayLine(deps, place, now);
    await relayLine(deps, place, now);
    expect(told).toHaveLength(1);
    const [line] = await linesOf(id);
    expect(line).toMatchObject({ sentAt: now });
    expect(line).not.toHaveProperty("gpk");
  });

  test("Step Functions is out: the line stays in the list, and is carried once it is back", async () => {
    const { id, place } = await resumed();
    const { told, deps, answer } = machines();
    answer("out");
    await expect(relayLine(deps, place, now)).rejects.toThrow("out");
    expect((await linesOf(id))[0]).toHaveProperty("gpk");
    answer("answered");
    await relayLine(deps, place, now);
    expect(told).toHaveLength(1);
  });

  test("a crash between the answer and its mark: answered again, which Step Functions takes for over, then marked", async () => {
    const { id, place } = await resumed();
    const { told, deps, answer } = machines();
    store.interfere(({ operation }) => (operation === "TransactWriteItems" ? { status: 500, body: "{}" } : undefined));
    await expect(relayLine(deps, place, now)).rejects.toThrow();
    store.letThrough();
    answer("over");
    await relayLine(deps, place, now);
    expect([told.length, (await linesOf(id))[0]?.sentAt]).toEqual([2, now]);
  });

  test("nobody waits any more: the line is done", async () => {
    const { id, place } = await resumed();
    const { deps, answer } = machines();
    answer("over");
    await relayLine(deps, place, now);
    expect((await linesOf(id))[0]).toMatchObject({ sentAt: now });
    expect(await waitOf(id)).toMatchObject({ state: "consumed" });
  });

  test("a line that does not exist: nothing", async () => {
    const { told, deps } = machines();
    await relayLine(deps, places.outbox(randomUUID(), "none"), now);
    expect(told).toEqual([]);
  });
});

describe("SEG-6.1-29 the timer of an invitation", () => {
  const dueAt = at("2022-12-31T23:00:00Z");
  const step = (caseId: string, instant: string) => ({ v: 1, caseId, at: at(instant) });

  test("after its last day: rejected at the midnight of Paris that ends it, the wait over, the findings of each point", async () => {
    const id = await toComplete();
    await registerWait(registration(id, "completion"));
    expect(await expireCompletion(step(id, "2022-12-31T23:01:00Z"))).toEqual({ v: 1, stage: "rest", seq: 4 });
    const [event] = (await eventsOf(id)).map(({ text }) => JSON.parse(String(text)));
    expect(event).toMatchObject({
      type: "completion-delay-expired",
      at: dueAt,
      actor: "platform",
      findings: [{ rule: "SEG-6.1-29", outcome: "reject" }],
    });
    expect(await waitOf(id)).toMatchObject({ state: "consumed" });
    expect(await linesOf(id)).toEqual([]);
  });

  test("one millisecond before that midnight: nothing, it still waits", async () => {
    const id = await toComplete();
    expect(await expireCompletion(step(id, "2022-12-31T22:59:59.999Z"))).toMatchObject({ stage: "completion", dueAt });
    expect(await eventsOf(id)).toEqual([]);
  });

  test("fired twice: one event", async () => {
    const id = await toComplete();
    await expireCompletion(step(id, "2022-12-31T23:01:00Z"));
    await expireCompletion(step(id, "2022-12-31T23:01:00Z"));
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test("an answer was received in between: nothing, TaskTimedOut counts as done", async () => {
    const id = await filed({ state: "under_instruction", seq: 4 });
    expect(await expireCompletion(step(id, "2022-12-31T23:01:00Z"))).toMatchObject({ stage: "instruction" });
    expect(await eventsOf(id)).toEqual([]);
  });
});
