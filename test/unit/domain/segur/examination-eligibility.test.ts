import { describe, expect, test } from "@jest/globals";
import { judgeEligibility } from "../../../../shared/domain/segur/examination.ts";
import { pending, staged } from "./filed-facts.ts";

describe("eligibility", () => {
  const declared = { applicantIsEditeurOfNumber: false, declaredDistributor: true, declaredToAns: true };
  const withdrawn = { referenced: false, inAnsList: false };
  const refused = { decision: "refusal", decisionPronouncedOn: "2022-11-29" };

  test("an Editeur whose Solution is référencée and sold: eligible", () => {
    expect(staged(judgeEligibility).event).toBe("found-eligible");
  });

  test.each([
    ["a Solution for its Editeur's own use", { exclusiveOwnUse: true }, "found-not-eligible"],
    [
      "a distributor whom the Editeur did not declare",
      { role: "distributeur", mandat: true, applicantIsEditeurOfNumber: false },
      "found-not-eligible",
    ],
    ["a declared distributor without mandat", { role: "distributeur", ...declared }, "piece-or-field-missing"],
    ["a declared distributor with its mandat", { role: "distributeur", ...declared, mandat: true }, "found-eligible"],
    ["a declared distributor that files as an Editeur", declared, "piece-or-field-missing"],
    ["an Editeur that files as a distributor", { role: "distributeur", mandat: true }, "piece-or-field-missing"],
    [
      "an operator that ANS does not know for the Solution",
      { applicantIsEditeurOfNumber: false },
      "found-not-eligible",
    ],
    ["an Editeur whose Solution is no longer référencée", withdrawn, "found-not-eligible"],
    [
      "a distributor whose Solution is no longer référencée",
      { role: "distributeur", ...declared, mandat: true, ...withdrawn },
      "found-not-eligible",
    ],
    ["under the exception", pending, "found-eligible-under-exception"],
    ["SEG-2-20 under the exception, refused by ANS since", { ...pending, ...refused }, "found-not-eligible"],
    [
      "SEG-2-20 under the exception, granted by ANS since",
      { ...pending, decision: "grant", decisionPronouncedOn: "2022-11-29", referenced: true, inAnsList: true },
      "found-eligible-under-exception",
    ],
  ])("%s", (_, changes, event) => {
    expect(staged(judgeEligibility, changes).event).toBe(event);
  });

  test("absent from the list of ANS: held until ANS answers, no event", () => {
    const { event, decision } = staged(judgeEligibility, { inAnsList: false });
    expect([event, decision.outcome]).toEqual([undefined, "block"]);
  });

  test("a doubt on the market beside a ground of rejection: rejected, nothing is left for an officer to decide", () => {
    const { event } = staged(judgeEligibility, { marketSituation: "other_suspicion", exclusiveOwnUse: true });
    expect(event).toBe("found-not-eligible");
  });

  test("a doubt on the market and a point to complete: nothing of the stage is decided", () => {
    const changes = { marketSituation: "other_suspicion", dossierComplete: false };
    const { event, decision } = staged(judgeEligibility, changes);
    expect([event, decision.outcome, decision.needsOfficer]).toEqual([undefined, "to_complete", true]);
  });

  test("a doubt on the market that the text does not name: an officer decides", () => {
    const { event, decision } = staged(judgeEligibility, { marketSituation: "other_suspicion" });
    expect([event, decision.needsOfficer]).toEqual([undefined, true]);
  });
});
