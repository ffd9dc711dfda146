import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ibanSchema, maskedIban, parseIban } from "../../../shared/kernel/iban.ts";

/** The oracle: ISO 7064 MOD 97-10 over the account followed by the country. */
function internationalKey(country: string, account: string): string {
  const figures = [...`${account}${country}00`].map((char) => Number.parseInt(char, 36)).join("");
  return String(98n - (BigInt(figures) % 97n)).padStart(2, "0");
}

const iban = (country: string, account: string) => `${country}${internationalKey(country, account)}${account}`;

/** A French account: bank, branch, number and the RIB key that makes the whole a multiple of 97. */
const anyFrench = fc
  .tuple(fc.nat({ max: 99_999 }), fc.nat({ max: 99_999 }), fc.nat({ max: 99_999_999_999 }))
  .map((parts) => {
    const digits = parts.map((part, index) => String(part).padStart(index === 2 ? 11 : 5, "0")).join("");
    return iban("FR", `${digits}${String(97n - ((BigInt(digits) * 100n) % 97n)).padStart(2, "0")}`);
  });

describe("IBAN", () => {
  test.each([
    ["French", "FR7630006000011234567890189"],
    ["French, with a letter in its account", "FR1420041010050500013M02606"],
    ["Belgian", "BE68539007547034"],
    ["German", "DE89370400440532013000"],
    ["of Monaco", "MC5811222000010123456789030"],
  ])("%s: accepted", (_, text) => {
    expect(parseIban(text)).toEqual({ ok: true, value: text });
  });

  test("any French account, in groups of four, no-break spaces, small letters: accepted in electronic form", () => {
    fc.assert(
      fc.property(anyFrench, fc.constantFrom(" ", "\u00a0", "\u202f"), (text, gap) => {
        const written = text.replace(/.{4}/g, `$&${gap}`);
        expect(parseIban(written)).toEqual({ ok: true, value: text });
        expect(parseIban(written.toLowerCase())).toEqual({ ok: true, value: text });
      }),
    );
  });

  test("every change of a single digit of a French IBAN: refused, the international key says so", () => {
    fc.assert(
      fc.property(anyFrench, fc.integer({ min: 2, max: 26 }), fc.integer({ min: 1, max: 9 }), (text, index, shift) => {
        const digit = String((Number(text[index]) + shift) % 10);
        expect(parseIban(text.slice(0, index) + digit + text.slice(index + 1))).toMatchObject({
          ok: false,
          reason: { code: "control_key" },
        });
      }),
    );
  });

  test.each([
    ["nothing", "", "empty", "L'IBAN est vide."],
    ["spaces", " \u00a0", "empty", "L'IBAN est vide."],
    ["hyphens", "FR76-3000-6000", "characters", "L'IBAN ne comporte que des lettres sans accent et des chiffres."],
    [
      "no such country",
      "XX7630006000011234567890189",
      "country",
      "L'IBAN ne commence pas par le code d'un pays qui en délivre.",
    ],
    ["a digit missing", "FR763000600001123456789018", "length", "L'IBAN n'a pas la longueur prévue pour son pays."],
    [
      "letters in a German account",
      "DE893704004405320130AB",
      "format",
      "L'IBAN mêle lettres et chiffres autrement que ne le prévoit son pays.",
    ],
    [
      "letters as key",
      "FRAA30006000011234567890189",
      "control_key_digits",
      "La clé de contrôle de l'IBAN, après le code du pays, doit être faite de deux chiffres.",
    ],
    [
      "a wrong key",
      "FR7730006000011234567890189",
      "control_key",
      "L'IBAN est erroné\u202f: sa clé de contrôle ne correspond pas.",
    ],
    [
      "a wrong RIB key under a right international key",
      iban("FR", "30006000011234567890188"),
      "national_key",
      "L'IBAN est erroné\u202f: la clé nationale du compte (clé RIB en France) ne correspond pas.",
    ],
  ])("%s: refused, with its reason and sentence", (_, text, code, sentence) => {
    expect(parseIban(text)).toEqual({ ok: false, reason: { code, sentence } });
    expect(ibanSchema.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([sentence]);
  });

  test("masked: the last four characters and nothing else of it", () => {
    expect(maskedIban(ibanSchema.parse("FR76 3000 6000 0112 3456 7890 189"))).toBe("••••\u00a00189");
  });
});
