import type { Brand } from "./brand.ts";
import { ok, type Refusal, type Result, refused } from "./result.ts";
import { parsedText } from "./result-schema.ts";
import { inThrees, luhnHolds, readDigits } from "./siren.ts";

/** Number of an establishment in the Sirene register: a SIREN, then 5 digits; 14 digits, spaces removed. */
export type Siret = Brand<string, "Siret">;

export type SiretRefusal = Refusal<
  "characters" | "length" | "unassigned" | "siren_control_key" | "control_key" | "la_poste_sum"
>;

const laPoste = "356000000";
const laPosteHeadOffice = "35600000000048";

const refusals = {
  siren_control_key: {
    code: "siren_control_key",
    sentence: "Le numéro SIRET est erroné : ses neuf premiers chiffres ne forment pas un numéro SIREN.",
  },
  control_key: { code: "control_key", sentence: "Le numéro SIRET est erroné : sa clé de contrôle ne correspond pas." },
  la_poste_sum: {
    code: "la_poste_sum",
    sentence: "Ce numéro SIRET de La Poste est erroné : la somme de ses chiffres n'est pas un multiple de 5.",
  },
} as const satisfies Record<string, SiretRefusal>;

/**
 * Reads a SIRET, with or without spaces (of any kind, no-break ones included). Its SIREN and the whole must each hold
 * Luhn's key. La Poste has more establishments than the key leaves numbers: there, its head office apart, the digits must
 * sum to a multiple of 5 instead.
 */
export function parseSiret(text: string): Result<Siret, SiretRefusal> {
  const digits = readDigits(text, 14, "SIRET");
  if (!digits.ok) return digits;
  if (!luhnHolds(digits.value.slice(0, 9))) return refused(refusals.siren_control_key);
  if (isSiret(digits.value)) return ok(digits.value);
  return refused(isLaPosteBranch(digits.value) ? refusals.la_poste_sum : refusals.control_key);
}

/** A SIRET as it enters the product: spaces removed; issues carry the French sentence. */
export const siretSchema = parsedText(parseSiret);

/** A SIRET as it is shown: « 356 000 000 00048 », with U+00A0. */
export const formatSiret = (siret: Siret): string => `${inThrees(siret.slice(0, 9))}\u00a0${siret.slice(9)}`;

const isSiret = (digits: string): digits is Siret =>
  isLaPosteBranch(digits) ? digitSum(digits) % 5 === 0 : luhnHolds(digits);

const isLaPosteBranch = (digits: string) => digits.startsWith(laPoste) && digits !== laPosteHeadOffice;

const digitSum = (digits: string) => [...digits].reduce((sum, digit) => sum + Number(digit), 0);
