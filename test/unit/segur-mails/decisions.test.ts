import { describe, expect, test } from "@jest/globals";
import type { ToldEvent } from "../../../shared/domain/segur/mail-letter.ts";
import { letterOf } from "../../../shared/domain/segur/mails.ts";
import { day, dossier, occasions, rejection, told } from "./dossiers.ts";
import { written } from "./written.ts";

describe("a decision", () => {
  const decided = (seq: number, voided: boolean) =>
    dossier({
      decisions: [
        { seq, at: told("").at, event: "found-not-eligible", ...(voided && { void: { seq: 8, at: told("").at } }) },
      ],
    });

  test("SEG-3.2-05 unfavourable: the reason in the very words of its finding, the article, and the remedies", () => {
    const { text } = written(letterOf(told("found-not-eligible", { findings: [rejection()] }), decided(5, false)));
    expect(text).toContain(
      "- Le distributeur n'a pas été déclaré à l'ANS par l'Editeur. (SEG-3.2-05, AF-BIO-SGL-Va1 V1.5, §3.2)",
    );
    expect(text).toContain("demander à l'Opérateur de paiement de la réexaminer");
  });

  test("what was found in favour is no reason of a refusal", () => {
    const findings = [rejection({ outcome: "accept", sentence: "La Solution n'est pas réservée." }), rejection()];
    expect(written(letterOf(told("found-not-eligible", { findings }), dossier())).text).not.toContain("pas réservée");
  });

  test("taken back before its mail could leave: nothing is told of it", () => {
    const event = told("found-not-eligible", { findings: [rejection()] });
    expect(letterOf(event, decided(5, true))).toBeUndefined();
    expect(letterOf(event, decided(4, true))).toBeDefined();
  });

  test("taken back: the mail says which decision, and that it binds no more", () => {
    const [event, head] = occasions.at(-1)!;
    expect(written(letterOf(event, head)).text).toContain(
      "La décision du mercredi 4 janvier 2023 à 15 h 30 (heure de Paris) est retirée le mardi 10 janvier 2023 à 11 h 00 (heure de Paris).",
    );
  });

  test("SEG-2-20, SEG-7-07 of the register: the day of ANS's own act", () => {
    const text = (type: string, data: ToldEvent["data"]) => written(letterOf(told(type, { data }), dossier())).text;
    expect(text("referencement-granted", { pronouncedOn: day("2022-12-15") })).toContain(
      "Solution le jeudi 15 décembre 2022.",
    );
    expect(text("referencement-refused", { pronouncedOn: day("2022-12-15") })).toContain(
      "Solution le jeudi 15 décembre 2022.",
    );
    expect(text("referencement-withdrawn", { withdrawnOn: day("2023-03-01") })).toContain(
      "Solution le mercredi 1er mars 2023.",
    );
  });
});
