import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/** SEG-3.2-06. A Solution for its publisher's own use is outside the market. */
export const exclusiveUse = defineRule({
  id: "SEG-3.2-06",
  source: passage("§3.2", "§3.2, hors marché, 1er tiret"),
  sentence: "La Solution destinée à l'usage exclusif de l'opérateur qui l'édite est hors marché, donc inéligible.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { exclusiveOwnUse: true }),
  judge: ({ exclusiveOwnUse }) => {
    const expected = "Solution destinée à d'autres que son Editeur";
    return exclusiveOwnUse
      ? {
          outcome: "reject",
          sentence: "La Solution est destinée à l'usage exclusif de son Editeur : elle est inéligible au dispositif.",
          expected,
          read: "usage exclusif de l'Editeur",
        }
      : { outcome: "accept", sentence: "La Solution n'est pas réservée à son Editeur.", expected, read: expected };
  },
});
