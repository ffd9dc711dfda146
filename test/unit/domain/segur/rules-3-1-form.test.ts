import { describe, expect, test } from "@jest/globals";
import { judged, theFinding } from "./judged.ts";

describe("SEG-3.1-01: the pieces of the dossier", () => {
  test("SEG-3.1-01: two pieces missing, one finding each, with why it is due", () => {
    const findings = judged("SEG-3.1-01", {
      role: "distributeur",
      depositorIsLegalRep: true,
      exception: false,
      pieces: ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB"],
    });
    expect(findings.map(({ outcome }) => outcome)).toEqual(["to_complete", "to_complete"]);
    expect(findings.map(({ sentence }) => sentence)).toEqual([
      "Il manque une pièce au dossier\u202f: Pièce d'identité du dépositaire (CNI, passeport ou titre de séjour).",
      "Il manque une pièce au dossier\u202f: Mandat de distributeur autorisé.",
    ]);
    expect(findings[1]).toMatchObject({
      expected: "Mandat de distributeur autorisé. Le Fournisseur n'est pas l'Editeur de la Solution.",
      read: "pièce absente",
      next: "Ajoutez cette pièce au dossier.",
    });
  });

  test("SEG-3.1-01: no rapport while ANS has not decided, accept with the three pieces due now", () => {
    const pieces = ["D-ENR-FORM", "D-ENR-RIB", "D-ENR-ID"];
    const facts = { role: "editeur", depositorIsLegalRep: true, pieces };
    expect(theFinding("SEG-3.1-01", { ...facts, exception: true })).toMatchObject({
      outcome: "accept",
      expected: "3 pièces",
      sentence: "Le dossier contient les 3 pièces demandées.",
    });
    expect(theFinding("SEG-3.1-01", { ...facts, exception: false }).outcome).toBe("to_complete");
  });
});

test("SEG-3.1-02: another form, and unsigned: both defects at once", () => {
  const findings = judged("SEG-3.1-02", { formTemplate: false, formSigned: false });
  expect(findings.map(({ outcome, read }) => [outcome, read])).toEqual([
    ["to_complete", "autre formulaire, ou formulaire vide"],
    ["to_complete", "formulaire sans signature"],
  ]);
  for (const { next } of findings) expect(next).toMatch(/^Remplacez/);
});

test("SEG-3.1-02: another form, signed: that defect alone", () => {
  expect(theFinding("SEG-3.1-02", { formTemplate: false, formSigned: true }).sentence).toMatch(/Page web/);
});

describe("SEG-3.1-03: what the form gives", () => {
  const form = {
    fournisseurName: "Bioinformatique du Midi",
    siret: "73282932000074",
    legalRep: "Alix Martin",
    depositor: null,
    depositorIsLegalRep: true,
    contact: "contact@fournisseur.example",
    paymentDetails: "virement",
  };

  test.each([
    ["fournisseurName", "le nom du Fournisseur"],
    ["siret", "le numéro SIRET du Fournisseur"],
    ["legalRep", "le représentant légal du Fournisseur"],
    ["contact", "les coordonnées de contact"],
    ["paymentDetails", "les coordonnées de paiement"],
  ])("SEG-3.1-03: %s missing, to_complete naming « %s »", (key, what) => {
    const found = theFinding("SEG-3.1-03", { ...form, [key]: null });
    expect(found).toMatchObject({ outcome: "to_complete", expected: what, read: "mention absente" });
    expect(found.sentence).toBe(`Il manque au formulaire\u202f: ${what}.`);
    expect(found.next).toBe("Complétez le formulaire.");
  });

  test("SEG-3.1-03: another person files and is not named, to_complete; named, accept", () => {
    const facts = { ...form, depositorIsLegalRep: false };
    expect(theFinding("SEG-3.1-03", facts)).toMatchObject({
      outcome: "to_complete",
      expected: "le dépositaire de la demande, qui n'est pas le représentant légal",
    });
    expect(theFinding("SEG-3.1-03", { ...facts, depositor: "Claude Petit" }).outcome).toBe("accept");
  });

  test("SEG-3.1-03: a malformed SIRET, accept with a warning that is not the text", () => {
    const [complete, warning, ...others] = judged("SEG-3.1-03", { ...form, siret: "73282932000075" });
    expect(others).toEqual([]);
    expect(complete).toMatchObject({ outcome: "accept", provenance: "text" });
    expect(warning).toMatchObject({ outcome: "warn", provenance: "interpretation", read: "73282932000075" });
    expect(warning?.sentence).toMatch(/^Le numéro SIRET paraît mal formé\. .*clé de contrôle/);
    expect(warning?.expected).toMatch(/valide/);
    expect(warning?.next).toMatch(/^Vérifiez/);
  });

  test("SEG-3.1-03: no finding repeats a name, an address or an account", () => {
    const personal = [form.legalRep, "Claude Petit", form.contact, form.paymentDetails];
    const findings = [
      ...judged("SEG-3.1-03", { ...form, depositor: "Claude Petit", depositorIsLegalRep: false }),
      ...judged("SEG-3.1-03", { ...form, siret: null }),
    ];
    for (const value of personal) expect(JSON.stringify(findings)).not.toContain(value);
  });
});

describe("SEG-3.1-04: the number of the Solution", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    theFinding("SEG-3.1-04", {
      formNumber: "R1",
      ansNumber: "R1",
      ansRegister: true,
      referencementNumber: "R1",
      exception: false,
      ...facts,
    });

  test("SEG-3.1-04: no number on the form and no exception, to_complete by the text", () => {
    const found = finding({ formNumber: null });
    expect(found).toMatchObject({ outcome: "to_complete", expected: "R1", read: "aucun numéro", provenance: "text" });
    expect(found.sentence).toMatch(/ne porte pas de numéro/);
    expect(found.next).toMatch(/^Portez/);
  });

  test("SEG-3.1-04: a number that ANS does not know, to_complete", () => {
    const found = finding({ formNumber: "R9", ansRegister: false, ansNumber: null });
    expect(found).toMatchObject({ outcome: "to_complete", read: "R9", expected: "numéro délivré par l'ANS" });
    expect(found.sentence).toContain("ne connaît pas le numéro R9");
  });

  test("SEG-3.1-04: the number of another Solution, to_complete with both numbers", () => {
    const found = finding({ ansNumber: "R2" });
    expect(found).toMatchObject({ expected: "R2", read: "R1", provenance: "text" });
    expect(found.sentence).toMatch(/R1.*R2/);
    expect(finding({ ansNumber: null }).sentence).toMatch(/inconnu\.$/);
  });

  test("SEG-3.1-04: another number on the rapport, to_complete by a cross-check and not by the text", () => {
    const found = finding({ referencementNumber: "R3" });
    expect(found).toMatchObject({ outcome: "to_complete", expected: "R3", read: "R1", provenance: "interpretation" });
    expect(found.sentence).toMatch(/R1.*rapport.*R3/);
  });

  test("SEG-3.1-04: the same number in other letters and with other spaces, accept: another one by a single sign, to_complete", () => {
    expect(finding({ formNumber: "sgl  12", ansNumber: "SGL 12", referencementNumber: "Sgl 12" }).outcome).toBe(
      "accept",
    );
    expect(finding({ formNumber: "SGL 12", ansNumber: "SGL 13", referencementNumber: "SGL 12" }).outcome).toBe(
      "to_complete",
    );
    expect(finding({ formNumber: "SGL 12", ansNumber: "SGL 12", referencementNumber: "SGL 13" }).outcome).toBe(
      "to_complete",
    );
  });

  test("SEG-3.1-04: no rapport to compare with, accept: SEG-3.1-05 asks for it", () => {
    const found = finding({ referencementNumber: null });
    expect(found).toMatchObject({ outcome: "accept", expected: "R1", read: "R1" });
    expect(found.sentence).toContain("R1");
  });

  test("SEG-3.1-04: under the exception, accept by a reading, and the number is announced as due later", () => {
    const found = finding({ exception: true, formNumber: null, ansNumber: null });
    expect(found).toMatchObject({ outcome: "accept", provenance: "interpretation" });
    expect(found.next).toMatch(/après l'octroi/);
  });
});
