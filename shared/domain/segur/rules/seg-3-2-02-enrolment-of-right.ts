import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

const roles = { editeur: "l'Editeur", distributeur: "le distributeur" } as const;

/**
 * SEG-3.2-02. Enrolment is of right: a complete dossier and a Solution really sold on a competitive market leave no
 * discretion. Rejection outside the market is the text (« inéligibles »); completion of the dossier is taken from §6.1.
 */
export const enrolmentOfRight = defineRule({
  id: "SEG-3.2-02",
  source: passage("§3.2", "§3.2, 1er alinéa, 2e phrase"),
  sentence:
    "L'enrôlement est de droit quand la Solution est commercialisée sur un marché concurrentiel et que le dossier est complet.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { dossierComplete: true, competitiveMarket: true, role: true }),
  judge: ({ dossierComplete, competitiveMarket, role }) => {
    if (!competitiveMarket) {
      return {
        outcome: "reject",
        sentence: "La Solution n'est pas proposée sur un marché concurrentiel : elle est inéligible au dispositif.",
        expected: "Solution commercialisée sur un marché concurrentiel",
        read: "Solution distribuée hors marché",
      };
    }
    const expected = "dossier complet";
    if (!dossierComplete) {
      return {
        outcome: "to_complete",
        sentence: "Le dossier d'enrôlement n'est pas complet.",
        expected,
        read: "dossier incomplet",
        next: "Complétez le dossier selon les constats.",
      };
    }
    return {
      outcome: "accept",
      sentence: `Le dossier est complet et la Solution commercialisée sur un marché concurrentiel : l'enrôlement est de droit pour ${roles[role]} qui remplit les conditions du §3.2.`,
      expected,
      read: "dossier complet",
    };
  },
});
