import { maskedIban } from "../../../kernel/iban.ts";
import { comparable } from "../text-matching.ts";
import type { PieceReadings } from "./evidence.ts";
import type { Reading, Spot } from "./text-of-piece.ts";

/**
 * Whether two pieces agree, from their texts alone: the same number or account is read in both (`agree`), each has its own
 * (`differ`), or one of them could not be read (`not-found`: a person looks).
 */
export type CrossCheck = Readonly<{
  check: "X-01" | "X-02";
  standing: "agree" | "differ" | "not-found";
  form?: Spot;
  other?: Spot;
  sentence: string;
}>;

type Kind = Readonly<{
  check: CrossCheck["check"];
  what: string;
  piece: string;
  shown: (reading: Reading) => string;
}>;

/** the form and the rapport de référencement bear the same number. */
export function sameNumber(form: PieceReadings, rapport: PieceReadings): CrossCheck {
  const what = {
    check: "X-01",
    what: "numéro de référencement",
    piece: "rapport",
    shown: ({ value }: Reading) => value,
  } as const;
  return compared(what, form.referencementNumbers, rapport.referencementNumbers);
}

/** the form and the RIB indicate the same account. IBANs are shown masked. */
export function sameAccount(form: PieceReadings, rib: PieceReadings): CrossCheck {
  const masked = new Map([...form.ibans, ...rib.ibans].map(({ value }) => [String(value), maskedIban(value)]));
  const shown = ({ value }: Reading) => masked.get(value) ?? "";
  return compared({ check: "X-02", what: "IBAN", piece: "RIB", shown }, form.ibans, rib.ibans);
}

function compared(
  { check, what, piece, shown }: Kind,
  form: readonly Reading[],
  others: readonly Reading[],
): CrossCheck {
  const [firstOnForm, firstOnOther] = [form[0], others[0]];
  if (firstOnForm === undefined || firstOnOther === undefined) {
    const sentence = `Aucun ${what} n'a été lu sur le ${firstOnForm === undefined ? "formulaire" : piece} ; l'instructeur compare les deux pièces.`;
    return { check, standing: "not-found", sentence };
  }
  const same = others.find(({ value }) => form.some((one) => comparable(one.value) === comparable(value)));
  if (same !== undefined) {
    const onForm = form.find(({ value }) => comparable(value) === comparable(same.value)) ?? firstOnForm;
    const sentence = `Le formulaire et le ${piece} portent le même ${what} (${shown(same)}).`;
    return { check, standing: "agree", form: spotOf(onForm), other: spotOf(same), sentence };
  }
  const sentence = `Le formulaire (${shown(firstOnForm)}) et le ${piece} (${shown(firstOnOther)}) ne portent pas le même ${what}.`;
  return { check, standing: "differ", form: spotOf(firstOnForm), other: spotOf(firstOnOther), sentence };
}

const spotOf = ({ page, x, y }: Spot): Spot => ({ page, x, y });
