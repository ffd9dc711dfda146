import { describe, expect, test } from "@jest/globals";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import {
  type FactsPool,
  factsPool,
  factsRead,
  factsToJudge,
  type OpenedTexts,
} from "../../../shared/domain/segur/facts-pool.ts";
import { at } from "../segur-workflow/made.ts";
import { complete, solution, texts } from "./made.ts";

const now = at("2022-12-01T10:00:00Z");
const poolOf = (changes: Partial<Enrolment> = {}, opened: Partial<OpenedTexts> = {}) =>
  factsPool({ dossier: complete(changes), applicant: "Labonova", solution, at: now, texts: texts(opened) });
const fact = (pool: FactsPool, name: Parameters<FactsPool["facts"]["get"]>[0]) => pool.facts.get(name);

const evidence = (facts: Record<string, boolean> = {}, sealed: string[] = []) => ({
  evidence: { seq: 3, subject: "s", versions: [], facts, sealed },
});
const review = (changes: object = {}) => ({ action: "override" as const, seq: 4, ...changes });

describe("the facts of a dossier", () => {
  test("what a machine read on a piece: known, and no ground for a decision until an instructor settles it", () => {
    const pool = poolOf(evidence({ formSigned: true }, ["ribIban"]), {
      read: { ribIban: "FR7630006000011234567890189" },
    });
    expect(fact(pool, "formSigned")).toEqual({ origin: "read", value: true });
    expect(factsToJudge(pool, { settled: false })).toMatchObject({ formSigned: true, ribIban: expect.any(String) });
    expect(factsToJudge(pool, { settled: true })).not.toHaveProperty("formSigned");
    expect(factsToJudge(pool, { settled: true })).not.toHaveProperty("ribIban");
  });

  test("a fact settled by an instructor: it prevails over what was read, and what was read stays known", () => {
    const head = { ...evidence({}, ["ribIban"]), reviews: { ribIban: review(), identityName: review({ none: true }) } };
    const opened = {
      read: { ribIban: "FR7630006000011234567890189" },
      reviewed: { ribIban: "FR1420041010050500013M02606" },
    };
    const pool = poolOf(head, opened);
    expect(fact(pool, "ribIban")).toEqual({ origin: "reviewed", value: "FR1420041010050500013M02606" });
    expect(fact(pool, "identityName")).toEqual({ origin: "reviewed", value: null });
    expect(factsRead(complete(head), texts(opened)).ribIban).toBe("FR7630006000011234567890189");
  });

  test.each([
    ["of a type that the dictionary does not admit", evidence({ identityType: true })],
    ["that is none of those a piece says", evidence({ referenced: true, competitiveMarket: true })],
    ["on a piece that is no longer filed", { ...evidence({ formSigned: true }), filed: {} }],
  ])("something read %s: not a fact", (_, head) => {
    const { facts } = poolOf(head);
    expect([...facts].filter(([, { origin }]) => origin === "read")).toEqual([]);
  });

  test("a piece that was not filed: it says nothing, and that is known", () => {
    expect(factsToJudge(poolOf({ filed: {} }), { settled: true })).toMatchObject({
      pieces: [],
      rib: false,
      ribIban: null,
      identityType: null,
      mandatSolution: null,
    });
  });

  test("a depositor who is the legal representative: no other depositor; another, not named: unknown", () => {
    const { declared } = complete();
    expect(fact(poolOf(), "depositor")).toEqual({ origin: "declared", value: null });
    expect(fact(poolOf({ declared: { ...declared, depositorIsLegalRep: false } }), "depositor")).toBeUndefined();
  });

  test("the number on the form, corrected by the instructor: the register is asked for that one", () => {
    expect(fact(poolOf(), "ansRegister")).toEqual({ origin: "register", value: true });
    const corrected = poolOf({ reviews: { formNumber: review() } }, { reviewed: { formNumber: "SGL-2022-9999" } });
    expect(fact(corrected, "ansRegister")).toEqual({ origin: "register", value: false });
  });

  test("what the filer declared of itself, settled otherwise by an instructor: what was settled prevails", () => {
    expect(fact(poolOf(), "role")).toEqual({ origin: "declared", value: "editeur" });
    const reviews = { role: review({ value: "distributeur" }), depositorIsLegalRep: review({ value: false }) };
    const pool = poolOf({ reviews });
    expect(fact(pool, "role")).toEqual({ origin: "reviewed", value: "distributeur" });
    expect(fact(pool, "depositorIsLegalRep")).toEqual({ origin: "reviewed", value: false });
    expect(factsToJudge(pool, { settled: true })).toMatchObject({ role: "distributeur", depositorIsLegalRep: false });
    expect(factsRead(complete({ reviews }), texts())).toMatchObject({ role: "editeur", depositorIsLegalRep: true });
  });

  test.each([
    ["a quality that the dictionary does not admit", { role: review({ value: "ans" }) }],
    ["the exception, which the filer alone declares", { exception: review({ value: true }) }],
  ])("settled: %s: not a fact", (_, reviews) => {
    const pool = poolOf({ reviews });
    expect([...pool.facts].filter(([, { origin }]) => origin === "reviewed")).toEqual([]);
    expect(factsToJudge(pool, { settled: true })).toMatchObject({ role: "editeur", exception: false });
  });

  test("SEG-2-17 whether the exception is admitted: nobody has said, until an instructor settles it either way", () => {
    expect(fact(poolOf(), "exceptionAdmitted")).toEqual({ origin: "record", value: null });
    for (const value of [true, false]) {
      const pool = poolOf({ reviews: { exceptionAdmitted: review({ value }) } });
      expect(fact(pool, "exceptionAdmitted")).toEqual({ origin: "reviewed", value });
    }
    const none = poolOf({ reviews: { exceptionAdmitted: review({ none: true }) } });
    expect(factsToJudge(none, { settled: true })).toMatchObject({ exceptionAdmitted: null });
  });

  test("SEG-H-08 the calendar in force at the reception gives the dates, whatever the day of the decision", () => {
    const pool = poolOf({ receivedAt: at("2022-11-27T22:59:59.999Z") });
    expect(fact(pool, "fermetureAt")).toEqual({ origin: "calendar", value: at("2022-11-30T13:00:00Z") });
    expect(fact(poolOf({ receivedAt: at("2022-04-01T10:00:00Z") }), "fermetureAt")?.value).toBe("unknown");
  });

  test("a dossier without date of reception: nothing is judged by it", () => {
    const { receivedAt: _, ...never } = complete();
    const pool = factsPool({ dossier: never, applicant: "Labonova", solution, at: now, texts: texts() });
    expect(fact(pool, "receivedAt")).toBeUndefined();
  });
});
