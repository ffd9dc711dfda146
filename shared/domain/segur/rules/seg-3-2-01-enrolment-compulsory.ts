import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { enrolmentLifecycle } from "../lifecycle-enrolment.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.2-01. No financing or payment request before enrolment. An enrolment that awaits ANS under the exception of §2
 * lets requests in as well (SEG-2-17); nothing is paid on them (SEG-2-19).
 */
export const enrolmentCompulsory = defineRule({
  id: "SEG-3.2-01",
  source: passage("§3.2", "§3.2, 1er alinéa, 1re phrase"),
  sentence: "L'enrôlement précède obligatoirement toute demande de financement ou de paiement.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { enrolmentStatus: true }),
  judge: ({ enrolmentStatus }) => {
    const values = { expected: enrolmentLifecycle.states.enrolled, read: enrolmentLifecycle.states[enrolmentStatus] };
    if (enrolmentStatus === "enrolled" || enrolmentStatus === "enrolled_pending_referencement") {
      return {
        outcome: "accept",
        sentence: `Le Fournisseur peut déposer une demande ; état de son enrôlement : ${values.read}.`,
        ...values,
      };
    }
    return {
      outcome: "inadmissible",
      sentence: `Le Fournisseur n'est pas enrôlé ; état de son enrôlement : ${values.read}.`,
      ...values,
      next: "Obtenez l'enrôlement avant de déposer une demande.",
    };
  },
});
