import { describe, expect, test } from "@jest/globals";
import { demandRuling, rulingOf } from "../../../shared/domain/segur/decision.ts";
import { factsPool, factsToJudge } from "../../../shared/domain/segur/facts-pool.ts";
import { refusal } from "../segur-solutions/samples.ts";
import { at } from "../segur-workflow/made.ts";
import { complete, found, solution, texts } from "./made.ts";

const pool = factsPool({
  dossier: complete(),
  applicant: "Labonova",
  solution,
  at: at("2022-12-01T10:00:00Z"),
  texts: texts(),
});
/** The facts of a complete dossier once settled, but for what a test changes. */
const facts = (changes: Readonly<Record<string, unknown>> = {}) => ({
  ...factsToJudge(pool, { settled: true }),
  ...found,
  ...changes,
});

describe("SEG-3.2-02 what the rules impose", () => {
  test.each([
    ["every condition met", {}, { kind: "decision", outcome: "enrolled" }],
    ["off the market", { competitiveMarket: false }, { kind: "decision", outcome: "rejected" }],
    [
      "off the market and incomplete: refused, whatever it lacks",
      { competitiveMarket: false, rib: false },
      { kind: "decision", outcome: "rejected" },
    ],
    ["a piece missing", { rib: false }, { kind: "to-complete" }],
    ["the instructor deems it incomplete", { dossierComplete: false }, { kind: "to-complete" }],
    ["a doubt left to the instructor", { marketSituation: "other_suspicion" }, { kind: "for-an-officer" }],
    [
      "a doubt, and off the market",
      { marketSituation: "other_suspicion", exclusiveOwnUse: true },
      { outcome: "rejected" },
    ],
    [
      "a doubt left to the instructor, and a point to complete in the same stage",
      { marketSituation: "other_suspicion", dossierComplete: false },
      { kind: "to-complete" },
    ],
    [
      "a doubt left to the instructor, and a piece missing, which is of another stage",
      { marketSituation: "other_suspicion", rib: false },
      { kind: "to-complete" },
    ],
    [
      "a piece missing, and received without convention",
      { rib: false, conventionSignedOn: null },
      { kind: "decision", outcome: "inadmissible" },
    ],
    ["a piece missing, and not on the list of ANS", { rib: false, inAnsList: false }, { kind: "to-complete" }],
    ["no longer référencée", { referenced: false, inAnsList: false }, { kind: "decision", outcome: "rejected" }],
    ["not on the list of ANS", { inAnsList: false }, { kind: "awaiting-ans" }],
    [
      "received before the référencement",
      { referencedOn: "2022-11-29" },
      { kind: "decision", event: "solution-not-referenced" },
    ],
    ["received without convention", { conventionSignedOn: null }, { kind: "decision", event: "convention-missing" }],
    ["a fact unknown", { referenced: undefined }, { kind: "facts-missing", missing: ["referenced"] }],
    ["a fact of another type", { rib: "oui" }, { kind: "facts-missing", missing: ["rib"] }],
  ])("%s", (_, changes, ruling) => {
    expect(rulingOf(facts(changes))).toMatchObject(ruling);
  });

  test("the decision that was asked for is the one imposed: its event, with the findings of the three stages", () => {
    const { event, findings } = demandRuling(facts(), "enrolled");
    expect(event).toBe("found-eligible");
    const rules = new Set(findings.map(({ rule }) => rule));
    for (const rule of ["SEG-2-03", "SEG-3.1-06", "SEG-3.2-04"]) expect(rules).toContain(rule);
  });

  test.each([
    ["another decision than is imposed", {}, "rejected", "illegal-transition", /« Enrôlé », et non à « Rejetée »/],
    ["a dossier to complete", { rib: false }, "enrolled", "illegal-transition", /invitez/],
    [
      "an inadmissible request",
      { conventionSignedOn: null },
      "enrolled",
      "illegal-transition",
      /« Irrecevable », et non à « Enrôlé »/,
    ],
    ["a decision that waits for ANS", { inAnsList: false }, "enrolled", "illegal-transition", /réponse de l'ANS/],
    ["a doubt to settle", { marketSituation: "other_suspicion" }, "enrolled", "invalid-content", /appréciation/],
    ["a fact to settle", { rib: undefined }, "enrolled", "invalid-content", /un élément reste/],
  ] as const)("%s: refused, in its own sentence", (_, changes, outcome, code, says) => {
    const problem = refusal(() => demandRuling(facts(changes), outcome));
    expect([problem.code, problem.detail]).toEqual([code, expect.stringMatching(says)]);
  });
});
