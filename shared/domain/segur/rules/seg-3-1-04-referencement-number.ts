import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";
import { comparable } from "../text-matching.ts";

const facts = z.pick(segurFacts, {
  formNumber: true,
  ansRegister: true,
  ansNumber: true,
  referencementNumber: true,
  exception: true,
});

/**
 * SEG-3.1-04. The form gives the number that ANS issued to the Solution. Equality with the rapport is a cross-check, not
 * the text; so is the exemption while the exception of §2 applies, since no number exists yet.
 */
export const referencementNumber = defineRule({
  id: "SEG-3.1-04",
  source: passage("§3.1", "§3.1, 1er tiret, 2e sous-tiret"),
  sentence: "Le formulaire porte le numéro unique de référencement que l'ANS a délivré à la Solution logicielle.",
  effect: "decides",
  provenance: written,
  facts,
  judge: (read) => {
    if (read.exception) return pending;
    const number = read.formNumber;
    if (number === null) return toComplete("Le formulaire ne porte pas de numéro de référencement.", read.ansNumber);
    return unknown(number, read) ?? notOfSolution(number, read) ?? notOnRapport(number, read) ?? agreed(number);
  },
});

type Facts = z.output<typeof facts>;

const pending: Verdict = {
  outcome: "accept",
  sentence: "Le numéro de référencement n'est pas demandé tant que l'ANS n'a pas décidé.",
  provenance: "interpretation",
  next: "Le numéro sera demandé après l'octroi du référencement.",
};

function unknown(number: string, { ansNumber, ansRegister }: Facts): Verdict | undefined {
  if (ansRegister) return undefined;
  return toComplete(`L'ANS ne connaît pas le numéro ${number} porté au formulaire.`, ansNumber, number);
}

function notOfSolution(number: string, { ansNumber }: Facts): Verdict | undefined {
  if (ansNumber !== null && isSame(number, ansNumber)) return undefined;
  const sentence = `Le formulaire porte le numéro ${number} ; celui que l'ANS a délivré à la Solution est ${ansNumber ?? "inconnu"}.`;
  return toComplete(sentence, ansNumber, number);
}

function notOnRapport(number: string, { referencementNumber: onRapport }: Facts): Verdict | undefined {
  // An absent rapport is the finding of SEG-3.1-05.
  if (onRapport === null || isSame(number, onRapport)) return undefined;
  const sentence = `Le formulaire porte le numéro ${number} ; le rapport de référencement porte ${onRapport}.`;
  return { ...toComplete(sentence, onRapport, number), provenance: "interpretation" };
}

/** Case, spaces and accents do not make another number. */
const isSame = (one: string, other: string): boolean => comparable(one) === comparable(other);

function agreed(number: string): Verdict {
  return {
    outcome: "accept",
    sentence: `Le numéro ${number} porté au formulaire est celui que l'ANS a délivré à la Solution.`,
    expected: number,
    read: number,
  };
}

function toComplete(sentence: string, expected: string | null, read = "aucun numéro"): Verdict {
  return {
    outcome: "to_complete",
    sentence,
    expected: expected ?? "numéro délivré par l'ANS",
    read,
    next: "Portez au formulaire le numéro délivré par l'ANS.",
  };
}
