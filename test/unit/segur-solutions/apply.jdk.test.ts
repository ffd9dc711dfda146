import { randomUUID } from "node:crypto";
import { describe, expect, jest, test } from "@jest/globals";
import { places } from "../../../shared/ports/places.ts";
import {
  apply,
  completed,
  eventsOf,
  filed,
  grantIt,
  itemAt,
  put,
  refuseIt,
  store,
  told,
  useRegister,
  waiting,
  withdrawIt,
} from "./register-acts.ts";
import { dossier, instant } from "./samples.ts";

jest.setTimeout(120_000);
useRegister();

const none = { batchItemFailures: [] };
const grantedAt = "2022-05-10T08:00:00.000Z";
const withdrawnAt = "2022-06-21T08:00:00.000Z";
const stateOf = async (id: string) => (await itemAt(places.dossier(id)))?.state;
const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

describe("what follows from the word of ANS", () => {
  test("SEG-2-19 the grant: enrolled at the instant of ANS, its execution resumed, by the platform", async () => {
    const solution = await completed();
    const id = await filed(solution);
    const wait = await waiting(id);
    await grantIt(solution, "SGL-19", grantedAt);
    expect(await apply(told("referencement", solution))).toEqual(none);

    expect(await itemAt(places.dossier(id))).toMatchObject({ state: "enrolled", seq: 10, solution });
    expect(await eventsOf(id)).toMatchObject([
      {
        type: "referencement-granted",
        at: grantedAt,
        actor: "platform",
        data: { number: "SGL-19", pronouncedOn: "2022-05-10", solution },
        findings: [{ rule: "SEG-2-19", outcome: "accept" }],
      },
    ]);
    expect(await itemAt(places.wait(id))).toMatchObject({ state: "consumed" });
    expect(await itemAt(places.outbox(id, wait))).toMatchObject({
      kind: "resume",
      wait,
      at: grantedAt,
      output: { outcome: "granted" },
    });
  });

  test("SEG-2-20 the refusal: lapsed, its execution resumed", async () => {
    const solution = await completed();
    const id = await filed(solution);
    const wait = await waiting(id);
    await refuseIt(solution);
    await apply(told("referencement", solution, "referencement-refused"));
    expect(await stateOf(id)).toBe("lapsed");
    expect(await eventsOf(id)).toMatchObject([{ findings: [{ rule: "SEG-2-20", outcome: "reject" }] }]);
    expect(await itemAt(places.outbox(id, wait))).toMatchObject({ output: { outcome: "refused" } });
  });

  test("SEG-7-07 the withdrawal: suspended", async () => {
    const solution = await completed();
    const id = await filed(solution, { state: "enrolled" });
    await grantIt(solution, randomUUID(), grantedAt);
    await withdrawIt(solution, withdrawnAt);
    await apply(told("referencement", solution, "referencement-withdrawn"));
    expect(await stateOf(id)).toBe("suspended");
    expect(await eventsOf(id)).toMatchObject([{ at: withdrawnAt, findings: [{ rule: "SEG-7-07" }] }]);
  });

  test("more dossiers than one page of links: each of them, once", async () => {
    const solution = await completed();
    const ids = await Promise.all(Array.from({ length: 101 }, () => filed(solution)));
    await grantIt(solution);
    expect(await apply(told("referencement", solution))).toEqual(none);
    const heads = (await store.items("cases")).filter(
      ({ pk, sk }) => sk === "HEAD" && ids.includes(String(pk).slice(5)),
    );
    expect(heads.map(({ state, seq }) => [state, seq])).toEqual(ids.map(() => ["enrolled", 10]));
  });

  test("dossiers in instruction, in a draft, rejected: left to themselves", async () => {
    const solution = await completed();
    const states = ["draft", "submitted", "under_instruction", "to_complete", "rejected", "withdrawn"] as const;
    const ids = await Promise.all(states.map((state) => filed(solution, { state })));
    await grantIt(solution);
    await withdrawIt(solution);
    await apply(told("referencement", solution));
    expect(await Promise.all(ids.map(stateOf))).toEqual([...states]);
  });
});

describe("SEC-32 messages twice, late, in any order", () => {
  test("the grant and the withdrawal, each told twice, the last first: enrolled, then suspended, one event each", async () => {
    const solution = await completed();
    const id = await filed(solution);
    await grantIt(solution, randomUUID(), grantedAt);
    await withdrawIt(solution, withdrawnAt);
    const [grant, withdrawal] = [told("referencement", solution), told("referencement", solution)];
    await apply(withdrawal, grant, withdrawal);
    await apply(grant);
    expect(await eventsOf(id)).toMatchObject([
      { type: "referencement-granted", at: grantedAt },
      { type: "referencement-withdrawn", at: withdrawnAt },
    ]);
  });

  test("two at the same time: one event", async () => {
    const solution = await completed();
    const id = await filed(solution);
    await waiting(id);
    await grantIt(solution);
    await Promise.all([apply(told("referencement", solution)), apply(told("referencement", solution))]);
    expect(await typesOf(id)).toEqual(["referencement-granted"]);
  });

  test("a Solution of which ANS has decided nothing: nothing follows, nothing is written", async () => {
    const solution = await completed();
    const id = await filed(solution);
    store.operations();
    await apply(told("referencement", solution, "complete-evidence-submitted"));
    expect(store.operations()).not.toContain("TransactWriteItems");
    expect(await eventsOf(id)).toEqual([]);
  });

  test("a message that cannot be read, one of an unknown chain: they come back; the others are done", async () => {
    const solution = await completed();
    const id = await filed(solution);
    await grantIt(solution);
    const poison = { messageId: "poison", body: "{" };
    const unknown = { ...told("referencement", randomUUID()), messageId: "unknown" };
    const answer = await apply(poison, unknown, told("referencement", solution));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "poison" }, { itemIdentifier: "unknown" }] });
    expect(await stateOf(id)).toBe("enrolled");
  });
});

describe("ANS was faster than the operator", () => {
  /** A dossier decided on what the register said a moment ago. */
  const decidedAt = instant("2022-05-10T09:00:00.000Z");
  const decided = (solution: string) =>
    filed(solution, { decisions: [{ seq: 9, at: decidedAt, event: "found-eligible-under-exception" }] });

  test("the grant came while the operator decided: the dossier's own event carries it on, at the operator's instant", async () => {
    const solution = await completed();
    await grantIt(solution, randomUUID(), grantedAt);
    const id = await decided(solution);
    await apply(told("enrolment", id, "found-eligible-under-exception"));
    expect(await eventsOf(id)).toMatchObject([{ type: "referencement-granted", at: decidedAt }]);
  });

  test("no wait was open yet: the wait that opens afterwards makes the effect be read again, and none is lost", async () => {
    const solution = await completed();
    await grantIt(solution, randomUUID(), grantedAt);
    const id = await decided(solution);
    let opened = false;
    store.interfere(async ({ operation }) => {
      if (operation !== "TransactWriteItems" || opened) return undefined;
      opened = true;
      await waiting(id);
      return undefined;
    });
    await apply(told("enrolment", id));
    expect(await typesOf(id)).toEqual(["referencement-granted"]);
    expect(await itemAt(places.wait(id))).toMatchObject({ state: "consumed" });
  });

  test("withdrawn before it was enrolled: suspended at once", async () => {
    const solution = await completed();
    await grantIt(solution);
    await withdrawIt(solution);
    const id = await filed(solution, { state: "enrolled" });
    await apply(told("enrolment", id, "found-eligible"));
    expect(await stateOf(id)).toBe("suspended");
  });
});

describe("a Solution that ANS told of after the dossier was filed", () => {
  /** A dossier that names a number and is linked to nothing. */
  async function unlinked(formNumber: string): Promise<string> {
    const id = randomUUID();
    const declared = { role: "editeur", depositorIsLegalRep: true, exception: true, formNumber } as const;
    await put(places.dossier(id), dossier({ id, declared }));
    return id;
  }

  test("its number is found once it is enrolled: the dossier is linked, so that the grant finds it", async () => {
    const solution = await completed("DEM-LATE-1");
    const id = await unlinked("dem-late-1");
    await apply(told("enrolment", id));
    expect(await eventsOf(id)).toEqual([]);
    expect(await itemAt(places.solutionDossier(solution, id))).toMatchObject({ dossierId: id });
    await grantIt(solution);
    await apply(told("referencement", solution));
    expect(await itemAt(places.dossier(id))).toMatchObject({ state: "enrolled", solution });
  });

  test("ANS grants between the reading and the link: the grant is carried on instead", async () => {
    const solution = await completed("DEM-LATE-2");
    const id = await unlinked("DEM-LATE-2");
    let done = false;
    store.interfere(async ({ operation }) => {
      if (operation !== "TransactWriteItems" || done) return undefined;
      done = true;
      await grantIt(solution);
      return undefined;
    });
    const first = await apply(told("enrolment", id));
    // Another effect than the one that was looked for has become due: the message comes back.
    expect(first.batchItemFailures).toHaveLength(1);
    expect(await apply(told("enrolment", id))).toEqual(none);
    expect(await stateOf(id)).toBe("enrolled");
  });

  test("a number that leads to no Solution, or none at all: nothing", async () => {
    const id = await unlinked("NOBODY-S");
    expect(await apply(told("enrolment", id))).toEqual(none);
    expect(await stateOf(id)).toBe("enrolled_pending_referencement");
  });
});
