import { describe, expect, test } from "@jest/globals";
import { good, pending } from "./filed-facts.ts";
import { theFinding } from "./judged.ts";

describe("SEG-2-17: enrolment while ANS has not decided", () => {
  const finding = (facts: Readonly<Record<string, unknown>> = {}) =>
    theFinding("SEG-2-17", { ...good, ...pending, receivedAt: "2022-11-25T10:00:00+01:00", ...facts });

  test.each([
    ["2022-11-14T23:59:59.999+01:00", "inadmissible"],
    ["2022-11-15T00:00:00.000+01:00", "accept"],
    ["2022-11-30T14:00:00.000+01:00", "accept"],
    ["2022-11-30T14:00:00.001+01:00", "inadmissible"],
  ])("SEG-2-17: received at %s, %s, with the window in words", (receivedAt, outcome) => {
    const found = finding({ receivedAt });
    expect(found).toMatchObject({ outcome, provenance: "interpretation" });
    expect(found.expected).toMatch(/^du mardi 15 novembre 2022 à 0 h 00 au mercredi 30 novembre 2022 à 14.*inclus$/);
  });

  test("SEG-2-17: too early and too late are told apart, only the first may file again", () => {
    const [early, late] = ["2022-11-14T23:00:00+01:00", "2022-12-01T00:00:00+01:00"].map((receivedAt) =>
      finding({ receivedAt }),
    );
    expect(early?.sentence).toMatch(/^La demande, présentée le lundi 14 novembre 2022 à 23.*trop tôt/);
    expect(early?.next).toMatch(/^Déposez/);
    expect(late?.sentence).toContain("trop tard");
    expect(late?.next).toBeUndefined();
  });

  test("SEG-2-17: the Date de fermeture moved to another month, the window follows it", () => {
    const moved = { fermetureAt: "2023-03-10T14:00:00+01:00" };
    expect(finding({ ...moved, receivedAt: "2023-02-22T23:59:59.999+01:00" }).outcome).toBe("inadmissible");
    expect(finding({ ...moved, receivedAt: "2023-02-23T00:00:00+01:00" }).outcome).toBe("accept");
  });

  test("SEG-2-17: the window opens before a change of hour, it still opens at midnight in Paris", () => {
    const moved = { fermetureAt: "2023-04-03T14:00:00+02:00" };
    expect(finding({ ...moved, receivedAt: "2023-03-18T23:59:59.999+01:00" }).outcome).toBe("inadmissible");
    expect(finding({ ...moved, receivedAt: "2023-03-19T00:00:00+01:00" }).outcome).toBe("accept");
  });

  test.each([
    ["2022-06-15T14:00:00.000+02:00", "accept"],
    ["2022-06-15T14:00:00.001+02:00", "inadmissible"],
  ])("SEG-2-17: complete evidence received by ANS at %s, %s", (completeFileReceivedAt, outcome) => {
    expect(finding({ completeFileReceivedAt }).outcome).toBe(outcome);
  });

  test("SEG-2-17: evidence late or never complete, the sentence gives what ANS received", () => {
    const late = finding({ completeFileReceivedAt: "2022-06-15T14:00:00.001+02:00" });
    expect(late.read).toMatch(/^mercredi 15 juin 2022 à 14.*00,001/);
    expect(late.sentence).toContain(late.read);
    expect(late.expected).toMatch(/^au plus tard le mercredi 15 juin 2022 à 14/);
    expect(finding({ completeFileReceivedAt: null })).toMatchObject({
      outcome: "inadmissible",
      read: "aucun dossier complet",
    });
  });
});
