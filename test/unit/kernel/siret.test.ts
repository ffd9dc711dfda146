import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatSiren, parseSiren, sirenSchema } from "../../../shared/kernel/siren.ts";
import { formatSiret, parseSiret, siretSchema } from "../../../shared/kernel/siret.ts";

/** The oracle: Luhn's key by its table of doubled digits, the digit that completes what is given. */
function withKey(digits: string): string {
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  const sum = [...digits]
    .map(Number)
    .reduceRight(({ total, twice }, digit) => ({ total: total + (twice ? doubled[digit]! : digit), twice: !twice }), {
      total: 0,
      twice: true,
    }).total;
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const digits = (length: number) => fc.array(fc.nat({ max: 9 }), { minLength: length, maxLength: length });
const anySiren = digits(8)
  .map((list) => withKey(list.join("")))
  .filter((siren) => Number(siren) > 0);
const anySiret = fc
  .tuple(
    anySiren.filter((siren) => siren !== "356000000"),
    digits(4),
  )
  .map(([siren, nic]) => withKey(siren + nic.join("")));
const space = fc.constantFrom(" ", "\u00a0", "\u202f", "\t");
const replaceAt = (text: string, index: number, char: string) => text.slice(0, index) + char + text.slice(index + 1);
const otherDigit = (digit: string, shift: number) => String((Number(digit) + shift) % 10);

describe("SIREN", () => {
  test("any number that holds the key: accepted", () => {
    fc.assert(fc.property(anySiren, (siren) => expect(parseSiren(siren)).toEqual({ ok: true, value: siren })));
  });

  test("every change of a single digit: refused", () => {
    fc.assert(
      fc.property(anySiren, fc.nat({ max: 8 }), fc.integer({ min: 1, max: 9 }), (siren, index, shift) => {
        expect(parseSiren(replaceAt(siren, index, otherDigit(siren[index]!, shift))).ok).toBe(false);
      }),
    );
  });

  test("shown in threes, read back: the same", () => {
    expect(formatSiren(sirenSchema.parse("356000000"))).toBe("356\u00a0000\u00a0000");
    fc.assert(
      fc.property(anySiren, (siren) => expect(sirenSchema.parse(formatSiren(sirenSchema.parse(siren)))).toBe(siren)),
    );
  });

  test.each([
    ["a wrong key", "732829321", "Le numéro SIREN est erroné\u202f: sa clé de contrôle ne correspond pas."],
    ["eight digits", "73282932", "Le numéro SIREN comporte 9 chiffres\u202f; vous en avez donné 8."],
    ["a SIRET", "732 829 320 00074", "Le numéro SIREN comporte 9 chiffres\u202f; vous en avez donné 14."],
    ["nothing", " ", "Le numéro SIREN comporte 9 chiffres\u202f; vous en avez donné 0."],
    ["a letter", "73282932O", "Le numéro SIREN ne comporte que des chiffres."],
    ["zeros", "000000000", "Un numéro SIREN fait seulement de zéros n'est jamais attribué."],
  ])("%s: one issue, its sentence", (_, text, sentence) => {
    expect(sirenSchema.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([sentence]);
  });
});

describe("SIRET", () => {
  test.each([
    ["of an ordinary establishment", "73282932000074"],
    ["of La Poste's head office, which holds Luhn's key", "35600000000048"],
    ["of a La Poste establishment, whose digits sum to 45", "35600000049837"],
  ])("%s: accepted", (_, siret) => {
    expect(parseSiret(siret)).toEqual({ ok: true, value: siret });
  });

  test("any number whose SIREN and whole hold the key, spaced in any way: accepted, spaces removed", () => {
    fc.assert(
      fc.property(anySiret, space, fc.nat({ max: 14 }), (siret, gap, index) => {
        expect(parseSiret(`${siret.slice(0, index)}${gap}${siret.slice(index)}`)).toEqual({ ok: true, value: siret });
      }),
    );
  });

  test("every change of a single digit: refused", () => {
    fc.assert(
      fc.property(anySiret, (siret) => {
        for (const [index, digit] of [...siret].entries()) {
          for (let shift = 1; shift <= 9; shift++) {
            expect(parseSiret(replaceAt(siret, index, otherDigit(digit, shift))).ok).toBe(false);
          }
        }
      }),
    );
  });

  test("two different neighbours swapped, 0 and 9 apart: refused", () => {
    fc.assert(
      fc.property(anySiret, fc.nat({ max: 12 }), (siret, index) => {
        const [a, b] = [siret[index]!, siret[index + 1]!];
        fc.pre(a !== b && Math.abs(Number(a) - Number(b)) !== 9);
        expect(parseSiret(replaceAt(replaceAt(siret, index, b), index + 1, a)).ok).toBe(false);
      }),
    );
  });

  test("any establishment of La Poste: accepted when its digits sum to a multiple of 5, the head office apart", () => {
    fc.assert(
      fc.property(digits(5), (nic) => {
        fc.pre(nic.join("") !== "00048");
        const sum = [3, 5, 6, ...nic].reduce((total, digit) => total + digit);
        expect(parseSiret(`356000000${nic.join("")}`)).toMatchObject(
          sum % 5 === 0 ? { ok: true } : { ok: false, reason: { code: "la_poste_sum" } },
        );
      }),
    );
  });

  test("shown with its SIREN in threes, read back: the same", () => {
    expect(formatSiret(siretSchema.parse("35600000000048"))).toBe("356\u00a0000\u00a0000\u00a000048");
    fc.assert(
      fc.property(anySiret, (siret) => expect(siretSchema.parse(formatSiret(siretSchema.parse(siret)))).toBe(siret)),
    );
  });

  test.each([
    ["a wrong key", "73282932000075", "Le numéro SIRET est erroné\u202f: sa clé de contrôle ne correspond pas."],
    [
      "a wrong SIREN",
      "73282932100073",
      "Le numéro SIRET est erroné\u202f: ses neuf premiers chiffres ne forment pas un numéro SIREN.",
    ],
    [
      "La Poste, digits that sum to 46",
      "35600000049838",
      "Ce numéro SIRET de La Poste est erroné\u202f: la somme de ses chiffres n'est pas un multiple de 5.",
    ],
    ["thirteen digits", "7328293200007", "Le numéro SIRET comporte 14 chiffres\u202f; vous en avez donné 13."],
    ["dots", "732.829.320.00074", "Le numéro SIRET ne comporte que des chiffres."],
    ["digits of another script", "７３２８２９３２００００７４", "Le numéro SIRET ne comporte que des chiffres."],
    ["zeros", "00000000000000", "Un numéro SIRET fait seulement de zéros n'est jamais attribué."],
  ])("%s: one issue, its sentence", (_, text, sentence) => {
    expect(siretSchema.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([sentence]);
  });
});
