import { describe, expect, test } from "@jest/globals";
import { good, pending } from "./filed-facts.ts";
import { theFinding } from "./judged.ts";

const finding = (facts: Readonly<Record<string, unknown>> = {}) =>
  theFinding("SEG-2-17", { ...good, ...pending, receivedAt: "2022-11-25T10:00:00+01:00", ...facts });

/** What ANS says of a number that it does not know. */
const unknown = { ansRegister: false, applicantIsEditeurOfNumber: false, completeFileReceivedAt: null };
const refused = { decision: "refusal", decisionPronouncedOn: "2022-11-25" };
const silent = { fermetureAt: "unknown" };
const early = { receivedAt: "2022-11-14T23:00:00+01:00" };

describe("SEG-2-17: who may enrol while ANS has not decided", () => {
  test("SEG-2-17: a distributor, inadmissible by the text", () => {
    const found = finding({ role: "distributeur", applicantIsEditeurOfNumber: false });
    expect(found).toMatchObject({
      outcome: "inadmissible",
      provenance: "text",
      expected: "Editeur de la Solution",
      read: "distributeur",
    });
    expect(found.sentence).toMatch(/ouverte à l'Editeur de la Solution/);
  });

  test("SEG-2-17: an operator that says it is the Editeur and that ANS knows as another, inadmissible by the text", () => {
    expect(finding({ applicantIsEditeurOfNumber: false })).toMatchObject({
      outcome: "inadmissible",
      provenance: "text",
      expected: "Editeur de la Solution",
      read: "autre opérateur, d'après le registre de l'ANS",
    });
  });

  test("SEG-2-17: the Editeur that ANS knows, accept", () => {
    expect(finding().outcome).toBe("accept");
  });
});

describe("SEG-2-17: a number that ANS does not know", () => {
  test("SEG-2-17: filed as an Editeur, to_complete by a reading, and the number is asked for", () => {
    const found = finding(unknown);
    expect(found).toMatchObject({
      outcome: "to_complete",
      provenance: "interpretation",
      expected: "numéro de la demande de référencement, délivré par l'ANS",
      read: "numéro absent ou inconnu de l'ANS",
    });
    expect(found.next).toMatch(/^Portez au formulaire le numéro/);
    expect(found.needsOfficer).toBeUndefined();
  });

  test("SEG-2-17: filed as a distributor, inadmissible: no number would open the exception to it", () => {
    expect(finding({ ...unknown, role: "distributeur" })).toMatchObject({
      outcome: "inadmissible",
      read: "distributeur",
    });
  });
});

describe("SEG-2-17: a decision of ANS", () => {
  test.each([
    [{ decision: "refusal", decisionPronouncedOn: "2022-11-25" }, "inadmissible", "refus du vendredi 25 novembre 2022"],
    [{ decision: "grant", decisionPronouncedOn: "2022-11-01" }, "inadmissible", "octroi du mardi 1er novembre 2022"],
    [{ decision: "grant", decisionPronouncedOn: null }, "inadmissible", "octroi"],
    [{ decision: "refusal", decisionPronouncedOn: null }, "inadmissible", "refus"],
    [{ decision: null, decisionPronouncedOn: "2022-11-25" }, "inadmissible", "décision du vendredi 25 novembre 2022"],
  ])("SEG-2-17: decided by the day of the request (%j), %s", (facts, outcome, read) => {
    const found = finding(facts);
    expect(found).toMatchObject({ outcome, read });
    expect(found.sentence).toContain(read);
    expect(found.expected).toMatch(/^aucune décision/);
  });

  test("SEG-2-17: granted, told to file again without the exception; refused, told nothing", () => {
    const granted = finding({ decision: "grant", decisionPronouncedOn: "2022-11-25" });
    expect(granted.next).toMatch(/déposez une nouvelle demande sans invoquer l'exception/);
    expect(finding(refused).next).toBeUndefined();
  });

  test.each(["refusal", "grant"])(
    "SEG-2-17: %s on the day after the request, judged again later, accept",
    (decision) => {
      expect(finding({ decision, decisionPronouncedOn: "2022-11-26" }).outcome).toBe("accept");
    },
  );
});

describe("SEG-2-17: dates that the calendar does not give", () => {
  test.each([{ fermetureAt: "unknown" }, { referencementEndsAt: "unknown" }, { fermetureAt: "absent" }])(
    "SEG-2-17: %j, left to an officer",
    (facts) => {
      const found = finding(facts);
      expect(found).toMatchObject({ outcome: "warn", needsOfficer: true });
      expect(found.sentence).toMatch(/ne donne pas les dates/);
      expect(found.next).toMatch(/agent/);
    },
  );

  test.each([
    [true, "accept", /^Un agent a admis l'exception/],
    [false, "inadmissible", /^Un agent a écarté l'exception/],
  ])("SEG-2-17: settled by an officer (%s), %s, and nothing is left to one", (exceptionAdmitted, outcome, says) => {
    const found = finding({ ...silent, exceptionAdmitted });
    expect(found.outcome).toBe(outcome);
    expect(found.sentence).toMatch(says);
    expect(found.needsOfficer).toBeUndefined();
  });

  test.each([
    [true, early, "inadmissible", /trop tôt/],
    [false, {}, "accept", /s'applique à la demande/],
  ])(
    "SEG-2-17: dates known, what an officer settled (%s) changes nothing",
    (exceptionAdmitted, facts, outcome, says) => {
      const found = finding({ ...facts, exceptionAdmitted });
      expect(found).toMatchObject({ outcome, sentence: expect.stringMatching(says) });
    },
  );
});

describe("SEG-2-17: several reasons at once, in the order in which they are judged", () => {
  test.each<[string, Readonly<Record<string, unknown>>, string, string | undefined]>([
    ["not the Editeur, and dates unknown", { applicantIsEditeurOfNumber: false, ...silent }, "inadmissible", "autre"],
    ["an unknown number, and dates unknown", { ...unknown, ...silent }, "to_complete", "numéro"],
    ["refused, and dates unknown", { ...refused, ...silent }, "inadmissible", "refus"],
    [
      "refused, and dates unknown that an officer passed over",
      { ...refused, ...silent, exceptionAdmitted: true },
      "inadmissible",
      "refus",
    ],
    ["an unknown number, and too early", { ...unknown, ...early }, "to_complete", "numéro"],
    ["refused, and evidence never complete", { ...refused, completeFileReceivedAt: null }, "inadmissible", "refus"],
    ["not the Editeur, and refused", { applicantIsEditeurOfNumber: false, ...refused }, "inadmissible", "autre"],
    ["evidence never complete, and too early", { completeFileReceivedAt: null, ...early }, "inadmissible", "aucun"],
  ])("SEG-2-17: %s", (_, facts, outcome, read) => {
    expect(finding(facts)).toMatchObject({ outcome, read: expect.stringMatching(new RegExp(`^${read}`)) });
  });
});
