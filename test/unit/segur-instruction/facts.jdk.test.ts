import { describe, expect, jest, test } from "@jest/globals";
import { answers } from "../../../docs/openapi/schemas.ts";
import { type } from "../adapters/acts.ts";
import { day, distributor, editeur } from "../segur-solutions/samples.ts";
import {
  ask,
  colleague,
  eventsOf,
  filer,
  inHand,
  inQueue,
  instructor,
  itemOf,
  ordonnateur,
  outboxOf,
  store,
  useDesk,
} from "./desk.ts";
import { reason, reviewsOf } from "./made.ts";
import { settled } from "./settled.ts";

jest.setTimeout(60_000);
useDesk();

describe("facts settled by the instructor", () => {
  test("texts and reasons: sealed, nowhere in the clear, and read again by an officer", async () => {
    const id = await settled();
    const stored = JSON.stringify([await store.items("cases"), await store.items("events")]);
    for (const secret of ["Camille Morel", "FR7630006000011234567890189", reason]) expect(stored).not.toContain(secret);
    const [event] = await eventsOf(id);
    expect(event).toMatchObject({ type: "facts-reviewed", role: "instructor" });
    expect(event.data.reviews).toContainEqual({ fact: "formSigned", action: "override", value: true });
    expect(event.data.reviews).toContainEqual({ fact: "legalRep", action: "override" });
    const { json } = await ask(ordonnateur, "examination", id);
    expect(json.facts).toContainEqual({
      fact: "legalRep",
      label: "Représentant légal",
      supplier: "declared",
      piece: "D-ENR-FORM",
      reviewable: true,
      settled: true,
      origin: "reviewed",
      value: "Camille Morel",
      review: { action: "override", reason },
    });
    expect(json.ruling).toEqual({ kind: "decision", outcome: "enrolled" });
    expect(answers.examination.safeParse(json).error).toBeUndefined();
  });

  test("settled again at the next version: the key of the first texts seals the next ones", async () => {
    const id = await settled();
    const again = { reviews: [{ fact: "legalRep", action: "override", value: "Dominique Petit", reason }] };
    expect((await ask(instructor, "facts", id, { version: 4, json: again })).status).toBe(200);
    const { json } = await ask(instructor, "examination", id);
    const legalRep = json.facts.find(({ fact }: { fact: string }) => fact === "legalRep");
    expect(legalRep.value).toBe("Dominique Petit");
    expect(new Set((await store.items("sealed")).filter(({ pk }) => pk === id).map(({ key }) => key)).size).toBe(1);
  });

  test("facts that no instructor supplies, unknown ones, a value of another type: each refused, none recorded", async () => {
    const id = await inHand();
    const json = {
      reviews: [
        { fact: "referenced", action: "override", value: true, reason },
        { fact: "exception", action: "override", value: true, reason },
        { fact: "priority", action: "override", value: true, reason },
        { fact: "formSigned", action: "override", value: "oui", reason },
        { fact: "identityName", action: "confirm" },
      ],
    };
    const answer = await ask(instructor, "facts", id, { version: 3, json });
    expect([answer.status, type(answer)]).toEqual([422, "invalid-content"]);
    const pointers = answer.json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual([
      "/reviews/0/fact",
      "/reviews/1/fact",
      "/reviews/2/fact",
      "/reviews/3/value",
      "/reviews/4/action",
    ]);
    expect(answer.json.errors[0].reason).toContain("registre");
    expect(answer.json.errors[1].reason).toContain("le Fournisseur seul le déclare");
    expect(await eventsOf(id)).toEqual([]);
  });

  test("by an instructor who has not the dossier in hand, or by its filer: refused, each with its reason", async () => {
    const id = await inQueue();
    const nobody = await ask(instructor, "facts", id, { version: 3, json: reviewsOf() });
    expect([nobody.status, nobody.json.detail]).toEqual([409, expect.stringContaining("Prenez d'abord")]);
    await ask(instructor, "claim", id);
    const other = await ask(colleague, "facts", id, { version: 3, json: reviewsOf() });
    expect([other.status, other.json.detail]).toEqual([409, expect.stringContaining(instructor.memberId)]);
    expect((await ask(filer, "facts", id, { version: 3, json: reviewsOf() })).status).toBe(403);
  });

  test("SEC-34 without the version read: 428; of a stale one: 412", async () => {
    const id = await inHand();
    expect((await ask(instructor, "facts", id, { json: reviewsOf() })).status).toBe(428);
    expect((await ask(instructor, "facts", id, { version: 2, json: reviewsOf() })).status).toBe(412);
  });
});

const point = { piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06" };

describe("SEG-6.1-29 an invitation to complete", () => {
  test("typed points: recorded with their findings, the work leaves the queue, the execution is resumed once", async () => {
    const id = await settled();
    const json = { points: [point, { piece: "D-ENR-ID", defect: "expired", rule: "SEG-3.1-07", dueOn: "2022-12-02" }] };
    const answer = await ask(instructor, "invitation", id, { version: 4, json });
    expect([answer.status, answer.json.state]).toEqual([200, "to_complete"]);
    const event = (await eventsOf(id)).at(-1);
    expect(event.type).toBe("piece-or-field-missing");
    expect(event.data.points).toEqual([{ ...point, dueOn: "2022-12-31" }, json.points[1]]);
    expect(event.findings.map(({ rule, outcome }: { rule: string; outcome: string }) => [rule, outcome])).toEqual([
      ["SEG-3.1-06", "to_complete"],
      ["SEG-3.1-07", "to_complete"],
    ]);
    const task = await itemOf(id, "TASK");
    expect([task!.state, task!.gpk]).toEqual(["closed", undefined]);
    expect(await itemOf(id, "WAIT")).toMatchObject({ state: "consumed" });
    expect(await outboxOf(id)).toMatchObject([{ kind: "resume", output: { outcome: "invited" } }]);
  });

  test("SEG-3.2-04 a distributor that filed as an Editeur: its quality settled, and the mandat is asked for", async () => {
    const solution = { editeurSiret: distributor, distributors: [{ siret: editeur, declaredOn: day("2022-06-10") }] };
    const id = await settled({ solution });
    const ruling = async () => (await ask(instructor, "examination", id)).json.ruling;
    expect(await ruling()).toEqual({ kind: "to-complete" });
    const mandat = { points: [{ piece: "D-ENR-MANDAT", defect: "missing", rule: "SEG-3.2-05" }] };
    expect((await ask(instructor, "invitation", id, { version: 4, json: mandat })).status).toBe(422);
    const quality = { reviews: [{ fact: "role", action: "correct", value: "distributeur", reason }] };
    expect((await ask(instructor, "facts", id, { version: 4, json: quality })).status).toBe(200);
    expect((await eventsOf(id)).at(-1).data.reviews).toEqual([
      { fact: "role", action: "correct", value: "distributeur" },
    ]);
    expect(await ruling()).toEqual({ kind: "to-complete" });
    const { status, json } = await ask(instructor, "invitation", id, { version: 5, json: mandat });
    expect([status, json.state]).toEqual([200, "to_complete"]);
    const due = json.pieces.find(({ code }: { code: string }) => code === "D-ENR-MANDAT");
    expect(due).toMatchObject({ due: "required" });
  });

  test("what was settled of the pieces asked for is open again; the rest stays settled", async () => {
    const id = await settled();
    await ask(instructor, "invitation", id, { version: 4, json: { points: [point] } });
    const { json } = await ask(instructor, "examination", id);
    const open = json.facts.filter(({ settled }: { settled: boolean }) => !settled);
    expect(open.map(({ fact }: { fact: string }) => fact)).toEqual(["ribIban", "dossierComplete"]);
  });

  test("a second one while the first is open: refused, by the state of the dossier", async () => {
    const id = await inHand();
    await ask(instructor, "invitation", id, { version: 3, json: { points: [point] } });
    const again = await ask(instructor, "invitation", id, { version: 4, json: { points: [point] } });
    expect([again.status, again.json.detail]).toEqual([409, expect.stringContaining("À compléter")]);
  });

  test("an execution that waits for something else, or not yet: the invitation is recorded all the same", async () => {
    const other = await inHand({ wait: { name: "inspection" } });
    const none = await inHand({ wait: null });
    for (const id of [other, none]) {
      expect((await ask(instructor, "invitation", id, { version: 3, json: { points: [point] } })).status).toBe(200);
      expect(await outboxOf(id)).toEqual([]);
    }
    expect(await itemOf(other, "WAIT")).toMatchObject({ state: "open" });
  });
});
