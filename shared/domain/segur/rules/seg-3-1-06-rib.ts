import * as z from "zod/mini";
import { type Iban, maskedIban, parseIban } from "../../../kernel/iban.ts";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.1-06. The dossier contains the RIB: the text. That its account is the one of the form is derived. Findings are
 * recorded in the clear: an IBAN appears masked.
 */
export const rib = defineRule({
  id: "SEG-3.1-06",
  source: passage("§3.1", "§3.1, 3e tiret"),
  sentence: "Le dossier contient le RIB du compte que le formulaire indique.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { rib: true, ribIban: true, formIban: true }),
  judge: ({ rib: produced, ribIban, formIban }) => {
    if (!produced) {
      return {
        outcome: "to_complete",
        sentence: "Le RIB manque au dossier.",
        expected: "RIB",
        read: "pièce absente",
        next: "Ajoutez le RIB du Fournisseur.",
      };
    }
    const [onRib, onForm] = [account(ribIban), account(formIban)];
    const values = { expected: `IBAN du RIB : ${onRib.shown}`, read: `IBAN du formulaire : ${onForm.shown}` };
    if (onRib.iban !== undefined && onRib.iban === onForm.iban) {
      return {
        outcome: "accept",
        sentence: `Le RIB et le formulaire indiquent le même compte (${onRib.shown}).`,
        ...values,
      };
    }
    return {
      outcome: "to_complete",
      sentence: `Le RIB (IBAN ${onRib.shown}) et le formulaire (IBAN ${onForm.shown}) n'indiquent pas le même compte.`,
      ...values,
      provenance: "interpretation",
      next: "Corrigez le formulaire, ou joignez le RIB du compte qu'il indique.",
    };
  },
});

function account(text: string | null): { iban?: Iban; shown: string } {
  if (text === null) return { shown: "absent" };
  const parsed = parseIban(text);
  return parsed.ok ? { iban: parsed.value, shown: maskedIban(parsed.value) } : { shown: "illisible" };
}
