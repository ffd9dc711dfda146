import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { dateInParis } from "../../../kernel/time-paris.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.2-09. The dossier is sent once the référencement is obtained. Only the day of the grant is known: that day is
 * included. Under the exception of §2, SEG-2-17 decides instead. Of a number that the register does not know nothing is
 * known, neither grant nor absence of one: the number is completed first (SEG-3.1-04), then this rule is judged.
 */
export const afterReferencement = defineRule({
  id: "SEG-3.2-09",
  source: passage("§3.2", "§3.2, dernier alinéa"),
  sentence: "Le dossier d'enrôlement n'est transmis qu'une fois le référencement obtenu.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { receivedAt: true, ansRegister: true, referencedOn: true, exception: true }),
  judge: ({ receivedAt, ansRegister, referencedOn, exception }) => {
    if (exception) {
      return {
        outcome: "log",
        sentence: "La demande est présentée sous l'exception du §2 : la règle SEG-2-17 décide.",
      };
    }
    if (!ansRegister) {
      return {
        outcome: "log",
        sentence: "L'octroi du référencement se vérifie au registre de l'ANS une fois le numéro de la Solution établi.",
        provenance: "interpretation",
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
      sentence: `La demande, reçue le ${read}, l'est avant l'octroi du référencement : elle ne pouvait l'être qu'${expected}.`,
      expected,
      read,
      next: "Déposez une nouvelle demande quand la Solution sera référencée.",
    };
  },
});
