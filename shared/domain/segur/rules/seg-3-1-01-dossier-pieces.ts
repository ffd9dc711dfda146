import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { piecesDue } from "../pieces-due.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.1-01. One finding per piece that is due and absent. The text lists the pieces; that a missing one may be
 * completed, rather than end the request, is taken from §6.1.
 */
export const dossierPieces = defineRule({
  id: "SEG-3.1-01",
  source: passage("§3.1", "§3.1"),
  sentence:
    "Le dossier d'enrôlement contient le formulaire, le rapport de référencement, le RIB, la pièce d'identité et, s'il y a lieu, l'attestation de pouvoirs et le mandat.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { pieces: true, role: true, depositorIsLegalRep: true, exception: true }),
  judge: ({ pieces, ...situation }) => {
    const due = piecesDue(situation).filter((piece) => piece.due === "required");
    const missing = due.filter(({ code }) => !pieces.includes(code));
    if (missing.length === 0) {
      return {
        outcome: "accept",
        sentence: `Le dossier contient les ${due.length} pièces demandées.`,
        expected: `${due.length} pièces`,
        read: `${due.length} pièces`,
      };
    }
    return missing.map(({ label, why }) => ({
      outcome: "to_complete",
      sentence: `Il manque une pièce au dossier : ${label}.`,
      expected: `${label}. ${why}`,
      read: "pièce absente",
      next: "Ajoutez cette pièce au dossier.",
    }));
  },
});
