import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.1-05. The rapport de référencement is in the dossier. While the exception of §2 applies there is none to produce:
 * it is due after the grant, which is a reading.
 */
export const rapport = defineRule({
  id: "SEG-3.1-05",
  source: passage("§3.1", "§3.1, 2e tiret"),
  sentence: "Le dossier contient le rapport de référencement délivré par l'ANS.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { rapport: true, exception: true }),
  judge: ({ rapport: produced, exception }) => {
    const expected = "rapport de référencement";
    if (produced) {
      return {
        outcome: "accept",
        sentence: "Le rapport de référencement est au dossier.",
        expected,
        read: "pièce produite",
      };
    }
    if (exception) {
      return {
        outcome: "accept",
        sentence: "Le rapport de référencement n'est pas demandé tant que l'ANS n'a pas décidé.",
        provenance: "interpretation",
        next: "Le rapport sera demandé après l'octroi du référencement.",
      };
    }
    return {
      outcome: "to_complete",
      sentence: "Le rapport de référencement manque au dossier.",
      expected,
      read: "pièce absente",
      next: "Ajoutez le rapport délivré par l'ANS.",
    };
  },
});
