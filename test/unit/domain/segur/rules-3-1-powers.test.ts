import { describe, expect, test } from "@jest/globals";
import { judged, theFinding } from "./judged.ts";

describe("SEG-3.1-08: the powers of the depositor", () => {
  const finding = (facts: Readonly<Record<string, unknown>> = {}) =>
    theFinding("SEG-3.1-08", {
      depositorIsLegalRep: true,
      depositor: null,
      legalRep: "Zoé d\u2019Été",
      powersAttestation: false,
      ...facts,
    });

  test("SEG-3.1-08: produced although the legal representative files, accept as not asked", () => {
    const found = finding({ powersAttestation: true });
    expect(found).toMatchObject({
      outcome: "accept",
      expected: "aucune attestation",
      read: "dépôt par le représentant légal",
    });
    expect(found.sentence).toMatch(/aucune attestation de pouvoirs n'est demandée/);
  });

  test("SEG-3.1-08: another depositor declared, none named, to_complete, and what to add", () => {
    const found = finding({ depositorIsLegalRep: false });
    expect(found).toMatchObject({ outcome: "to_complete", read: "pièce absente" });
    expect(found.sentence).toMatch(/^L'attestation des pouvoirs du dépositaire manque/);
    expect(found.next).toMatch(/^Ajoutez/);
  });

  test("SEG-3.1-08: the legal representative declared, another person named on the form, to_complete by the text", () => {
    const found = finding({ depositor: "Claude Petit" });
    expect(found).toMatchObject({
      outcome: "to_complete",
      expected: "attestation des pouvoirs du dépositaire",
      read: "pièce absente",
      provenance: "text",
    });
    expect(found.sentence).toMatch(/nomme un dépositaire qui n'est pas le représentant légal/);
    expect(found.next).toMatch(/^Ajoutez/);
  });

  test("SEG-3.1-08: another person named and its powers produced, accept with the piece", () => {
    expect(finding({ depositor: "Claude Petit", powersAttestation: true })).toMatchObject({
      outcome: "accept",
      read: "pièce produite",
    });
  });

  test.each([
    ["Zoé d\u2019Été", "accept"],
    ["  ZOE   D'ETE ", "accept"],
    ["Zoé d'Étés", "to_complete"],
  ])("SEG-3.1-08: the form names « %s » for « Zoé d'Été », %s", (depositor, outcome) => {
    expect(finding({ depositor }).outcome).toBe(outcome);
  });

  test("SEG-3.1-08: a depositor named and no legal representative, to_complete; neither named, accept", () => {
    expect(finding({ depositor: "Claude Petit", legalRep: null }).outcome).toBe("to_complete");
    expect(finding({ legalRep: null }).outcome).toBe("accept");
  });

  test("SEG-3.1-08: another depositor declared, the legal representative named as such, to_complete as declared", () => {
    expect(finding({ depositorIsLegalRep: false, depositor: "Zoé d'Été" }).outcome).toBe("to_complete");
  });

  test("SEG-3.1-08: no finding repeats a name", () => {
    const findings = [finding({ depositor: "Claude Petit" }), finding({ depositor: "Claude Petit", legalRep: null })];
    expect(JSON.stringify(findings)).not.toMatch(/Claude|Petit|Zoé/);
  });
});

describe("SEG-3.1-09: the mandat", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    judged("SEG-3.1-09", {
      role: "distributeur",
      mandat: true,
      mandatOperator: "S1",
      applicant: "S1",
      mandatSolution: "R1",
      formNumber: "R1",
      ...facts,
    });

  test("SEG-3.1-09: another operator and another Solution, both defects at once", () => {
    const [operator, solution, ...others] = finding({ mandatOperator: "S2", mandatSolution: "R2" });
    expect(others).toEqual([]);
    expect(operator).toMatchObject({ outcome: "to_complete", expected: "S1", read: "S2" });
    expect(operator?.sentence).toMatch(/S2.*S1/);
    expect(operator?.next).toMatch(/désigne le Fournisseur/);
    expect(solution).toMatchObject({ outcome: "to_complete", expected: "R1", read: "R2" });
    expect(solution?.sentence).toMatch(/R2.*R1/);
    expect(solution?.next).toMatch(/vise la Solution/);
  });

  test("SEG-3.1-09: a mandat that names nobody and nothing, to_complete", () => {
    expect(finding({ mandatOperator: null, mandatSolution: null }).map(({ read }) => read)).toEqual([
      "aucun opérateur",
      "aucune Solution",
    ]);
  });

  test.each([["SGL 12"], [null]])(
    "SEG-3.1-09: the form names no Solution, the mandat %s: left to SEG-3.1-04",
    (mandatSolution) => {
      expect(finding({ formNumber: null, mandatSolution })).toMatchObject([
        { outcome: "accept", expected: expect.stringContaining("numéro reste à établir") },
      ]);
    },
  );

  test("SEG-3.1-09: the form names a Solution, the mandat none: to_complete", () => {
    expect(finding({ mandatSolution: null })).toMatchObject([{ outcome: "to_complete", read: "aucune Solution" }]);
  });

  test.each([
    ["the operator", { mandatOperator: "labo  NOVÁ", applicant: "Labo Nova" }],
    ["the Solution", { mandatSolution: "sgl  12", formNumber: "SGL 12" }],
  ])("SEG-3.1-09: %s in other letters, with other accents and spaces, accept", (_, facts) => {
    expect(finding(facts).map(({ outcome }) => outcome)).toEqual(["accept"]);
  });

  test.each([
    ["operator", { mandatOperator: "Labo Novo", applicant: "Labo Nova" }, "Labo Nova", "Labo Novo"],
    ["number", { mandatSolution: "SGL 13", formNumber: "SGL 12" }, "SGL 12", "SGL 13"],
  ])("SEG-3.1-09: another %s by a single sign, to_complete with both", (_, facts, expected, read) => {
    expect(finding(facts)).toMatchObject([{ outcome: "to_complete", expected, read }]);
  });

  test("SEG-3.1-09: filed as an Editeur, accept: the words say of whom the demand is, not who the Editeur is", () => {
    const [found, ...others] = finding({ role: "editeur", mandat: false });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ outcome: "accept", expected: "aucun mandat", read: "demande de l'Editeur" });
    expect(found?.sentence).toMatch(/^La demande est celle d'un Editeur\u202f:/);
  });

  test("SEG-3.1-09: in order, the sentence names the distributor; missing, it says what to add", () => {
    expect(finding({})).toMatchObject([{ outcome: "accept", expected: "S1, R1", read: "S1, R1" }]);
    expect(finding({})[0]?.sentence).toContain("S1");
    expect(finding({ mandat: false })[0]).toMatchObject({
      read: "pièce absente",
      next: expect.stringMatching(/^Ajoutez/),
    });
  });
});
