import { describe, expect, test } from "@jest/globals";
import {
  type FiledFacts,
  judgeCompleteness,
  judgeEligibility,
  judgeReceivability,
} from "../../../../shared/domain/segur/examination.ts";

/** A dossier that meets every condition; each test changes what it is about. */
const good: FiledFacts = {
  request: "enrolment",
  exception: false,
  role: "editeur",
  channel: "op_site",
  receivedAt: "2022-11-28T08:00:00.000Z",
  opServicesOpenOn: "2021-10-01",
  referencedOn: "2022-03-10",
  conventionSignedOn: "2022-02-01",
  pieces: ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"],
  depositorIsLegalRep: true,
  formTemplate: true,
  formSigned: true,
  fournisseurName: "Labonova",
  siret: "44306184100047",
  legalRep: "Camille Morel",
  depositor: null,
  contact: "camille@labonova.example",
  paymentDetails: "FR7630006000011234567890189",
  formNumber: "R1",
  ansNumber: "R1",
  ansRegister: true,
  referencementNumber: "R1",
  rapport: true,
  rib: true,
  ribIban: "FR7630006000011234567890189",
  formIban: "FR7630006000011234567890189",
  identityType: "passport",
  identityName: "Camille Morel",
  powersAttestation: false,
  mandat: false,
  mandatOperator: null,
  mandatSolution: null,
  applicant: "Labonova",
  dossierComplete: true,
  competitiveMarket: true,
  marketSituation: "none",
  applicantSiret: "44306184100047",
  applicantIsEditeurOfNumber: true,
  declaredDistributor: false,
  declaredToAns: false,
  exclusiveOwnUse: false,
  membersOnly: false,
  publisherIsGrouping: false,
  membersFreeToBuyElsewhere: true,
  ansList: "2022-11-01",
  inAnsList: true,
  referenced: true,
};

/** Presented under the exception of §2, in its window, with evidence filed in time and no decision. */
const pending = {
  exception: true,
  referencedOn: null,
  referenced: false,
  decision: null,
  decisionPronouncedOn: null,
  completeFileReceivedAt: "2022-06-15T11:00:00.000Z",
  referencementEndsAt: "2022-06-15T12:00:00.000Z",
  fermetureAt: "2022-11-30T13:00:00.000Z",
};

const judged = (judge: typeof judgeReceivability, changes: Readonly<Record<string, unknown>> = {}) => {
  const result = judge({ ...good, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.reason));
  return result.value;
};

describe("receivability", () => {
  test("every condition met: found receivable, with a finding of each rule", () => {
    const { event, decision } = judged(judgeReceivability);
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
    ["under the exception, by a distributor", { ...pending, role: "distributeur" }, "solution-not-referenced"],
  ])("%s", (_, changes, event) => {
    expect(judged(judgeReceivability, changes).event).toBe(event);
  });

  test("two reasons of inadmissibility: the first names the event, both are found", () => {
    const { event, decision } = judged(judgeReceivability, {
      opServicesOpenOn: "2022-12-01",
      conventionSignedOn: null,
    });
    expect(event).toBe("services-not-open");
    expect(decision.findings.filter(({ outcome }) => outcome === "inadmissible")).toHaveLength(2);
  });

  test("dates of the exception that the calendar does not print: an officer decides, no event", () => {
    const { event, decision } = judged(judgeReceivability, { ...pending, fermetureAt: "unknown" });
    expect(event).toBeUndefined();
    expect(decision.needsOfficer).toBe(true);
  });

  test("dates unknown and another reason of inadmissibility: nothing is left for an officer to decide", () => {
    const { event } = judged(judgeReceivability, {
      ...pending,
      fermetureAt: "unknown",
      opServicesOpenOn: "2022-12-01",
    });
    expect(event).toBe("services-not-open");
  });

  test("a dossier that came by mail: not received, nothing else is judged", () => {
    const { event, decision } = judged(judgeReceivability, { channel: "email", conventionSignedOn: null });
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
    expect(judged(judgeCompleteness).event).toBeUndefined();
    expect(judged(judgeCompleteness).decision.outcome).toBe("accept");
  });

  test("a RIB that differs and a form that is not signed: to complete, one point each", () => {
    const { event, decision } = judged(judgeCompleteness, {
      formIban: "FR1420041010050500013M02606",
      formSigned: false,
    });
    expect(event).toBe("piece-or-field-missing");
    const points = decision.findings.filter(({ outcome }) => outcome === "to_complete");
    expect(points.map(({ rule }) => rule)).toEqual(["SEG-3.1-02", "SEG-3.1-06"]);
  });
});

describe("eligibility", () => {
  test("an Editeur whose Solution is référencée and sold: eligible", () => {
    expect(judged(judgeEligibility).event).toBe("found-eligible");
  });

  test.each([
    ["a Solution for its Editeur's own use", { exclusiveOwnUse: true }, "found-not-eligible"],
    [
      "a distributor whom the Editeur did not declare",
      { role: "distributeur", mandat: true, applicantIsEditeurOfNumber: false },
      "found-not-eligible",
    ],
    [
      "a declared distributor without mandat",
      { role: "distributeur", declaredToAns: true, declaredDistributor: true },
      "piece-or-field-missing",
    ],
    ["under the exception", { exception: true, referenced: false, inAnsList: false }, "found-eligible-under-exception"],
  ])("%s", (_, changes, event) => {
    expect(judged(judgeEligibility, changes).event).toBe(event);
  });

  test("absent from the list of ANS: held until ANS answers, no event", () => {
    const { event, decision } = judged(judgeEligibility, { inAnsList: false });
    expect([event, decision.outcome]).toEqual([undefined, "block"]);
  });

  test("a doubt on the market beside a ground of rejection: rejected, nothing is left for an officer to decide", () => {
    const { event } = judged(judgeEligibility, { marketSituation: "other_suspicion", exclusiveOwnUse: true });
    expect(event).toBe("found-not-eligible");
  });

  test("a doubt on the market that the text does not name: an officer decides", () => {
    const { event, decision } = judged(judgeEligibility, { marketSituation: "other_suspicion" });
    expect([event, decision.needsOfficer]).toEqual([undefined, true]);
  });
});
