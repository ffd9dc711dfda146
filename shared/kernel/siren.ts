import type { Brand } from "./brand.ts";
import { ok, type Refusal, type Result, refused } from "./result.ts";
import { parsedText } from "./result-schema.ts";

/** Number of a legal unit in the Sirene register: 9 digits, the last a Luhn key. */
export type Siren = Brand<string, "Siren">;

export type SirenRefusal = Refusal<"characters" | "length" | "unassigned" | "control_key">;

const isSiren = (digits: string): digits is Siren => digits.length === 9 && luhnHolds(digits);

/** Reads a SIREN, with or without spaces (of any kind, no-break ones included). */
export function parseSiren(text: string): Result<Siren, SirenRefusal> {
  const digits = readDigits(text, 9, "SIREN");
  if (!digits.ok) return digits;
  if (isSiren(digits.value)) return ok(digits.value);
  return refused({
    code: "control_key",
    sentence: "Le numéro SIREN est erroné : sa clé de contrôle ne correspond pas.",
  });
}

/** A SIREN as it enters the product: spaces removed; issues carry the French sentence. */
export const sirenSchema = parsedText(parseSiren);

/** A SIREN as it is shown: « 356 000 000 », with U+00A0. */
export const formatSiren = (siren: Siren): string => inThrees(siren);

/** The digits of a register number, spaces removed: all digits, of that length, not only zeros. */
export function readDigits(
  text: string,
  length: number,
  name: "SIREN" | "SIRET",
): Result<string, Refusal<"characters" | "length" | "unassigned">> {
  const digits = text.replace(/\s/g, "");
  if (!/^\d*$/.test(digits)) {
    return refused({ code: "characters", sentence: `Le numéro ${name} ne comporte que des chiffres.` });
  }
  if (digits.length !== length) {
    const sentence = `Le numéro ${name} comporte ${length} chiffres ; vous en avez donné ${digits.length}.`;
    return refused({ code: "length", sentence });
  }
  if (/^0*$/.test(digits)) {
    return refused({
      code: "unassigned",
      sentence: `Un numéro ${name} fait seulement de zéros n'est jamais attribué.`,
    });
  }
  return ok(digits);
}

/** Luhn's key (ISO/IEC 7812-1): from the right, every second digit doubled, the digits of all sum to a multiple of 10. */
export function luhnHolds(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Nine digits in threes, with U+00A0 between. */
export const inThrees = (digits: string): string => digits.replace(/\d{3}(?=\d)/g, "$&\u00a0");
