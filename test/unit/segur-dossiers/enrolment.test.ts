import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { answers } from "../../../docs/openapi/schemas.ts";
import { calendarVersionAt } from "../../../shared/domain/segur/calendar-version.ts";
import {
  afterWithdrawal,
  createDossierBody,
  type Enrolment,
  enrolmentLine,
  enrolmentView,
} from "../../../shared/domain/segur/enrolment.ts";
import { enrolmentLifecycle, enrolmentStates } from "../../../shared/domain/segur/lifecycle-enrolment.ts";
import { Problem } from "../../../shared/kernel/problem.ts";
import { instantSchema } from "../../../shared/kernel/time.ts";

const id = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";
const at = instantSchema.parse("2032-03-04T05:06:07.089Z");

const enrolment = (changes: Partial<Enrolment> = {}): Enrolment => ({
  v: 1,
  kind: "enrolment",
  id,
  owner: id,
  siret: "73282932000074",
  programme: "BIO-SGL-Va1",
  state: "draft",
  declared: { role: "editeur", depositorIsLegalRep: true, exception: false },
  seq: 1,
  hash: "canary-hash",
  createdAt: at,
  gpk: "canary-gpk",
  gsk: "canary-gsk",
  ...changes,
});

describe("SEG-2-16 withdrawal of a draft", () => {
  test("a draft: withdrawn", () => {
    expect(afterWithdrawal("draft")).toBe("withdrawn");
  });

  test.each(enrolmentStates.filter((state) => state !== "draft"))(
    "a dossier %s: refused, with the state expected and the state read in words",
    (state) => {
      expect(() => afterWithdrawal(state)).toThrow(Problem);
      expect(() => afterWithdrawal(state)).toThrow(
        expect.objectContaining({
          code: "illegal-transition",
          detail: expect.stringContaining(enrolmentLifecycle.states[state]),
          findings: [
            expect.objectContaining({
              rule: "SEG-2-16",
              expected: enrolmentLifecycle.states.draft,
              read: enrolmentLifecycle.states[state],
            }),
          ],
        }),
      );
    },
  );
});

describe("a dossier as its parties read it", () => {
  test.each(enrolmentStates)(
    "in the state %s: as the published schemas say; received unless draft or withdrawn",
    (state) => {
      const view = enrolmentView(enrolment({ state }));
      expect(answers.dossier.safeParse(view).error).toBeUndefined();
      expect(view.received).toBe(!["draft", "withdrawn"].includes(state));
      expect(answers.dossiers.safeParse({ items: [enrolmentLine(enrolment({ state }))] }).error).toBeUndefined();
    },
  );

  test("its chain hash and its place in indexes: not shown", () => {
    expect(JSON.stringify([enrolmentView(enrolment()), enrolmentLine(enrolment())])).not.toContain("canary");
  });

  test("SEG-3.1-08, SEG-3.1-09 what an instructor settled of its situation: the pieces due are those, what it declared stays", () => {
    const settled = (value: string | boolean) => ({ action: "override" as const, seq: 4, value });
    const view = (reviews: Enrolment["reviews"]) => answers.dossier.parse(enrolmentView(enrolment({ reviews })));
    const due = (reviews: Enrolment["reviews"]) =>
      view(reviews)
        .pieces.filter((piece) => piece.due === "required")
        .map(({ code }) => code);
    const usual = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"];
    expect(due(undefined)).toEqual(usual);
    expect(due({ role: settled("distributeur") })).toEqual([...usual, "D-ENR-MANDAT"]);
    expect(due({ depositorIsLegalRep: settled(false) })).toEqual([...usual, "D-ENR-POUVOIRS"]);
    expect(view({ role: settled("distributeur") }).declared).toMatchObject({ role: "editeur" });
  });

  test("whatever is declared: every piece is listed once, each with its rule and why", () => {
    const declared = fc.record({
      role: fc.constantFrom("editeur" as const, "distributeur" as const),
      depositorIsLegalRep: fc.boolean(),
      exception: fc.boolean(),
    });
    const codes = enrolmentView(enrolment()).pieces.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    fc.assert(
      fc.property(declared, (given) => {
        const view = answers.dossier.parse(enrolmentView(enrolment({ declared: given })));
        expect(view.pieces.map(({ code }) => code)).toEqual(codes);
        expect(view.pieces.every(({ why, rule }) => why !== "" && /^SEG-\d/.test(rule))).toBe(true);
      }),
    );
  });
});

describe("the calendar under which an act is recorded", () => {
  test("the last millisecond before V1 was published in Paris: refused; the first of that day: V1", () => {
    const before = instantSchema.parse("2021-08-12T21:59:59.999Z");
    expect(() => calendarVersionAt(before)).toThrow(expect.objectContaining({ code: "illegal-transition" }));
    expect(calendarVersionAt(instantSchema.parse("2021-08-12T22:00:00.000Z"))).toBe("V1");
  });
});

describe("the body that opens a dossier", () => {
  const body = { programme: "BIO-SGL-Va1", declared: { role: "editeur", depositorIsLegalRep: true, exception: false } };
  const read = (changes: object) => createDossierBody.safeParse({ ...body, ...changes });
  const declaring = (changes: object) => read({ declared: { ...body.declared, ...changes } });

  test("another programme, a role that none may file in, a fact of another supplier, an owner: refused", () => {
    expect(read({}).success).toBe(true);
    expect(read({ programme: "BIO-SGL-Va2" }).success).toBe(false);
    expect(declaring({ role: "ans" }).success).toBe(false);
    expect(declaring({ receivedAt: "2032-03-04T05:06:07.089Z" }).success).toBe(false);
    expect(read({ owner: "other" }).success).toBe(false);
    expect(read({ state: "enrolled" }).success).toBe(false);
  });

  test("a form number with spaces around: trimmed; of 61 characters, empty or with markup: refused", () => {
    expect(declaring({ formNumber: " F-2022/17 " }).data?.declared.formNumber).toBe("F-2022/17");
    for (const formNumber of ["a".repeat(61), " ", "<b>1</b>", "1\n2"]) {
      expect(declaring({ formNumber }).success).toBe(false);
    }
  });
});
