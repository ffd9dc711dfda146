import * as z from "zod/mini";
import { addDays } from "../../../kernel/civil.ts";
import { defineRule } from "../../../kernel/rule.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-6.1-29. The text invites to complete without a delay: the delay is a setting, in calendar days, its last day
 * included. Computes `dueOn` (Paris date). The catalogue's exception for an unlisted FINESS is of the avance only.
 */
export const completionDelay = defineRule({
  id: "SEG-6.1-29",
  source: passage("§6.1", "§4.4 et §6.1, dernier alinéa"),
  sentence:
    "L'invitation à compléter appelle une réponse dans le délai fixé par l'Opérateur de paiement ; sans réponse, la demande est rejetée.",
  effect: "decides",
  provenance: { kind: "setting", setting: "completionDelayDays" },
  facts: z.pick(segurFacts, { invitedOn: true, answeredOn: true, judgedOn: true, completionDelayDays: true }),
  judge: ({ invitedOn, answeredOn, judgedOn, completionDelayDays }) => {
    const dueOn = addDays(invitedOn, completionDelayDays);
    const expected = `réponse jusqu'au ${dateInFrench(dueOn)} inclus (${completionDelayDays} jours)`;
    const read = answeredOn === null ? "aucune réponse" : `réponse du ${dateInFrench(answeredOn)}`;
    const values = { expected, read, computed: { dueOn } };
    if (answeredOn !== null && answeredOn <= dueOn) {
      return {
        outcome: "accept",
        sentence: `L'invitation à compléter a reçu sa réponse dans le délai : ${read}, ${expected}.`,
        ...values,
      };
    }
    if (answeredOn === null && judgedOn <= dueOn) {
      return { outcome: "log", sentence: `Le délai de réponse court encore : ${expected}.`, ...values };
    }
    return {
      outcome: "reject",
      sentence: `L'invitation à compléter n'a pas reçu de réponse dans le délai : ${read}, ${expected}.`,
      ...values,
    };
  },
});
