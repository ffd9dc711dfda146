import { randomUUID } from "node:crypto";
import { describe, expect, jest, test } from "@jest/globals";
import type { PieceFile } from "../../../shared/domain/segur/dossier-pieces.ts";
import { places } from "../../../shared/ports/places.ts";
import { type } from "../adapters/acts.ts";
import { file } from "../segur-workflow/made.ts";
import {
  ask,
  colleague,
  eventsOf,
  filer,
  inQueue,
  instructor,
  itemOf,
  joining,
  now,
  ordonnateur,
  outboxOf,
  put,
  store,
  useDesk,
} from "./desk.ts";
import { decide, settled } from "./settled.ts";

jest.setTimeout(60_000);
useDesk();

const inspected = file("D-ENR-RIB").inspection!;
const usable = {
  "D-ENR-FORM": file("D-ENR-FORM"),
  "D-ENR-RAPPORT": file("D-ENR-RAPPORT"),
  "D-ENR-ID": file("D-ENR-ID"),
};

describe("the decision", () => {
  test("SEG-3.2-02 every condition met: enrolled, with a finding of every rule, and the execution goes on", async () => {
    const id = await settled();
    const answer = await decide(id, "enrolled");
    expect([answer.status, answer.json.state]).toEqual([200, "enrolled"]);
    const event = (await eventsOf(id)).at(-1);
    expect(event).toMatchObject({ type: "found-eligible", role: "instructor", calendar: "V1.4" });
    const rules = event.findings.map(({ rule }: { rule: string }) => rule);
    expect(rules).toEqual(expect.arrayContaining(["SEG-3.1-01", "SEG-3.2-02", "SEG-3.2-09", "SEG-4.1-02"]));
    expect(await itemOf(id, "TASK")).toMatchObject({ state: "closed" });
    expect(await outboxOf(id)).toMatchObject([{ kind: "resume", output: { outcome: "decided" } }]);
  });

  test("SEG-2-17 under the exception of §2: enrolled while ANS has not decided", async () => {
    const declared = { role: "editeur", depositorIsLegalRep: true, exception: true, formNumber: "DEM-2022-7" } as const;
    const solution = {
      state: "complete_file",
      number: undefined,
      decision: undefined,
      completeFileReceivedAt: "2022-06-15T11:00:00.000Z" as never,
    } as const;
    const id = await settled({ head: { declared }, solution });
    const answer = await decide(id, "enrolled-pending-referencement");
    expect([answer.status, answer.json.state]).toEqual([200, "enrolled_pending_referencement"]);
    expect(await outboxOf(id)).toMatchObject([{ output: { outcome: "pending-referencement" } }]);
  });

  test("SEG-3.2-06 a Solution outside the market: rejected, and nothing else", async () => {
    const id = await settled({}, { exclusiveOwnUse: true });
    const asked = await decide(id, "enrolled");
    expect([asked.status, type(asked)]).toEqual([409, "illegal-transition"]);
    expect(asked.json.findings).toContainEqual(expect.objectContaining({ rule: "SEG-3.2-06", outcome: "reject" }));
    const answer = await decide(id, "rejected");
    expect([answer.status, answer.json.state]).toEqual([200, "rejected"]);
  });

  test("a decision on the officer's word alone: an eligible dossier is not rejected", async () => {
    const id = await settled();
    const { status, json } = await decide(id, "rejected");
    expect([status, json.detail]).toEqual([409, expect.stringContaining("de droit")]);
    expect((await itemOf(id, "HEAD"))!.state).toBe("under_instruction");
  });

  test("a fact that nobody settled: refused, and it is named in words", async () => {
    const id = await settled({}, { competitiveMarket: undefined, ribIban: undefined });
    const { status, json } = await decide(id, "enrolled");
    expect([status, json.detail]).toEqual([422, expect.stringContaining("2 éléments restent")]);
    expect(json.errors).toEqual([
      { pointer: "/facts/ribIban", reason: expect.stringContaining("IBAN lu sur le RIB") },
      { pointer: "/facts/competitiveMarket", reason: expect.stringContaining("marché concurrentiel") },
    ]);
  });

  test("SEG-3.1-06 a RIB of another account: the dossier is to be completed first", async () => {
    const id = await settled({}, { ribIban: "FR1420041010050500013M02606" });
    const { status, json } = await decide(id, "enrolled");
    expect([status, json.detail]).toEqual([409, expect.stringContaining("invitez")]);
  });

  test("SEG-3.2-03 a doubt that the text does not name: left to the instructor, who has to settle it", async () => {
    const id = await settled({}, { marketSituation: "other_suspicion" });
    const { status, json } = await decide(id, "enrolled");
    expect([status, json.detail]).toEqual([422, expect.stringContaining("appréciation")]);
  });

  test("SEG-3.2-04 a Fournisseur that the register knows neither as Editeur nor as distributor: rejected", async () => {
    const id = await settled({ solution: { editeurSiret: "44332240900014" } });
    expect((await ask(instructor, "examination", id)).json.ruling).toEqual({ kind: "decision", outcome: "rejected" });
    expect((await decide(id, "rejected")).json.state).toBe("rejected");
  });

  test.each([
    ["infected", { verdict: "infected", inspection: undefined }, /menace/],
    ["not inspected", { inspection: { ...inspected, standing: "not-inspected" } }, /ouvert sans risque/],
    ["still scanned", { verdict: "pending", inspection: undefined }, /en cours/],
  ] as const)("a piece %s: nothing is decided, and the piece is named", async (_, changes, says) => {
    const rib = file("D-ENR-RIB", changes as Partial<PieceFile>);
    const id = await settled({ files: { ...usable, "D-ENR-RIB": rib } });
    const { status, json } = await decide(id, "enrolled");
    expect(status).toBe(409);
    expect(json.errors).toEqual([{ pointer: "/pieces/D-ENR-RIB", reason: expect.stringMatching(says) }]);
  });

  test("SEC-34 by an officer who has not the dossier in hand: refused, and reads who has", async () => {
    const id = await settled();
    const { status, json } = await decide(id, "enrolled", colleague);
    expect([status, json.detail]).toEqual([409, expect.stringContaining(instructor.memberId)]);
  });

  test("SEC-34 by two officers at once, each having had it in hand: one decision, the other reads that all has changed", async () => {
    const id = await settled();
    let done = false;
    store.interfere(async ({ operation }) => {
      if (operation !== "TransactWriteItems" || done) return undefined;
      done = true;
      await ask(instructor, "release", id);
      await ask(colleague, "claim", id);
      expect((await decide(id, "enrolled", colleague)).status).toBe(200);
      return undefined;
    });
    const late = await decide(id, "enrolled");
    expect([late.status, type(late)]).toEqual([412, "version-changed"]);
    expect((await eventsOf(id)).map((event) => event.type)).toEqual(["facts-reviewed", "found-eligible"]);
  });

  test("asked twice with one key: one decision, the same answer; with another key: refused, with the date", async () => {
    const id = await settled();
    const key = randomUUID();
    const first = await decide(id, "enrolled", instructor, 4, key);
    expect((await decide(id, "enrolled", instructor, 4, key)).json).toEqual(first.json);
    const again = await decide(id, "enrolled", instructor, 5);
    expect([again.status, again.json.detail]).toEqual([409, expect.stringContaining("1er décembre 2022")]);
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test("by the filer: refused, with the rule that names who decides", async () => {
    const id = await settled();
    const { status, json } = await decide(id, "enrolled", filer);
    expect([status, json.detail]).toEqual([403, expect.stringContaining("SEG-3.2-02")]);
  });

  test("the register changed between the read and the write: the decision is taken again on what it says now", async () => {
    const id = await settled();
    const head = await itemOf(id, "HEAD");
    const place = places.solution(head!.solution);
    let done = false;
    store.interfere(async ({ operation }) => {
      if (operation !== "TransactWriteItems" || done) return undefined;
      done = true;
      const solution = (await store.items("cases")).find(({ pk }) => pk === place.pk)!;
      await put(place, { ...solution, editeurSiret: "44332240900014", seq: solution.seq + 1, hash: "1".repeat(64) });
      return undefined;
    });
    const { status, json } = await decide(id, "enrolled");
    expect([status, json.findings.some(({ rule }: { rule: string }) => rule === "SEG-3.2-04")]).toEqual([409, true]);
  });
});

describe("a refusal withdrawn", () => {
  const rejected = async () => {
    const id = await settled({}, { exclusiveOwnUse: true });
    await decide(id, "rejected");
    return id;
  };
  const reopen = (who: typeof instructor, id: string, version = 5) =>
    ask(who, "reopening", id, { version, json: { reason: "Pièce nouvelle au dossier" } });

  test("by an authorising officer: under instruction again, the decision void and readable, a new execution", async () => {
    const id = await rejected();
    const answer = await reopen(ordonnateur, id);
    expect([answer.status, answer.json.state]).toEqual([200, "under_instruction"]);
    expect(answer.json.decisions).toMatchObject([{ event: "found-not-eligible", voidSince: now }]);
    const event = (await eventsOf(id)).at(-1);
    expect(event).toMatchObject({ type: "reopened", role: "authorising-officer", data: {} });
    expect(event.findings).toMatchObject([{ rule: "SEG-3.2-02", outcome: "log", provenance: "interpretation" }]);
    expect(event.sealed.map(({ field }: { field: string }) => field)).toEqual(["reason"]);
    const starts = (await outboxOf(id)).filter(({ kind }) => kind === "start");
    expect(starts).toMatchObject([{ machine: "enrolment", name: `${id}-6`, input: { caseId: id, seq: 6 } }]);
  });

  test("by the person who decided, under another account: refused, another person decides", async () => {
    const id = await rejected();
    const { by } = (await itemOf(id, "HEAD"))!.decisions[0];
    const twin = await joining(["authorising-officer"], by);
    const { status, json } = await reopen(twin, id);
    expect([status, json.detail]).toEqual([403, expect.stringContaining("une autre personne")]);
    expect((await itemOf(id, "HEAD"))!.state).toBe("rejected");
  });

  test("by an instructor: refused; of a dossier under instruction: not possible in that state", async () => {
    const id = await rejected();
    expect((await reopen(colleague, id)).status).toBe(403);
    const open = await inQueue();
    const { status, json } = await reopen(ordonnateur, open, 3);
    expect([status, json.detail]).toEqual([409, expect.stringContaining("En instruction")]);
  });
});
