import { describe, expect, test } from "@jest/globals";
import { theFinding } from "./judged.ts";

describe("SEG-4.1-02: the convention with ANS", () => {
  const finding = (conventionSignedOn: string | null, exception = false) =>
    theFinding("SEG-4.1-02", { conventionSignedOn, receivedAt: "2022-02-01T23:30:00Z", ansRegister: true, exception });

  test("SEG-4.1-02: received on 2 February in Paris, 1 February elsewhere, convention of the 2nd, accept", () => {
    const found = finding("2022-02-02");
    expect(found).toMatchObject({
      outcome: "accept",
      read: "convention du mercredi 2 février 2022",
      provenance: "text",
    });
    expect(found.sentence).toContain(found.read);
  });

  test("SEG-4.1-02: convention of the day after, inadmissible with both days", () => {
    const found = finding("2022-02-03");
    expect(found).toMatchObject({ outcome: "inadmissible", read: "convention du jeudi 3 février 2022" });
    expect(found.expected).toMatch(/^convention conclue au plus tard le mercredi 2 février 2022/);
    expect(found.sentence).toMatch(/mercredi 2 février 2022.*jeudi 3 février 2022/);
    expect(found.next).toMatch(/^Déposez/);
  });

  test("SEG-4.1-02: no convention under the exception, a warning by a reading: it is due before any payment", () => {
    const found = finding(null, true);
    expect(found).toMatchObject({ outcome: "warn", provenance: "interpretation", read: "aucune convention" });
    expect(found.expected).toMatch(/paiement/);
    expect(found.sentence).toMatch(/avant tout paiement/);
  });

  test("SEG-4.1-02: a convention under the exception, accept by the text", () => {
    expect(finding("2022-02-01", true)).toMatchObject({ outcome: "accept", provenance: "text" });
  });
});

describe("SEG-4.1-02: the convention of a number that ANS does not know", () => {
  test.each([false, true])(
    "SEG-4.1-02: under the exception %s, nothing to decide before it is completed",
    (exception) => {
      const facts = { conventionSignedOn: null, receivedAt: "2022-02-01T23:30:00Z", ansRegister: false, exception };
      const found = theFinding("SEG-4.1-02", facts);
      expect(found).toMatchObject({ outcome: "log", provenance: "interpretation" });
      expect(found.sentence).toMatch(/^La convention se vérifie au registre de l'ANS une fois le numéro/);
    },
  );
});

describe("SEG-6.1-29: the delay to complete", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    theFinding("SEG-6.1-29", {
      invitedOn: "2022-10-01",
      answeredOn: null,
      judgedOn: "2022-10-31",
      completionDelayDays: 30,
      ...facts,
    });

  test("SEG-6.1-29: no answer yet on the last day, the delay runs", () => {
    const found = finding({});
    expect(found).toMatchObject({ outcome: "log", provenance: "setting", computed: { dueOn: "2022-10-31" } });
    expect(found.sentence).toContain("réponse jusqu'au lundi 31 octobre 2022 inclus (30 jours)");
  });

  test("SEG-6.1-29: no answer the day after, reject", () => {
    const found = finding({ judgedOn: "2022-11-01" });
    expect(found).toMatchObject({ outcome: "reject", read: "aucune réponse" });
    expect(found.sentence).toMatch(/aucune réponse.*lundi 31 octobre 2022/);
  });

  test("SEG-6.1-29: answered in time and judged later, accept with the day of the answer", () => {
    const found = finding({ answeredOn: "2022-10-31", judgedOn: "2022-12-01" });
    expect(found).toMatchObject({ outcome: "accept", read: "réponse du lundi 31 octobre 2022" });
    expect(found.sentence).toContain("réponse du lundi 31 octobre 2022");
  });

  test("SEG-6.1-29: answered late, reject whatever the day it is judged", () => {
    expect(finding({ answeredOn: "2022-11-01", judgedOn: "2022-10-31" }).outcome).toBe("reject");
  });

  test.each([
    [1, "2022-10-02"],
    [31, "2022-11-01"],
  ])("SEG-6.1-29: a delay set to %s days, due on %s", (completionDelayDays, dueOn) => {
    expect(finding({ completionDelayDays }).computed).toEqual({ dueOn });
  });
});

describe("SEG-6.1-30: a correction after the end of the period", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    theFinding("SEG-6.1-30", {
      receivedAt: "2022-11-30T13:00:00+01:00",
      invitedAt: "2022-12-05T09:00:00+01:00",
      correctedAt: "2022-12-20T09:00:00+01:00",
      defect: "curable",
      correctedOrderSignedOn: null,
      receptionEndsAt: "2022-11-30T14:00:00+01:00",
      ...facts,
    });

  test.each([
    ["2022-11-30T14:00:00.000+01:00", "accept"],
    ["2022-11-30T14:00:00.001+01:00", "inadmissible"],
  ])("SEG-6.1-30: received at %s and corrected on invitation, %s", (receivedAt, outcome) => {
    const found = finding({ receivedAt });
    expect(found.outcome).toBe(outcome);
    expect(found.sentence).toMatch(/mercredi 30 novembre 2022 à 14/);
  });

  test("SEG-6.1-30: received late, the finding gives the end of the period and the instant read", () => {
    const found = finding({ receivedAt: "2022-11-30T14:00:00.001+01:00" });
    expect(found.expected).toMatch(/^au plus tard le mercredi 30 novembre 2022 à 14/);
    expect(found.read).toContain("00,001");
    expect(found.computed).toBeUndefined();
  });

  test.each([
    ["2022-11-30", "accept"],
    ["2022-12-01", "reject"],
  ])("SEG-6.1-30: corrected order signed on %s, %s", (correctedOrderSignedOn, outcome) => {
    expect(finding({ correctedOrderSignedOn }).outcome).toBe(outcome);
  });

  test("SEG-6.1-30: an order signed too late, the sentence gives both days", () => {
    const found = finding({ correctedOrderSignedOn: "2022-12-01" });
    expect(found).toMatchObject({
      read: "jeudi 1er décembre 2022",
      expected: "commande signée au plus tard le mercredi 30 novembre 2022",
    });
    expect(found.sentence).toMatch(/jeudi 1er décembre 2022.*mercredi 30 novembre 2022/);
  });

  test("SEG-6.1-30: corrected after the end without invitation, not retained: a warning, the date stays", () => {
    const found = finding({ invitedAt: null });
    expect(found).toMatchObject({ outcome: "warn", computed: { receivedAt: "2022-11-30T12:00:00.000Z" } });
    expect(found.expected).toMatch(/invitation/);
    expect(found.read).toMatch(/^correction du mardi 20 décembre 2022/);
    expect(found.sentence).toMatch(/n'est pas retenue/);
  });

  test.each([
    ["2022-12-20T09:00:00.000+01:00", "accept"],
    ["2022-12-20T09:00:00.001+01:00", "warn"],
  ])("SEG-6.1-30: invited at %s, corrected at 09:00:00.000, %s", (invitedAt, outcome) => {
    expect(finding({ invitedAt }).outcome).toBe(outcome);
  });

  test.each([
    ["2022-11-30T14:00:00.000+01:00", "accept"],
    ["2022-11-30T14:00:00.001+01:00", "warn"],
  ])("SEG-6.1-30: corrected at %s without invitation, %s", (correctedAt, outcome) => {
    expect(finding({ correctedAt, invitedAt: null }).outcome).toBe(outcome);
  });

  test("SEG-6.1-30: a defect that cannot be cured, reject", () => {
    const found = finding({ defect: "incurable" });
    expect(found).toMatchObject({ outcome: "reject", expected: "défaut qui peut être corrigé" });
    expect(found.sentence).toContain(found.read);
  });

  test("SEG-6.1-30: nothing corrected, nothing decided", () => {
    const found = finding({ correctedAt: null });
    expect(found).toMatchObject({ outcome: "log", computed: { receivedAt: "2022-11-30T12:00:00.000Z" } });
    expect(found.sentence).toMatch(/n'est pas corrigée/);
  });

  test("SEG-6.1-30: an enrolment, which the text does not close, corrected without invitation, accept", () => {
    const found = finding({ receptionEndsAt: "absent", invitedAt: null, correctedOrderSignedOn: "2023-01-01" });
    expect(found).toMatchObject({ outcome: "accept", provenance: "interpretation" });
    expect(found.expected).toMatch(/^date de réception gardée.*30 novembre 2022/);
  });

  test("SEG-6.1-30: an end that the calendar in force does not print, left to an officer", () => {
    const found = finding({ receptionEndsAt: "unknown" });
    expect(found).toMatchObject({ outcome: "warn", needsOfficer: true });
    expect(found.sentence).toMatch(/n'est pas connue/);
    expect(found.next).toMatch(/agent/);
  });
});
