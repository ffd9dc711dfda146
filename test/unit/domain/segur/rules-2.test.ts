import { describe, expect, test } from "@jest/globals";
import { theFinding } from "./judged.ts";

const fermetureAt = "2022-11-30T14:00:00+01:00";

describe("SEG-2-03: the opening of the services", () => {
  const finding = (receivedAt: string) => theFinding("SEG-2-03", { receivedAt, opServicesOpenOn: "2021-10-01" });

  test("SEG-2-03: the first instant of the day in Paris, accept", () => {
    expect(finding("2021-09-30T22:00:00.000Z")).toMatchObject({
      outcome: "accept",
      provenance: "setting",
      expected: "à partir du vendredi 1er octobre 2021",
      read: "vendredi 1er octobre 2021",
    });
  });

  test("SEG-2-03: the millisecond before, inadmissible, and told to file again", () => {
    const late = finding("2021-09-30T21:59:59.999Z");
    expect(late).toMatchObject({ outcome: "inadmissible", read: "jeudi 30 septembre 2021" });
    expect(late.sentence).toContain("jeudi 30 septembre 2021");
    expect(late.sentence).toContain("à partir du vendredi 1er octobre 2021");
    expect(late.next).toMatch(/^Déposez/);
  });
});

describe("SEG-2-16: the instant of reception", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    theFinding("SEG-2-16", { receptionEndsAt: fermetureAt, ...facts });

  test("SEG-2-16: at the very end, 14:00:00.000, accept, by a reading", () => {
    const inTime = finding({ uploadCompletedAt: "2022-11-30T13:00:00.000Z", submittedAt: "2022-11-30T12:00:00Z" });
    expect(inTime).toMatchObject({ outcome: "accept", provenance: "interpretation" });
    expect(inTime.expected).toContain("au plus tard le mercredi 30 novembre 2022 à 14");
  });

  test("SEG-2-16: one millisecond later, inadmissible, by the text", () => {
    const late = finding({ uploadCompletedAt: "2022-11-30T12:00:00Z", submittedAt: "2022-11-30T13:00:00.001Z" });
    expect(late).toMatchObject({
      outcome: "inadmissible",
      provenance: "text",
      computed: { receivedAt: "2022-11-30T13:00:00.001Z" },
    });
    expect(late.sentence).toContain("00,001");
    expect(late.sentence).toContain(late.expected);
  });

  test("SEG-2-16: one millisecond earlier, accept, by the text", () => {
    const inTime = finding({ uploadCompletedAt: "2022-11-30T12:59:59.999Z", submittedAt: "2022-11-30T12:00:00Z" });
    expect(inTime).toMatchObject({ outcome: "accept", provenance: "text" });
  });

  test("SEG-2-16: all pieces but no submission, to_complete without any date", () => {
    const waiting = finding({ uploadCompletedAt: "2022-11-30T12:00:00Z", submittedAt: null });
    expect(waiting).toMatchObject({ outcome: "to_complete", read: "le dépôt n'est pas enregistré" });
    expect(waiting.computed).toBeUndefined();
    expect(waiting.next).toMatch(/^Joignez/);
    expect(waiting.expected).toMatch(/pièces exigées/);
  });

  test("SEG-2-16: submitted before the last piece came, to_complete without any date", () => {
    const waiting = finding({ uploadCompletedAt: null, submittedAt: "2022-11-30T12:00:00Z" });
    expect(waiting).toMatchObject({ outcome: "to_complete", read: "au moins une pièce exigée n'est pas reçue" });
    expect(waiting.sentence).toMatch(/pas encore de date de réception/);
  });

  test("SEG-2-16: the end is not known to the calendar in force, left to an officer with the instant computed", () => {
    const received = { uploadCompletedAt: "2022-05-01T10:00:00Z", submittedAt: "2022-05-01T10:00:01Z" };
    const unknown = finding({ ...received, receptionEndsAt: "unknown" });
    expect(unknown).toMatchObject({
      outcome: "warn",
      needsOfficer: true,
      computed: { receivedAt: "2022-05-01T10:00:01.000Z" },
    });
    expect(unknown.sentence).toMatch(/n'est pas connue/);
    expect(unknown.next).toMatch(/agent/);
  });

  test("SEG-2-16: a request that the text does not close, accept", () => {
    const received = { uploadCompletedAt: "2030-05-01T10:00:00Z", submittedAt: "2030-05-01T10:00:00Z" };
    const open = finding({ ...received, receptionEndsAt: "absent" });
    expect(open).toMatchObject({ outcome: "accept", computed: { receivedAt: "2030-05-01T10:00:00.000Z" } });
    expect(open.sentence).toContain(open.read);
  });
});

describe("SEG-2-19, SEG-2-20: the decision of ANS on what waits", () => {
  const both = (decision: string | null, decisionPronouncedOn: string | null, exception = true) =>
    ["SEG-2-19", "SEG-2-20"].map((id) => theFinding(id, { exception, decision, decisionPronouncedOn }));

  test("SEG-2-19: a refusal, still held, and rejected by SEG-2-20", () => {
    const [held, rejected] = both("refusal", "2022-12-20");
    expect(held).toMatchObject({ outcome: "block", read: "refus" });
    expect(rejected).toMatchObject({ outcome: "reject", read: "refus du mardi 20 décembre 2022" });
    expect(rejected?.sentence).toContain("refus du mardi 20 décembre 2022");
    expect(rejected?.sentence).toMatch(/rien n'est à reverser\.$/);
  });

  test("SEG-2-20: a refusal without its date, reject", () => {
    expect(both("refusal", null)[1]).toMatchObject({ outcome: "reject", read: "refus" });
  });

  test("SEG-2-20: no decision, nothing decided here and held by SEG-2-19", () => {
    const [held, logged] = both(null, null);
    expect(held).toMatchObject({ outcome: "block", read: "aucune décision" });
    expect(logged).toMatchObject({ outcome: "log", read: "aucune décision", expected: "aucun refus de l'ANS" });
  });

  test("SEG-2-20: a grant, nothing decided here and resumed by SEG-2-19 with its date", () => {
    const [resumed, logged] = both("grant", "2023-01-10");
    expect(resumed).toMatchObject({ outcome: "accept", read: "octroi du mardi 10 janvier 2023", provenance: "text" });
    expect(resumed?.sentence).toContain("octroi du mardi 10 janvier 2023");
    expect(logged).toMatchObject({ outcome: "log", read: "octroi" });
    expect(both("grant", null)[0]).toMatchObject({ outcome: "accept", read: "octroi" });
  });

  test("SEG-2-19: outside the exception, neither rule decides", () => {
    for (const found of both("refusal", "2022-12-20", false)) {
      expect(found.outcome).toBe("log");
      expect(found.sentence).toMatch(/n'est pas présentée sous l'exception/);
    }
  });
});
