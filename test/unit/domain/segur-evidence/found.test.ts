import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { datesIn } from "../../../../shared/domain/segur/evidence/dates.ts";
import { spotOfPerson, spotOfWords } from "../../../../shared/domain/segur/evidence/names.ts";
import { ibansIn, labelledNumbersIn, sirensIn, siretsIn } from "../../../../shared/domain/segur/evidence/numbers.ts";
import { civilDateSchema } from "../../../../shared/kernel/time.ts";
import { dateInFrench } from "../../../../shared/kernel/time-french.ts";

describe("numbers in a text", () => {
  test.each([
    ["in groups", "SIRET : 732 829 320 00074", ["73282932000074"]],
    ["without spaces", "SIRET 73282932000074.", ["73282932000074"]],
    ["between other numbers", "75001 732 829 320 00074 12", ["73282932000074"]],
    ["twice", "732 829 320 00074 et 35600000000048", ["73282932000074", "35600000000048"]],
    ["with a wrong key", "732 829 320 00075", []],
    ["within a longer number", "1732829320000741", []],
    ["with a digit missing", "732 829 320 0007", []],
  ])("SIRET %s: %j gives %j", (_, text, sirets) => {
    expect(siretsIn(text).map(([value]) => value)).toEqual(sirets);
  });

  test("a SIREN alone: found; the beginning of a SIRET: not", () => {
    expect(sirensIn("RCS Paris 732 829 320").map(([value]) => value)).toEqual(["732829320"]);
    expect(sirensIn("SIRET 732 829 320 00074")).toEqual([]);
  });

  test.each([
    [
      "in groups, words after it",
      "IBAN FR76 3000 6000 0112 3456 7890 189 BIC AGRIFRPP",
      ["FR7630006000011234567890189"],
    ],
    ["in small letters", "fr7630006000011234567890189", ["FR7630006000011234567890189"]],
    ["with hyphens", "FR76-3000-6000-0112-3456-7890-189", ["FR7630006000011234567890189"]],
    ["of Belgium, before a number", "BE68 5390 0754 7034 12", ["BE68539007547034"]],
    ["with a wrong key", "FR77 3000 6000 0112 3456 7890 189", []],
    ["within a word", "XFR7630006000011234567890189", []],
  ])("IBAN %s: %j gives %j", (_, text, ibans) => {
    expect(ibansIn(text).map(([value]) => value)).toEqual(ibans);
  });

  test.each([
    ["Numéro de référencement : BIO-SGL-2022/014", "BIO-SGL-2022/014"],
    ["N° de référencement ANS R1", "R1"],
    ["NUMERO DE REFERENCEMENT  R.12_b, délivré", "R.12_b"],
  ])("référencement number, known by the words before it: %j gives %j", (text, number) => {
    expect(labelledNumbersIn(text)).toEqual([[number, text.indexOf(number)]]);
  });

  test.each([["Numéro de référencement : néant"], ["le numéro de référencement délivré par l'ANS"]])(
    "%j: no référencement number",
    (text) => {
      expect(labelledNumbersIn(text)).toEqual([]);
    },
  );

  test("any text: never fails, whatever is found is where it is said to be", () => {
    const word = fc.oneof(
      fc.string(),
      fc.nat().map(String),
      fc.constantFrom("FR76", "numéro de référencement", "1er mai"),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const text = words.join(" ");
        for (const [, index] of [...siretsIn(text), ...sirensIn(text), ...datesIn(text)]) {
          expect(text[index]).toMatch(/\d/);
        }
        for (const [value, index] of ibansIn(text))
          expect(text.slice(index, index + 2).toUpperCase()).toBe(value.slice(0, 2));
      }),
    );
  });
});

describe("dates in a text", () => {
  test.each([
    ["le 1er décembre 2022", ["2022-12-01"]],
    ["LE 30 NOVEMBRE 2022", ["2022-11-30"]],
    ["fait le 30/11/2022, reçu le 2.12.2022", ["2022-11-30", "2022-12-02"]],
    ["2022-11-30", ["2022-11-30"]],
    ["31/02/2022", []],
    ["30/11/22", []],
    ["12 patients 2022", []],
    ["1130/11/2022", []],
  ])("%j gives %j", (text, dates) => {
    expect(datesIn(text).map(([date]) => date)).toEqual(dates);
  });

  test("any date as French administration writes it: read back", () => {
    const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const civil = civilDateSchema.parse(date.toISOString().slice(0, 10));
        expect(datesIn(`Paris, le ${dateInFrench(civil)}.`).map(([found]) => found)).toEqual([civil]);
      }),
    );
  });
});

describe("names in a text", () => {
  const line = (y: number, ...texts: readonly string[]) => ({
    page: 1,
    y,
    parts: texts.map((text, index) => ({ x: 50 + 100 * index, text })),
  });

  test.each([
    ["other capitals and accents", "ÉDITIONS DE L’ŒIL", "Editions de l'Œil"],
    ["other punctuation", "Bio-Logiciels, S.A.S.", "bio logiciels (S.A.S)"],
  ])("an organisation with %s: found", (_, written, declared) => {
    expect(spotOfWords([line(10, "Nom"), line(20, "Titulaire", written)], declared)).toEqual({
      page: 1,
      x: 150,
      y: 20,
    });
  });

  test.each([
    ["only the beginning of a word of the text", "Biologiciels", "Bio"],
    ["words in another order", "Santé Bio", "Bio Santé"],
    ["nothing but punctuation", "…", "."],
  ])("an organisation whose name is %s: not found", (_, written, declared) => {
    expect(spotOfWords([line(10, written)], declared)).toBeUndefined();
  });

  test.each([
    ["first names first", [line(10, "Mme Claire DUPONT-MARTIN")]],
    [
      "family name and first names on lines of their own",
      [line(10, "Nom : DUPONT-MARTIN"), line(20, "Prénoms : Anne, Claire")],
    ],
  ])("a person, %s: found", (_, lines) => {
    expect(spotOfPerson(lines, "Claire Dupont Martin")).toEqual({ page: 1, x: 50, y: 10 });
  });

  test.each([
    ["a word of the name missing", [line(10, "Claire MARTIN")]],
    ["the words on two pages", [line(10, "Claire"), { ...line(20, "Dupont-Martin"), page: 2 }]],
    [
      "the words five lines apart",
      [line(10, "Claire"), line(20, "a"), line(30, "b"), line(40, "c"), line(50, "Dupont-Martin")],
    ],
  ])("a person, %s: not found", (_, lines) => {
    expect(spotOfPerson(lines, "Claire Dupont-Martin")).toBeUndefined();
  });
});
