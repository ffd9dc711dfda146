import { describe, expect, test } from "@jest/globals";
import { demandRuling } from "../../../shared/domain/segur/decision.ts";
import { judgeReceivability } from "../../../shared/domain/segur/examination.ts";
import { receivabilityFacts } from "../../../shared/domain/segur/receivability.ts";
import { good, pending } from "../domain/segur/filed-facts.ts";
import { day, distributor, instant, refusal } from "../segur-solutions/samples.ts";
import { at } from "../segur-workflow/made.ts";
import { ruledOn, rulesFinding, undecided, underException } from "./ruled.ts";

const enrolledPending = {
  kind: "decision",
  outcome: "enrolled-pending-referencement",
  event: "found-eligible-under-exception",
};
const rejected = { kind: "decision", outcome: "rejected", event: "found-not-eligible" };
const inadmissible = { kind: "decision", outcome: "inadmissible", event: "solution-not-referenced" };

test("SEG-2-17 in its window, on complete evidence, without decision: enrolled while ANS has not decided", () => {
  expect(ruledOn({ dossier: underException(), solution: undecided() })).toMatchObject(enrolledPending);
});

describe("SEG-2-17 dates that the calendar of the reception does not give", () => {
  /** V1.2 was in force: it ends the filing at ANS, and prints no Date de fermeture. */
  const received = at("2022-05-02T10:00:00+02:00");
  const filed = underException({}, { createdAt: received, submittedAt: received, receivedAt: received });
  const ruled = (settled: Readonly<Record<string, string | boolean>> = {}) =>
    ruledOn({ dossier: filed, solution: undecided(), settled });

  test("at its reception: receivable, and nothing is decided", () => {
    const judged = judgeReceivability(receivabilityFacts(filed, undecided()).facts);
    expect(judged).toMatchObject({ ok: true, value: { decision: { needsOfficer: true } } });
    expect(judged.ok && judged.value.event).toBeUndefined();
  });

  test("nothing settled of the exception: for an officer, though every other condition is met", () => {
    const ruling = ruled();
    expect(ruling.kind).toBe("for-an-officer");
    expect(rulesFinding("warn", ruling)).toEqual(["SEG-2-17"]);
  });

  test.each([
    [true, enrolledPending],
    [false, inadmissible],
  ])("settled as %s: decided", (exceptionAdmitted, expected) => {
    expect(ruled({ exceptionAdmitted })).toMatchObject(expected);
  });

  test("admitted, and a doubt on the market: for an officer still", () => {
    expect(ruled({ exceptionAdmitted: true, marketSituation: "other_suspicion" }).kind).toBe("for-an-officer");
  });

  test.each([
    ["a point to complete: to complete", { formSigned: false }, { kind: "to-complete" }],
    ["a Solution outside the market: rejected", { exclusiveOwnUse: true }, rejected],
  ])("nothing settled of the exception, and %s", (_, settled, expected) => {
    expect(ruled(settled)).toMatchObject(expected);
  });

  test.each(["enrolled-pending-referencement", "inadmissible"] as const)(
    "nothing settled, « %s » asked for: refused, the officer settles it first",
    (outcome) => {
      const problem = refusal(() => demandRuling({ ...good, ...pending, fermetureAt: "unknown" }, outcome));
      expect([problem.code, problem.detail]).toEqual(["invalid-content", expect.stringContaining("appréciation")]);
    },
  );
});

describe("SEG-2-20 a refusal of ANS between the request and the decision", () => {
  const refusedOn = (pronouncedOn: string) =>
    undecided({
      state: "refused",
      decision: { outcome: "refusal", pronouncedOn: day(pronouncedOn), toldAt: instant("2022-11-30T08:00:00Z") },
    });

  test("pronounced on the day after the request: rejected, and not enrolled", () => {
    const ruling = ruledOn({ dossier: underException(), solution: refusedOn("2022-11-29") });
    expect(ruling).toMatchObject(rejected);
    expect(rulesFinding("reject", ruling)).toEqual(["SEG-3.2-04", "SEG-2-20"]);
    expect(rulesFinding("inadmissible", ruling)).toEqual([]);
  });

  test("pronounced on the very day of the request: inadmissible by SEG-2-17", () => {
    const ruling = ruledOn({ dossier: underException(), solution: refusedOn("2022-11-28") });
    expect(ruling).toMatchObject(inadmissible);
    expect(rulesFinding("inadmissible", ruling)).toEqual(["SEG-2-17"]);
  });

  test("granted on the day after the request: enrolled under the exception, the grant follows of itself", () => {
    const decision = {
      outcome: "grant",
      pronouncedOn: day("2022-11-29"),
      toldAt: instant("2022-11-30T08:00:00Z"),
    } as const;
    const granted = undecided({ state: "granted", number: "SGL-2022-0042", decision });
    expect(ruledOn({ dossier: underException(), solution: granted })).toMatchObject(enrolledPending);
  });
});

describe("SEG-2-17 the number of the request for référencement", () => {
  const { formNumber: _, ...nameless } = underException().declared;
  const withoutNumber = { ...underException(), declared: nameless };

  test("none declared: at its reception receivable, and the number is asked for", () => {
    const judged = judgeReceivability(receivabilityFacts(withoutNumber, undefined).facts);
    expect(judged).toMatchObject({
      ok: true,
      value: { event: "found-receivable", decision: { outcome: "to_complete" } },
    });
  });

  test("none declared, and nothing settled of it: that fact alone is to be settled", () => {
    const ruling = ruledOn({ dossier: withoutNumber, solution: undefined });
    expect(ruling).toEqual({ kind: "facts-missing", missing: ["formNumber"] });
  });

  test("none, settled as such: to complete, and not inadmissible", () => {
    const ruling = ruledOn({ dossier: withoutNumber, solution: undefined, settled: { formNumber: null } });
    expect([ruling.kind, rulesFinding("to_complete", ruling)]).toEqual(["to-complete", ["SEG-2-17"]]);
    expect(rulesFinding("inadmissible", ruling)).toEqual([]);
  });

  test("mistyped: to complete; settled as that of the request: enrolled under the exception", () => {
    const mistyped = underException({ formNumber: "DEM-2022-70" });
    const ruling = ruledOn({ dossier: mistyped, solution: undefined });
    expect([ruling.kind, rulesFinding("to_complete", ruling)]).toEqual(["to-complete", ["SEG-2-17"]]);
    const settled = { formNumber: "DEM-2022-7" };
    expect(ruledOn({ dossier: mistyped, solution: undecided(), settled })).toMatchObject(enrolledPending);
  });

  test("mistyped, and the exception admitted by an officer: to complete still", () => {
    const mistyped = underException({ formNumber: "DEM-2022-70" });
    const settled = { exceptionAdmitted: true };
    expect(ruledOn({ dossier: mistyped, solution: undefined, settled }).kind).toBe("to-complete");
  });

  test("settled as that of another Editeur: inadmissible", () => {
    const settled = { formNumber: "DEM-2022-7" };
    const solution = undecided({ editeurSiret: distributor });
    expect(ruledOn({ dossier: withoutNumber, solution, settled })).toMatchObject(inadmissible);
  });
});
