import { describe, expect, test } from "@jest/globals";
import { enrolmentLifecycle, enrolmentStates } from "../../../../shared/domain/segur/lifecycle-enrolment.ts";
import { theFinding } from "./judged.ts";

describe("SEG-3.2-01: the state of the enrolment", () => {
  const open = ["enrolled", "enrolled_pending_referencement"];

  test.each(enrolmentStates.filter((state) => !open.includes(state)))("SEG-3.2-01: %s, inadmissible", (state) => {
    const found = theFinding("SEG-3.2-01", { enrolmentStatus: state });
    expect(found).toMatchObject({
      outcome: "inadmissible",
      expected: "Enrôlé",
      read: enrolmentLifecycle.states[state],
    });
    expect(found.sentence).toContain(enrolmentLifecycle.states[state]);
    expect(found.next).toMatch(/^Obtenez/);
  });

  test.each(open)("SEG-3.2-01: %s, accept", (enrolmentStatus) => {
    const found = theFinding("SEG-3.2-01", { enrolmentStatus });
    expect(found.outcome).toBe("accept");
    expect(found.sentence).toContain(found.read);
  });
});

describe("SEG-3.2-02: enrolment of right", () => {
  test("SEG-3.2-02: on the market but incomplete, to_complete and nothing is granted", () => {
    const found = theFinding("SEG-3.2-02", { dossierComplete: false, competitiveMarket: true, role: "editeur" });
    expect(found).toMatchObject({ outcome: "to_complete", expected: "dossier complet", read: "dossier incomplet" });
    expect(found.computed).toBeUndefined();
    expect(found.sentence).toMatch(/n'est pas complet/);
    expect(found.next).toMatch(/^Complétez/);
  });

  test("SEG-3.2-02: neither complete nor on the market, reject: completing it would change nothing", () => {
    const facts = { dossierComplete: false, competitiveMarket: false, role: "editeur" };
    expect(theFinding("SEG-3.2-02", facts).outcome).toBe("reject");
  });

  test("SEG-3.2-02: of right, for the kind of operator that files, and no state is computed", () => {
    const granted = (role: string) =>
      theFinding("SEG-3.2-02", { dossierComplete: true, competitiveMarket: true, role });
    expect(granted("editeur").sentence).toContain("de droit pour l'Editeur qui remplit les conditions du §3.2");
    expect(granted("distributeur").sentence).toContain("de droit pour le distributeur qui remplit");
    expect(granted("editeur").computed).toBeUndefined();
  });
});

describe("SEG-3.2-03: what the list does not name", () => {
  test("SEG-3.2-03: another suspicion, an officer decides with reasons", () => {
    const found = theFinding("SEG-3.2-03", { marketSituation: "other_suspicion" });
    expect(found).toMatchObject({ outcome: "warn", needsOfficer: true, read: "autre doute" });
    expect(found.expected).toMatch(/marché concurrentiel/);
    expect(found.sentence).toMatch(/que le texte ne nomme pas/);
    expect(found.next).toMatch(/agent/);
  });

  test("SEG-3.2-03: a situation of the list, or none: no officer is asked and the sentences differ", () => {
    const [listed, none] = ["listed", "none"].map((marketSituation) => theFinding("SEG-3.2-03", { marketSituation }));
    for (const found of [listed, none]) {
      expect(found).toMatchObject({ outcome: "log" });
      expect(found?.needsOfficer).toBeUndefined();
    }
    expect(listed?.sentence).toContain("SEG-3.2-06");
    expect(none?.sentence).toMatch(/Aucun doute/);
  });
});

test.each([
  [true, true, false, "reject"],
  [true, true, true, "accept"],
  [true, false, false, "accept"],
  [false, true, false, "accept"],
  [false, false, true, "accept"],
])(
  "SEG-3.2-07: members only %s, grouping %s, free to buy elsewhere %s, %s",
  (membersOnly, publisherIsGrouping, membersFreeToBuyElsewhere, outcome) => {
    const found = theFinding("SEG-3.2-07", { membersOnly, publisherIsGrouping, membersFreeToBuyElsewhere });
    expect(found.outcome).toBe(outcome);
    expect(found.sentence).toContain(found.read);
    expect(found.read?.split(", ")).toEqual([
      membersOnly ? "Solution réservée aux membres" : "Solution ouverte à d'autres que les membres",
      publisherIsGrouping ? "Editeur constitué en groupement" : "Editeur qui n'est pas un groupement",
      membersFreeToBuyElsewhere ? "membres libres de s'équiper ailleurs" : "membres tenus à cette Solution",
    ]);
  },
);

describe("SEG-3.2-08: the list of ANS", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    theFinding("SEG-3.2-08", { ansList: "2022-03-01", inAnsList: false, role: "editeur", referenced: true, ...facts });

  test("SEG-3.2-08: absent although référencée, held by a reading until ANS answers", () => {
    const found = finding({});
    expect(found).toMatchObject({ outcome: "block", read: "non inscrit", provenance: "interpretation" });
    expect(found.sentence).toContain(
      "(Editeur) n'est pas autorisé d'après le registre transmis par l'ANS, lu le mardi 1er mars 2022",
    );
    expect(found.next).toMatch(/auprès de l'ANS/);
  });

  test("SEG-3.2-08: absent while not référencée, nothing to conclude", () => {
    const found = finding({ referenced: false });
    expect(found).toMatchObject({ outcome: "log", provenance: "interpretation" });
    expect(found.sentence).toContain("registre transmis par l'ANS, lu le mardi 1er mars 2022");
  });

  test("SEG-3.2-08: listed as a distributor, accept: the register stands for the list, by a reading", () => {
    const found = finding({ inAnsList: true, role: "distributeur", referenced: false });
    expect(found).toMatchObject({ outcome: "accept", read: "inscrit", provenance: "interpretation" });
    expect(found.sentence).toContain("(distributeur) est autorisé à s'enrôler");
    expect(found.expected).toBe("inscription au registre transmis par l'ANS, lu le mardi 1er mars 2022");
  });
});

describe("SEG-3.2-09: filing after the référencement", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    theFinding("SEG-3.2-09", {
      referencedOn: "2022-03-10",
      receivedAt: "2022-03-10T15:00:00+01:00",
      ansRegister: true,
      exception: false,
      ...facts,
    });

  test.each([
    ["2022-03-09T23:59:59.999+01:00", "inadmissible", "mercredi 9 mars 2022"],
    ["2022-03-10T00:00:00.000+01:00", "accept", "jeudi 10 mars 2022"],
  ])("SEG-3.2-09: received at %s, %s", (receivedAt, outcome, read) => {
    const found = finding({ receivedAt });
    expect(found).toMatchObject({ outcome, read, expected: "à partir du jeudi 10 mars 2022" });
    expect(found.sentence).toContain(read);
    expect(found.sentence).toContain("à partir du jeudi 10 mars 2022");
  });

  test("SEG-3.2-09: no référencement at all, inadmissible, and told when to file again", () => {
    const found = finding({ referencedOn: null });
    expect(found).toMatchObject({ outcome: "inadmissible", expected: "après l'octroi du référencement" });
    expect(found.sentence).toMatch(/elle ne pouvait l'être qu'après l'octroi du référencement\.$/);
    expect(found.next).toMatch(/^Déposez/);
  });

  test("SEG-3.2-09: received too early, the words agree with the day from which it could be", () => {
    const { sentence } = finding({ receivedAt: "2022-03-09T12:00:00+01:00" });
    expect(sentence).toMatch(/elle ne pouvait l'être qu'à partir du jeudi 10 mars 2022\.$/);
  });

  test.each([null, "2022-03-10"])(
    "SEG-3.2-09: a number that ANS does not know (référencement %s), nothing to decide before it is completed",
    (referencedOn) => {
      const receivedAt = "2022-03-09T12:00:00+01:00";
      const found = finding({ ansRegister: false, referencedOn, receivedAt });
      expect(found).toMatchObject({ outcome: "log", provenance: "interpretation" });
      expect(found.sentence).toMatch(/une fois le numéro de la Solution établi/);
    },
  );

  test("SEG-3.2-09: under the exception, whatever ANS knows of the number, left to SEG-2-17", () => {
    for (const ansRegister of [true, false]) {
      const found = finding({ referencedOn: null, ansRegister, exception: true });
      expect(found.outcome).toBe("log");
      expect(found.sentence).toContain("SEG-2-17");
    }
  });
});
