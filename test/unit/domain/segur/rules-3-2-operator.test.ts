import { describe, expect, test } from "@jest/globals";
import { judged, theFinding } from "./judged.ts";

/** The Editeur of a référencée Solution, as the register of ANS knows it. */
const editeur = {
  role: "editeur",
  ansRegister: true,
  applicantSiret: "73282932000074",
  applicantIsEditeurOfNumber: true,
  declaredDistributor: false,
  referenced: true,
  decision: "grant",
  exception: false,
};
/** A distributor that the Editeur of a référencée Solution declared, with its mandat. */
const distributor = {
  ...editeur,
  role: "distributeur",
  applicantIsEditeurOfNumber: false,
  declaredDistributor: true,
  declaredToAns: true,
  mandat: true,
};
type Facts = Readonly<Record<string, unknown>>;

describe("SEG-3.2-04: the Editeur, known by the register", () => {
  const finding = (facts: Facts) => theFinding("SEG-3.2-04", { ...editeur, ...facts });

  test("SEG-3.2-04: the Editeur that is also a declared distributor, accept as Editeur; the SIRET is named", () => {
    const found = finding({ declaredDistributor: true });
    expect(found).toMatchObject({ outcome: "accept", read: "Editeur de la Solution", provenance: "text" });
    expect(found.sentence).toMatch(/73282932000074 est l'Editeur de la Solution référencée\.$/);
  });

  test.each([
    [true, false, "grant", "accept", /Solution référencée\.$/],
    [true, true, "grant", "accept", /Solution référencée\.$/],
    [false, false, "grant", "reject", /n'est pas référencée au jour de l'examen\.$/],
    [false, false, null, "reject", /n'est pas référencée au jour de l'examen\.$/],
    [false, true, null, "accept", /qui n'est pas encore référencée\.$/],
    // Granted since, and withdrawn.
    [false, true, "grant", "reject", /n'est pas référencée au jour de l'examen\.$/],
    [false, true, "refusal", "reject", /n'est pas référencée au jour de l'examen\.$/],
  ])(
    "SEG-3.2-04: référencée %s, under the exception %s, decision of ANS %s: %s",
    (referenced, exception, decision, outcome, says) => {
      const found = finding({ referenced, exception, decision });
      expect(found.outcome).toBe(outcome);
      expect(found.sentence).toMatch(says);
    },
  );

  test("SEG-3.2-04: a Solution that is not référencée, what is expected of it and what is read", () => {
    expect(finding({ referenced: false })).toMatchObject({
      expected: "Solution référencée par l'ANS",
      read: "Solution non référencée",
    });
  });

  test("SEG-3.2-04: filed as an Editeur by a declared distributor, to_complete: its quality, and the mandat", () => {
    const found = finding({ applicantIsEditeurOfNumber: false, declaredDistributor: true });
    expect(found).toMatchObject({
      outcome: "to_complete",
      expected: "Editeur de la Solution",
      read: "distributeur déclaré",
    });
    expect(found.sentence).toMatch(/73282932000074.*comme Editeur.*distributeur déclaré/);
    expect(found.next).toMatch(/qualité du Fournisseur est à rectifier.*mandat.*à produire/);
  });

  test("SEG-3.2-04: filed as a distributor by a declared one, left to SEG-3.2-05", () => {
    const found = finding(distributor);
    expect(found).toMatchObject({ outcome: "log", read: "distributeur déclaré" });
    expect(found.sentence).toMatch(/73282932000074.*SEG-3\.2-05/);
  });

  test("SEG-3.2-04: filed as a distributor by the Editeur, nothing to decide here", () => {
    const found = finding({ role: "distributeur" });
    expect(found).toMatchObject({ outcome: "log", read: "Editeur de la Solution" });
    expect(found.sentence).toMatch(/est l'Editeur de la Solution.*celle d'un distributeur/);
  });

  test.each(["editeur", "distributeur"])("SEG-3.2-04: filed as %s by neither of the two, reject", (role) => {
    const found = finding({ role, applicantIsEditeurOfNumber: false });
    expect(found).toMatchObject({ outcome: "reject", read: "ni l'un ni l'autre" });
    expect(found.sentence).toContain("73282932000074");
  });

  test.each(["editeur", "distributeur"])(
    "SEG-3.2-04: filed as %s under a number unknown to ANS, not judged yet",
    (role) => {
      const unknown = { ansRegister: false, applicantIsEditeurOfNumber: false, referenced: false };
      const found = finding({ ...unknown, role });
      expect(found).toMatchObject({ outcome: "log", provenance: "interpretation" });
      expect(found.sentence).toMatch(/une fois le numéro de la Solution établi/);
    },
  );
});

describe("SEG-3.2-05: the distributor", () => {
  const findings = (facts: Facts) => judged("SEG-3.2-05", { ...distributor, ...facts });

  test("SEG-3.2-05: neither declared, nor mandated, and its Solution not référencée, each defect at once", () => {
    const found = findings({ declaredToAns: false, referenced: false, mandat: false });
    expect(found.map(({ outcome }) => outcome)).toEqual(["reject", "reject", "to_complete"]);
    expect(found.map(({ read }) => read)).toEqual(["aucune déclaration", "Solution non référencée", "pièce absente"]);
    expect(found[0]?.next).toMatch(/^Demandez/);
    expect(found[2]?.next).toMatch(/^Ajoutez/);
  });

  test("SEG-3.2-05: declared and mandated, its Solution not référencée, reject; référencée, accept", () => {
    expect(findings({ referenced: false })).toMatchObject([
      { outcome: "reject", expected: "Solution référencée par l'ANS", provenance: "text" },
    ]);
    expect(findings({})).toMatchObject([{ outcome: "accept", read: "déclaration à l'ANS et mandat" }]);
  });

  test("SEG-3.2-05: filed as an Editeur, nothing to decide, whatever is lacking", () => {
    const [found, ...others] = findings({ role: "editeur", declaredToAns: false, referenced: false, mandat: false });
    expect(others).toEqual([]);
    expect(found?.outcome).toBe("log");
    expect(found?.sentence).toMatch(/n'est pas celle d'un distributeur/);
  });

  test("SEG-3.2-05: filed as a distributor by the Editeur, to_complete by a reading: only its quality is mistaken", () => {
    const found = findings({ applicantIsEditeurOfNumber: true, declaredToAns: false, mandat: false });
    expect(found).toMatchObject([
      {
        outcome: "to_complete",
        expected: "distributeur déclaré",
        read: "Editeur de la Solution",
        provenance: "interpretation",
      },
    ]);
    expect(found[0]?.next).toMatch(/qualité du Fournisseur est à rectifier/);
  });

  test("SEG-3.2-05: a number unknown to ANS, not judged yet, whatever is lacking", () => {
    const unknown = { ansRegister: false, declaredToAns: false, referenced: false, mandat: false };
    expect(findings(unknown)).toMatchObject([{ outcome: "log", provenance: "interpretation" }]);
    expect(findings(unknown)[0]?.sentence).toMatch(/une fois le numéro de la Solution établi/);
  });
});
