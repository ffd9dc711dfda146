import { ValidationErrorsIBAN, validateIBAN } from "ibantools";
import type { Brand } from "./brand.ts";
import { ok, type Refusal, type Result, refused } from "./result.ts";
import { parsedText } from "./result-schema.ts";

/** An international bank account number (ISO 13616), in its electronic form: capitals and digits, no space. */
export type Iban = Brand<string, "Iban">;

export type IbanRefusal = Refusal<
  "empty" | "characters" | "country" | "length" | "format" | "control_key_digits" | "control_key" | "national_key"
>;

/**
 * Faults in the order in which they are told, each only when those before it are absent: a wrong length breaks every
 * key, and a digit mistyped in an account breaks the international key together with the national one.
 */
const told: ReadonlyMap<ValidationErrorsIBAN, IbanRefusal> = new Map<ValidationErrorsIBAN, IbanRefusal>([
  [ValidationErrorsIBAN.NoIBANProvided, { code: "empty", sentence: "L'IBAN est vide." }],
  [
    ValidationErrorsIBAN.NoIBANCountry,
    { code: "country", sentence: "L'IBAN ne commence pas par le code d'un pays qui en délivre." },
  ],
  [
    ValidationErrorsIBAN.WrongBBANLength,
    { code: "length", sentence: "L'IBAN n'a pas la longueur prévue pour son pays." },
  ],
  [
    ValidationErrorsIBAN.ChecksumNotNumber,
    {
      code: "control_key_digits",
      sentence: "La clé de contrôle de l'IBAN, après le code du pays, doit être faite de deux chiffres.",
    },
  ],
  [
    ValidationErrorsIBAN.WrongBBANFormat,
    { code: "format", sentence: "L'IBAN mêle lettres et chiffres autrement que ne le prévoit son pays." },
  ],
  [
    ValidationErrorsIBAN.WrongIBANChecksum,
    { code: "control_key", sentence: "L'IBAN est erroné : sa clé de contrôle ne correspond pas." },
  ],
  [
    ValidationErrorsIBAN.WrongAccountBankBranchChecksum,
    {
      code: "national_key",
      sentence: "L'IBAN est erroné : la clé nationale du compte (clé RIB en France) ne correspond pas.",
    },
  ],
]);

/** Reads an IBAN, with or without spaces (of any kind, no-break ones included), in capitals or not. */
export function parseIban(text: string): Result<Iban, IbanRefusal> {
  const written = text.replace(/\s/g, "");
  if (!/^[A-Za-z0-9]*$/.test(written)) {
    return refused({ code: "characters", sentence: "L'IBAN ne comporte que des lettres sans accent et des chiffres." });
  }
  const electronic = written.toUpperCase();
  if (isIban(electronic)) return ok(electronic);
  const { errorCodes } = validateIBAN(electronic);
  for (const [fault, refusal] of told) if (errorCodes.includes(fault)) return refused(refusal);
  throw new Error(`ibantools refuses an IBAN for a reason unknown here: ${errorCodes.join()}`);
}

/** An IBAN as it enters the product: spaces removed, capitals; issues carry the French sentence. */
export const ibanSchema = parsedText(parseIban);

/** All that a page may show of an IBAN: « •••• 0189 », with U+00A0. */
export const maskedIban = (iban: Iban): string => `••••\u00a0${iban.slice(-4)}`;

const isIban = (electronic: string): electronic is Iban => validateIBAN(electronic).valid;
