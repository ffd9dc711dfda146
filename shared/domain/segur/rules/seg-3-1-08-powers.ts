import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";
import { comparable } from "../text-matching.ts";

/**
 * SEG-3.1-08. A depositor other than the legal representative proves the powers to file. That the form names no other
 * person is read on the form (`depositor`), whatever was declared: case, spaces and accents do not make another name.
 */
export const powers = defineRule({
  id: "SEG-3.1-08",
  source: passage("§3.1", "§3.1, 4e tiret"),
  sentence:
    "Une attestation de pouvoirs est jointe quand le dépositaire n'est pas le représentant légal du Fournisseur.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { depositorIsLegalRep: true, depositor: true, legalRep: true, powersAttestation: true }),
  judge: ({ depositorIsLegalRep, depositor, legalRep, powersAttestation }) => {
    const another = depositor !== null && comparable(depositor) !== comparable(legalRep ?? "");
    if (depositorIsLegalRep && !another) {
      return {
        outcome: "accept",
        sentence: "Le représentant légal dépose lui-même la demande : aucune attestation de pouvoirs n'est demandée.",
        expected: "aucune attestation",
        read: "dépôt par le représentant légal",
      };
    }
    const expected = "attestation des pouvoirs du dépositaire";
    if (powersAttestation) {
      return {
        outcome: "accept",
        sentence: "L'attestation des pouvoirs du dépositaire est au dossier.",
        expected,
        read: "pièce produite",
      };
    }
    return {
      outcome: "to_complete",
      sentence: another
        ? "Le formulaire nomme un dépositaire qui n'est pas le représentant légal : l'attestation de ses pouvoirs manque au dossier."
        : "L'attestation des pouvoirs du dépositaire manque au dossier.",
      expected,
      read: "pièce absente",
      next: "Ajoutez l'attestation signée du représentant légal.",
    };
  },
});
