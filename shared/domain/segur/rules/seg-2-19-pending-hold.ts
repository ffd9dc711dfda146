import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-2-19. What was admitted under the exception of §2 waits for the decision of ANS, which may come after the Date de
 * fermeture: held until the grant, then instructed with its first date of reception. A refusal is for SEG-2-20.
 */
export const pendingHold = defineRule({
  id: "SEG-2-19",
  source: passage("§2", "§2, dernier alinéa, 2e phrase"),
  sentence: "Les demandes admises par exception restent suspendues jusqu'à l'octroi du référencement par l'ANS.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { exception: true, decision: true, decisionPronouncedOn: true }),
  judge: ({ exception, decision, decisionPronouncedOn }) => {
    if (!exception) return { outcome: "log", sentence: "La demande n'est pas présentée sous l'exception du §2." };
    const expected = "octroi du référencement";
    if (decision !== "grant") {
      const read = decision === null ? "aucune décision" : "refus";
      return {
        outcome: "block",
        sentence: `La demande reste suspendue à l'octroi du référencement ; décision de l'ANS : ${read}.`,
        expected,
        read,
      };
    }
    const read = decisionPronouncedOn === null ? "octroi" : `octroi du ${dateInFrench(decisionPronouncedOn)}`;
    return {
      outcome: "accept",
      sentence: `L'instruction reprend après l'octroi du référencement (${read}) ; la date de réception ne change pas.`,
      expected,
      read,
    };
  },
});
