import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { dateInParis } from "../../../kernel/time-paris.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.2-09. The dossier is sent once the référencement is obtained. Only the day of the grant is known: that day is
 * included. Under the exception of §2, SEG-2-17 decides instead.
 */
export const afterReferencement = defineRule({
  id: "SEG-3.2-09",
  source: passage("§3.2", "§3.2, dernier alinéa"),
  sentence: "Le dossier d'enrôlement n'est transmis qu'une fois le référencement obtenu.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { receivedAt: true, referencedOn: true, exception: true }),
  judge: ({ receivedAt, referencedOn, exception }) => {
    if (exception) {
      return {
        outcome: "log",
        sentence: "La demande est présentée sous l'exception du §2 : la règle SEG-2-17 décide.",
      };
    }
    const receivedOn = dateInParis(receivedAt);
    const read = dateInFrench(receivedOn);
    const expected =
      referencedOn === null ? "après l'octroi du référencement" : `à partir du ${dateInFrench(referencedOn)}`;
    if (referencedOn !== null && receivedOn >= referencedOn) {
      return {
        outcome: "accept",
        sentence: `La demande, reçue le ${read}, l'est après l'octroi du référencement : elle pouvait l'être ${expected}.`,
        expected,
        read,
      };
    }
    return {
      outcome: "inadmissible",
      sentence: `La demande, reçue le ${read}, l'est avant l'octroi du référencement : elle ne pouvait l'être que ${expected}.`,
      expected,
      read,
      next: "Déposez une nouvelle demande quand la Solution sera référencée.",
    };
  },
});
