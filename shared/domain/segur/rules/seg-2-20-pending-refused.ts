import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { interpretation } from "../../../kernel/source.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-2-20. A refusal by ANS ends the reserve under which requests were admitted: each is rejected, the pending
 * enrolment lapses. Nothing was paid while they waited (SEG-2-19), so there is no indu. Derived: the text states the
 * reserve, not its failure.
 */
export const pendingRefused = defineRule({
  id: "SEG-2-20",
  source: passage("§2", "§2, dernier alinéa, 2e phrase"),
  sentence: "Le refus du référencement fait rejeter les demandes admises par exception dans l'attente de la décision.",
  effect: "decides",
  provenance: interpretation("La réserve posée par le §2 n'étant pas levée, la demande ne peut être admise."),
  facts: z.pick(segurFacts, { exception: true, decision: true, decisionPronouncedOn: true }),
  judge: ({ exception, decision, decisionPronouncedOn }) => {
    if (!exception) return { outcome: "log", sentence: "La demande n'est pas présentée sous l'exception du §2." };
    const expected = "aucun refus de l'ANS";
    if (decision !== "refusal") {
      const read = decision === null ? "aucune décision" : "octroi";
      return { outcome: "log", sentence: `Aucun refus n'est prononcé ; décision de l'ANS : ${read}.`, expected, read };
    }
    const read = decisionPronouncedOn === null ? "refus" : `refus du ${dateInFrench(decisionPronouncedOn)}`;
    return {
      outcome: "reject",
      sentence: `L'ANS a refusé le référencement (${read}) : la demande en attente est rejetée. Rien n'a été versé, rien n'est à reverser.`,
      expected,
      read,
    };
  },
});
