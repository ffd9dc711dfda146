import { describe, expect, test } from "@jest/globals";
import { judgeCompleteness, judgeReceivability, stageRules } from "../../../../shared/domain/segur/examination.ts";
import { good, pending, staged } from "./filed-facts.ts";

test("SEG-2-17, SEG-2-20: read under the exception of §2 and nowhere else; the other rules are read in both", () => {
  const idsOf = (exception: boolean) => Object.values(stageRules(exception)).map((rules) => rules.map(({ id }) => id));
  const [outside, under] = [idsOf(false), idsOf(true)];
  expect(under.flat().filter((id) => !outside.flat().includes(id))).toEqual(["SEG-2-17", "SEG-2-20"]);
  expect(under.map((ids) => ids.filter((id) => id !== "SEG-2-17" && id !== "SEG-2-20"))).toEqual(outside);
});

describe("receivability", () => {
  test("every condition met: found receivable, with a finding of each rule", () => {
    const { event, decision } = staged(judgeReceivability);
    expect(event).toBe("found-receivable");
    expect(decision.findings.map(({ rule }) => rule)).toEqual(["SEG-3.1-10", "SEG-2-03", "SEG-3.2-09", "SEG-4.1-02"]);
  });

  test.each([
    ["before the services open", { opServicesOpenOn: "2022-12-01" }, "services-not-open"],
    ["before the référencement", { referencedOn: "2022-11-29" }, "solution-not-referenced"],
    ["without convention", { conventionSignedOn: null }, "convention-missing"],
    ["under the exception, in its window", pending, "found-receivable"],
    [
      "under the exception, before its window",
      { ...pending, receivedAt: "2022-11-14T22:59:59.999Z" },
      "solution-not-referenced",
    ],
    [
      "under the exception, by a distributor",
      { ...pending, role: "distributeur", applicantIsEditeurOfNumber: false },
      "solution-not-referenced",
    ],
    [
      "under the exception, by the Editeur that took itself for a distributor",
      { ...pending, role: "distributeur" },
      "found-receivable",
    ],
    [
      "under the exception, by an operator that ANS knows as another than the Editeur",
      { ...pending, applicantIsEditeurOfNumber: false },
      "solution-not-referenced",
    ],
    [
      "under the exception, refused by ANS on the day of the request",
      { ...pending, decision: "refusal", decisionPronouncedOn: "2022-11-28" },
      "solution-not-referenced",
    ],
    [
      "under the exception, refused by ANS on the day after",
      { ...pending, decision: "refusal", decisionPronouncedOn: "2022-11-29" },
      "found-receivable",
    ],
  ])("%s", (_, changes, event) => {
    expect(staged(judgeReceivability, changes).event).toBe(event);
  });

  const unknown = {
    ansRegister: false,
    applicantIsEditeurOfNumber: false,
    referencedOn: null,
    conventionSignedOn: null,
    completeFileReceivedAt: null,
  };

  test.each([
    ["SEG-3.2-09, SEG-4.1-02 a number that ANS does not know: neither grant nor convention is looked for", {}],
    ["SEG-2-17 the same under the exception: the number is asked for", pending],
    [
      "SEG-2-17 the same under the exception, before its window: the number is asked for first",
      {
        ...pending,
        receivedAt: "2022-11-14T22:59:59.999Z",
      },
    ],
  ])("%s, nothing is inadmissible", (_, changes) => {
    const { event, decision } = staged(judgeReceivability, { ...changes, ...unknown });
    expect(event).toBe("found-receivable");
    expect(decision.findings.map(({ outcome }) => outcome)).not.toContain("inadmissible");
    expect(decision.outcome).toBe("exception" in changes ? "to_complete" : "accept");
  });

  test("a number that ANS does not know, before the services open: that alone is inadmissible", () => {
    const { event, decision } = staged(judgeReceivability, { ...unknown, opServicesOpenOn: "2022-12-01" });
    expect(event).toBe("services-not-open");
    const barring = decision.findings.filter(({ outcome }) => outcome === "inadmissible");
    expect(barring.map(({ rule }) => rule)).toEqual(["SEG-2-03"]);
  });

  test("two reasons of inadmissibility: the first names the event, both are found", () => {
    const { event, decision } = staged(judgeReceivability, {
      opServicesOpenOn: "2022-12-01",
      conventionSignedOn: null,
    });
    expect(event).toBe("services-not-open");
    expect(decision.findings.filter(({ outcome }) => outcome === "inadmissible")).toHaveLength(2);
  });

  test("dates of the exception that the calendar does not print: an officer decides, no event", () => {
    const { event, decision } = staged(judgeReceivability, { ...pending, fermetureAt: "unknown" });
    expect(event).toBeUndefined();
    expect(decision.needsOfficer).toBe(true);
  });

  test.each([
    [true, "found-receivable"],
    [false, "solution-not-referenced"],
  ])("SEG-2-17 dates unknown and the exception settled by an officer (%s): %s", (exceptionAdmitted, expected) => {
    const changes = { ...pending, fermetureAt: "unknown", exceptionAdmitted };
    const { event, decision } = staged(judgeReceivability, changes);
    expect([event, decision.needsOfficer]).toEqual([expected, false]);
  });

  test("dates unknown and another reason of inadmissibility: nothing is left for an officer to decide", () => {
    const { event } = staged(judgeReceivability, {
      ...pending,
      fermetureAt: "unknown",
      opServicesOpenOn: "2022-12-01",
    });
    expect(event).toBe("services-not-open");
  });

  test("a dossier that came by mail: not received, nothing else is judged", () => {
    const { event, decision } = staged(judgeReceivability, { channel: "email", conventionSignedOn: null });
    expect(event).toBeUndefined();
    expect(decision.findings.map(({ rule }) => rule)).toEqual(["SEG-3.1-10"]);
  });

  test("a fact that nobody supplied: refused by name, no decision on the rest", () => {
    const { conventionSignedOn: _, ...facts } = good;
    expect(judgeReceivability({ ...facts, exception: false })).toMatchObject({
      ok: false,
      reason: [{ rule: "SEG-4.1-02", missing: ["conventionSignedOn"] }],
    });
  });
});

describe("completeness", () => {
  test("every piece, and all agree: no event, the examination goes on", () => {
    expect(staged(judgeCompleteness).event).toBeUndefined();
    expect(staged(judgeCompleteness).decision.outcome).toBe("accept");
  });

  test("a RIB that differs and a form that is not signed: to complete, one point each", () => {
    const { event, decision } = staged(judgeCompleteness, {
      formIban: "FR1420041010050500013M02606",
      formSigned: false,
    });
    expect(event).toBe("piece-or-field-missing");
    const points = decision.findings.filter(({ outcome }) => outcome === "to_complete");
    expect(points.map(({ rule }) => rule)).toEqual(["SEG-3.1-02", "SEG-3.1-06"]);
  });
});
