import { beforeAll, describe, expect, test } from "@jest/globals";
import { findingsOnEvidence } from "../../../../shared/domain/segur/completeness.ts";
import { comparePiece, type Declared } from "../../../../shared/domain/segur/evidence/compare.ts";
import { readPiece } from "../../../../shared/domain/segur/evidence/evidence.ts";
import { type EvidenceRead, evidenceRead } from "../../../../shared/domain/segur/evidence/filed-evidence.ts";
import type { PieceCode } from "../../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { readPdfText } from "../../../../shared/inspection/pdf/text.ts";
import type { PdfText } from "../../../../shared/inspection/pdf/text-schema.ts";
import { pdf, plain } from "../../../support/pdf/crafted.ts";
import { document, type Line } from "../../../support/pdf/honest.ts";

const declared: Declared = {
  fournisseurName: "Bio-Logiciels SAS",
  siret: "73282932000074",
  legalRep: "Claire Dupont",
  formNumber: "BIO-14",
  formIban: "FR76 3000 6000 0112 3456 7890 189",
};
const account: Line = [200, 300, "FR76 3000 6000 0112 3456 7890 189"];
const another: Line = [200, 300, "DE89 3704 0044 0532 0130 00"];
const form: readonly Line[] = [
  [50, 100, "Fournisseur : BIO-LOGICIELS SAS"],
  [50, 120, "SIRET"],
  [200, 120, "732 829 320 00074"],
  [50, 140, "Représentant légal : Mme Claire DUPONT"],
  [50, 160, "Numéro de référencement : BIO-14"],
  [50, 180, "Fait à Paris, le 28 novembre 2022"],
  account,
];

const textOf = async (...pages: readonly (readonly Line[])[]) => readPdfText(await document(...pages));
const standings = (piece: PieceCode, text: PdfText, facts = declared) =>
  Object.fromEntries(comparePiece(piece, text, facts).map(({ fact, standing }) => [fact, standing]));

describe("the form, read from its PDF", () => {
  let text: PdfText;
  beforeAll(async () => {
    text = await textOf([], form);
  });

  test("says what was declared: each fact confirmed, with its page and place", () => {
    const compared = comparePiece("D-ENR-FORM", text, declared);
    expect(compared.map(({ fact, standing }) => `${fact} ${standing}`)).toEqual([
      "fournisseurName confirmed",
      "siret confirmed",
      "legalRep confirmed",
      "formNumber confirmed",
      "formIban confirmed",
    ]);
    expect(compared.find(({ fact }) => fact === "siret")?.at).toEqual({ page: 2, x: 200, y: 120 });
  });

  test("its date is read, with its page and place", () => {
    expect(readPiece("D-ENR-FORM", text).dates).toEqual([{ value: "2022-11-28", page: 2, x: 50, y: 180 }]);
  });

  test("says something else: told with the number read, the account masked", () => {
    const others = { ...declared, siret: "35600000000048", formNumber: "BIO-15", formIban: "DE89370400440532013000" };
    const different = comparePiece("D-ENR-FORM", text, others).filter(({ standing }) => standing === "different");
    expect(different.map(({ sentence }) => sentence)).toEqual([
      "La pièce porte un autre numéro (732 829 320 00074, page 2) que le numéro SIRET qui a été déclaré.",
      "La pièce porte un autre numéro (BIO-14, page 2) que le numéro de référencement qui a été déclaré.",
      "La pièce porte un autre numéro (•••• 0189, page 2) que l'IBAN qui a été déclaré.",
    ]);
  });

  test("says nothing of a name: not found, which is for a person", () => {
    const [name] = comparePiece("D-ENR-FORM", text, { fournisseurName: "Autre Société" });
    expect(name).toEqual({
      piece: "D-ENR-FORM",
      fact: "fournisseurName",
      standing: "not-found",
      sentence: "Le nom du Fournisseur n'a pas été lu sur la pièce ; l'instructeur le vérifie.",
    });
  });
});

describe("the other pieces", () => {
  test("X-03, identity of the depositor, or of the legal representative where none is declared", async () => {
    const paper = await textOf([
      [50, 100, "Nom : DUPONT"],
      [50, 120, "Prénom : Claire"],
    ]);
    expect(standings("D-ENR-ID", paper)).toEqual({ depositor: "confirmed" });
    expect(standings("D-ENR-ID", paper, { ...declared, depositor: "Paul Durand" })).toEqual({ depositor: "not-found" });
  });

  test("X-03, an attestation that names both: confirmed", async () => {
    const attestation = await textOf([[50, 100, "Claire Dupont donne pouvoir à Paul Durand"]]);
    const facts = { ...declared, depositor: "Paul Durand" };
    expect(standings("D-ENR-POUVOIRS", attestation, facts)).toEqual({ depositor: "confirmed", legalRep: "confirmed" });
  });

  test("X-04, a mandat that names the applicant and another Solution", async () => {
    const mandat = await textOf([
      [50, 100, "mandate la société Bio-Logiciels SAS"],
      [50, 120, "pour la Solution de numéro de référencement BIO-99"],
    ]);
    expect(standings("D-ENR-MANDAT", mandat)).toEqual({ fournisseurName: "confirmed", formNumber: "different" });
  });

  test("a scan, without text: nothing found, and the sentence says why", async () => {
    const scan = await readPdfText(pdf({ ...plain, 4: "<< /Length 0 >>\nstream\n\nendstream" }));
    expect(comparePiece("D-ENR-RIB", scan, declared).map(({ standing, sentence }) => [standing, sentence])).toEqual([
      ["not-found", "L'IBAN n'a pas pu être lu : la pièce ne contient pas de texte ; l'instructeur le vérifie."],
      [
        "not-found",
        "Le nom du Fournisseur n'a pas pu être lu : la pièce ne contient pas de texte ; l'instructeur le vérifie.",
      ],
    ]);
  });

  test("a text that cannot be read: as a scan", () => {
    expect(standings("D-ENR-RAPPORT", { status: "unreadable" })).toEqual({ formNumber: "not-found" });
  });
});

describe("the pieces of a dossier against each other, from their PDFs alone", () => {
  const read = async (code: PieceCode, ...lines: readonly Line[]) => ({
    code,
    readings: readPiece(code, await textOf(lines)),
    signatures: 0,
  });
  const title: Line = [50, 50, "Relevé d'identité bancaire"];
  const outcomes = (evidence: EvidenceRead) =>
    findingsOnEvidence({ ...evidence.facts, ...evidence.texts })
      .filter(({ rule }) => rule === "SEG-3.1-06")
      .map(({ outcome, sentence }) => [outcome, sentence.replaceAll("\u00a0", " ")]);

  test("SEG-3.1-06 (X-02) a RIB of the account of the form: accepted, the account masked", async () => {
    const evidence = evidenceRead([await read("D-ENR-FORM", ...form), await read("D-ENR-RIB", title, account)]);
    expect(outcomes(evidence)).toEqual([["accept", "Le RIB et le formulaire indiquent le même compte (•••• 0189)."]]);
  });

  test("SEG-3.1-06 (X-02) a RIB of another account: caught, both accounts masked", async () => {
    const evidence = evidenceRead([await read("D-ENR-FORM", ...form), await read("D-ENR-RIB", title, another)]);
    expect(outcomes(evidence)).toEqual([
      ["to_complete", "Le RIB (IBAN •••• 3000) et le formulaire (IBAN •••• 0189) n'indiquent pas le même compte."],
    ]);
  });

  test("SEG-3.1-06 (X-02) a RIB that bears two accounts, the second one that of the form: accepted", async () => {
    const second: Line = [200, 340, account[2]];
    const evidence = evidenceRead([await read("D-ENR-FORM", ...form), await read("D-ENR-RIB", title, another, second)]);
    expect(outcomes(evidence).map(([outcome]) => outcome)).toEqual(["accept"]);
  });

  test("SEG-3.1-06 (X-02) a RIB whose account cannot be read: nothing is found, a person compares", async () => {
    const evidence = evidenceRead([await read("D-ENR-FORM", ...form), await read("D-ENR-RIB", title)]);
    expect([outcomes(evidence), evidence.texts.ribIban]).toEqual([[], undefined]);
  });

  test.each([
    ["the number of the form, in other capitals, after another one", ["BIO-99", "bio-14"], "bio-14"],
    ["other numbers than the form: the first", ["BIO-15", "BIO-16"], "BIO-15"],
  ])("SEG-3.1-04 (X-01) a rapport that bears %s", async (_, numbers, expected) => {
    const lines = numbers.map((number, index): Line => [50, 100 + 20 * index, `Numéro de référencement : ${number}`]);
    const evidence = evidenceRead([await read("D-ENR-FORM", ...form), await read("D-ENR-RAPPORT", ...lines)]);
    expect(evidence.texts.referencementNumber).toBe(expected);
  });
});
