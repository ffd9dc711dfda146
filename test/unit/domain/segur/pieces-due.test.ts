import { expect, test } from "@jest/globals";
import { type EnrolmentSituation, piecesDue } from "../../../../shared/domain/segur/pieces-due.ts";
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
