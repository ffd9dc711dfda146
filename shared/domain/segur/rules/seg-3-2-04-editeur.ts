import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.2-04. The Editeur of a référencée Solution can enrol. The catalogue's `ans_register` is where both facts are
 * read; it is not itself a fact of this rule. A distributor is for SEG-3.2-05 to judge.
 */
export const editeur = defineRule({
  id: "SEG-3.2-04",
  source: passage("§3.2", "§3.2, 1er tiret"),
  sentence: "Peut s'enrôler tout opérateur qui édite une Solution référencée par l'ANS.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { applicantSiret: true, applicantIsEditeurOfNumber: true, declaredDistributor: true }),
  judge: ({ applicantSiret, applicantIsEditeurOfNumber, declaredDistributor }) => {
    const expected = "Editeur de la Solution, ou distributeur déclaré";
    if (applicantIsEditeurOfNumber) {
      return {
        outcome: "accept",
        sentence: `L'opérateur ${applicantSiret} est l'Editeur de la Solution référencée.`,
        expected,
        read: "Editeur de la Solution",
      };
    }
    if (declaredDistributor) {
      return {
        outcome: "log",
        sentence: `L'opérateur ${applicantSiret} n'est pas l'Editeur ; déclaré distributeur, il relève de la règle SEG-3.2-05.`,
        expected,
        read: "distributeur déclaré",
      };
    }
    return {
      outcome: "reject",
      sentence: `L'opérateur ${applicantSiret} n'est ni l'Editeur de la Solution, ni un distributeur déclaré.`,
      expected,
      read: "ni l'un ni l'autre",
    };
  },
});
