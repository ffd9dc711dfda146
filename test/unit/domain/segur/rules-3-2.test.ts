import { describe, expect, test } from "@jest/globals";
import { enrolmentLifecycle, enrolmentStates } from "../../../../shared/domain/segur/lifecycle-enrolment.ts";
import { judged, theFinding } from "./judged.ts";

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

  test("SEG-3.2-02: granted, the sentence names the kind of operator", () => {
    const granted = (role: string) =>
      theFinding("SEG-3.2-02", { dossierComplete: true, competitiveMarket: true, role });
    expect(granted("editeur").sentence).toContain("l'Editeur est enrôlé");
    expect(granted("distributeur").sentence).toContain("le distributeur est enrôlé");
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

test("SEG-3.2-04: a declared distributor, left to SEG-3.2-05", () => {
  const facts = { applicantSiret: "73282932000074", applicantIsEditeurOfNumber: false, declaredDistributor: true };
  const found = theFinding("SEG-3.2-04", facts);
  expect(found).toMatchObject({ outcome: "log", read: "distributeur déclaré" });
  expect(found.sentence).toMatch(/73282932000074.*SEG-3\.2-05/);
});

test("SEG-3.2-04: an Editeur that is also a declared distributor, accept as Editeur; the SIRET is named", () => {
  const facts = { applicantSiret: "73282932000074", declaredDistributor: true };
  const found = theFinding("SEG-3.2-04", { ...facts, applicantIsEditeurOfNumber: true });
  expect(found).toMatchObject({ outcome: "accept", read: "Editeur de la Solution" });
  expect(found.sentence).toContain("73282932000074");
});

describe("SEG-3.2-05: the distributor", () => {
  test("SEG-3.2-05: neither declared nor mandated, both defects at once", () => {
    const findings = judged("SEG-3.2-05", { role: "distributeur", declaredToAns: false, mandat: false });
    expect(findings.map(({ outcome }) => outcome)).toEqual(["reject", "to_complete"]);
    expect(findings[0]?.next).toMatch(/^Demandez/);
    expect(findings[1]?.next).toMatch(/^Ajoutez/);
  });

  test("SEG-3.2-05: an Editeur, nothing to decide", () => {
    const found = theFinding("SEG-3.2-05", { role: "editeur", declaredToAns: false, mandat: false });
    expect(found.outcome).toBe("log");
    expect(found.sentence).toMatch(/n'est pas un distributeur/);
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
    expect(found.sentence).toContain("(Editeur) ne figure pas sur la liste de l'ANS du mardi 1er mars 2022");
    expect(found.next).toMatch(/ANS/);
  });

  test("SEG-3.2-08: absent while not référencée, nothing to conclude", () => {
    const found = finding({ referenced: false });
    expect(found.outcome).toBe("log");
    expect(found.sentence).toContain("liste de l'ANS du mardi 1er mars 2022");
  });

  test("SEG-3.2-08: listed as a distributor, accept by the text", () => {
    const found = finding({ inAnsList: true, role: "distributeur", referenced: false });
    expect(found).toMatchObject({ outcome: "accept", read: "inscrit", provenance: "text" });
    expect(found.sentence).toContain("(distributeur)");
    expect(found.expected).toContain("liste de l'ANS du mardi 1er mars 2022");
  });
});

describe("SEG-3.2-09: filing after the référencement", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    theFinding("SEG-3.2-09", {
      referencedOn: "2022-03-10",
      receivedAt: "2022-03-10T15:00:00+01:00",
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
    expect(found.next).toMatch(/^Déposez/);
  });

  test("SEG-3.2-09: under the exception, left to SEG-2-17", () => {
    const found = finding({ referencedOn: null, exception: true });
    expect(found.outcome).toBe("log");
    expect(found.sentence).toContain("SEG-2-17");
  });
});
