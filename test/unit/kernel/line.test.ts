import { describe, expect, test } from "@jest/globals";
import { createDossierBody } from "../../../shared/domain/segur/enrolment.ts";
import { reasonSchema } from "../../../shared/domain/segur/review.ts";
import { line } from "../../../shared/kernel/line.ts";

const name = line(150);
const refusals = (text: string) => name.safeParse(text).error?.issues.map(({ message }) => message);

/** Texts of which nothing is seen on a page. */
const invisible: readonly (readonly [string, string])[] = [
  ["Hangul fillers", "\u3164\u3164"],
  ["half-width Hangul fillers", "\uffa0"],
  ["Hangul initial fillers", "\u115f\u1160"],
  ["blank Braille patterns", "\u2800\u2800"],
  ["a lone accent", "\u0301"],
  ["a variation selector", "\ufe0f"],
];

describe("one line of text", () => {
  test.each(invisible)("of %s only: refused, and says that nothing would be seen", (_, text) => {
    expect(refusals(text)).toEqual(["Aucun caractère visible : écrivez ce texte en lettres."]);
  });

  test.each([
    ["a line separator", "Labo\u2028nova"],
    ["a paragraph separator", "Labo\u2029nova"],
    ["a lost character", "Soci\ufffdt\ufffd"],
    ["a zero-width space", "Labo\u200bnova"],
  ])("with %s: refused", (_, text) => {
    expect(refusals(text)).toEqual(["Caractère non imprimable."]);
  });

  test("empty: one refusal, and not that of what is invisible", () => {
    expect(refusals(" ")).toHaveLength(1);
  });

  test.each([
    "Société Générale",
    "L'Oréal & Cie",
    "ᄒ",
    "김",
    "葛\u{e0100}城",
    "№ 7",
    "—",
    "Ünïcode 2000 ®",
    "☤",
    "e\u0301",
  ])("« %s »: read", (text) => {
    expect(name.parse(text)).toBe(text.normalize("NFC"));
  });
});

describe("other texts that people write", () => {
  const draft = (legalRep: string) =>
    createDossierBody.safeParse({
      programme: "BIO-SGL-Va1",
      declared: { role: "editeur", depositorIsLegalRep: true, exception: false },
      persons: { legalRep },
    }).success;

  test.each(invisible)("a name and a reason of %s only: refused", (_, text) => {
    expect([draft(text), reasonSchema.safeParse(text).success]).toEqual([false, false]);
  });

  test("a name and a reason of letters: read", () => {
    expect([draft("Inès Durand"), reasonSchema.safeParse("Vu\nsur la pièce").success]).toEqual([true, true]);
  });
});
