import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { interpretation } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/** SEG-3.1-11. One enrolment, one Solution: derived from the single number of the form (AMB-25). */
export const oneSolution = defineRule({
  id: "SEG-3.1-11",
  source: passage("§3.1", "§3.1 et §3.2"),
  sentence: "Un enrôlement vaut pour un Fournisseur et une seule Solution référencée.",
  effect: "decides",
  provenance: interpretation(
    "Le formulaire porte un seul numéro de référencement : une Solution par enrôlement.",
    "AMB-25",
  ),
  facts: z.pick(segurFacts, { enrolledSolution: true, orderSolution: true }),
  judge: ({ enrolledSolution, orderSolution }) => {
    const values = { expected: enrolledSolution, read: orderSolution };
    if (orderSolution === enrolledSolution) {
      return {
        outcome: "accept",
        sentence: `La demande porte sur la Solution de l'enrôlement (${orderSolution}).`,
        ...values,
      };
    }
    return {
      outcome: "reject",
      sentence: `La demande porte sur ${orderSolution} ; l'enrôlement vaut pour ${enrolledSolution}.`,
      ...values,
      next: "Demandez un enrôlement pour cette autre Solution.",
    };
  },
});
