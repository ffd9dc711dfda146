import { describe, expect, test } from "@jest/globals";
import { type EnrolmentSituation, piecesDue, situationOf } from "../../../../shared/domain/segur/pieces-due.ts";
import { pieceCodes } from "../../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { segurRules } from "../../../../shared/domain/segur/registry.ts";

const due = (situation: EnrolmentSituation) =>
  Object.fromEntries(piecesDue(situation).map(({ code, due }) => [code, due]));

const everyonesPieces = {
  "D-ENR-FORM": "required",
  "D-ENR-RAPPORT": "required",
  "D-ENR-RIB": "required",
  "D-ENR-ID": "required",
};

test("an Editeur whose legal representative files: four pieces, neither powers nor mandat", () => {
  expect(due({ role: "editeur", depositorIsLegalRep: true, exception: false })).toEqual({
    ...everyonesPieces,
    "D-ENR-POUVOIRS": "not-asked",
    "D-ENR-MANDAT": "not-asked",
  });
});

test("an Editeur for whom another person files: powers too", () => {
  expect(due({ role: "editeur", depositorIsLegalRep: false, exception: false })).toEqual({
    ...everyonesPieces,
    "D-ENR-POUVOIRS": "required",
    "D-ENR-MANDAT": "not-asked",
  });
});

test("a distributor whose legal representative files: the mandat too", () => {
  expect(due({ role: "distributeur", depositorIsLegalRep: true, exception: false })).toEqual({
    ...everyonesPieces,
    "D-ENR-POUVOIRS": "not-asked",
    "D-ENR-MANDAT": "required",
  });
});

test("under the exception of §2: the rapport is due after the grant, the rest now", () => {
  expect(due({ role: "editeur", depositorIsLegalRep: true, exception: true })).toEqual({
    ...everyonesPieces,
    "D-ENR-RAPPORT": "required-after-grant",
    "D-ENR-POUVOIRS": "not-asked",
    "D-ENR-MANDAT": "not-asked",
  });
});

test("whether a piece is due or not, the reason is another French sentence", () => {
  const here = piecesDue({ role: "editeur", depositorIsLegalRep: true, exception: true });
  const there = piecesDue({ role: "distributeur", depositorIsLegalRep: false, exception: false });
  for (const [index, piece] of here.entries()) {
    const other = there[index]!;
    for (const { why } of [piece, other]) expect(why).toMatch(/^[A-Z].+\.$/);
    expect(piece.why === other.why).toBe(piece.due === other.due);
  }
});

test("each piece is listed once, in the order of the text, under the article of its rule", () => {
  const pieces = piecesDue({ role: "editeur", depositorIsLegalRep: true, exception: false });
  expect(pieces.map(({ code }) => code)).toEqual([...pieceCodes]);
  for (const { rule, article, label } of pieces) {
    expect(segurRules.find(({ id }) => id === rule)?.source.article).toBe(article);
    expect(label).toMatch(/^\S.+/);
  }
});

describe("the situation of a dossier", () => {
  const declared = { role: "editeur", depositorIsLegalRep: true, exception: false } as const;
  const settled = (value: string | boolean) => ({ action: "override" as const, seq: 4, value });
  const none = { action: "override" as const, seq: 4, none: true as const };

  test("nothing settled: what was declared", () => {
    expect(situationOf({ declared })).toEqual(declared);
    const head = { declared: { ...declared, formNumber: "SGL-2022-0042" }, reviews: {} };
    expect(situationOf(head)).toEqual(declared);
  });

  test("SEG-3.1-09 settled as a distributor: the mandat is due; declared as one and settled as the Editeur: it is not", () => {
    const distributor = situationOf({ declared, reviews: { role: settled("distributeur") } });
    expect(due(distributor)).toMatchObject({ "D-ENR-MANDAT": "required", "D-ENR-POUVOIRS": "not-asked" });
    const editeur = situationOf({
      declared: { ...declared, role: "distributeur" },
      reviews: { role: settled("editeur") },
    });
    expect(due(editeur)).toMatchObject({ "D-ENR-MANDAT": "not-asked" });
  });

  test("SEG-3.1-08 settled as filed by another person: the powers are due; settled as filed by the legal one: not", () => {
    const another = situationOf({ declared, reviews: { depositorIsLegalRep: settled(false) } });
    expect(due(another)).toMatchObject({ "D-ENR-POUVOIRS": "required", "D-ENR-MANDAT": "not-asked" });
    const legal = situationOf({
      declared: { ...declared, depositorIsLegalRep: false },
      reviews: { depositorIsLegalRep: settled(true) },
    });
    expect(due(legal)).toMatchObject({ "D-ENR-POUVOIRS": "not-asked" });
  });

  test("SEG-3.1-05 the exception: declared by the filer alone, whatever was settled", () => {
    expect(situationOf({ declared, reviews: { exception: settled(true), exceptionAdmitted: settled(true) } })).toEqual(
      declared,
    );
    const under = { ...declared, exception: true };
    expect(situationOf({ declared: under, reviews: { exceptionAdmitted: settled(false) } })).toEqual(under);
  });

  test.each([settled("ans"), settled(true), none])("settled to what is no quality (%j): what was declared", (role) => {
    expect(situationOf({ declared, reviews: { role } })).toEqual(declared);
  });

  test.each([settled("non"), none])("settled to what is no answer (%j): what was declared", (depositorIsLegalRep) => {
    expect(situationOf({ declared, reviews: { depositorIsLegalRep } })).toEqual(declared);
  });
});
