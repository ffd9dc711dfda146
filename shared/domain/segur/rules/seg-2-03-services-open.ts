import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { dateInParis } from "../../../kernel/time-paris.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-2-03. The text opens the operator's services in « Octobre 2021 » and says neither the day nor what becomes of an
 * earlier request: the day is a setting, and inadmissibility the catalogue's reading.
 */
export const servicesOpen = defineRule({
  id: "SEG-2-03",
  source: passage("§2", "§2, tableau, 3e ligne"),
  sentence: "Aucune demande n'est reçue avant l'ouverture des services de l'Opérateur de paiement.",
  effect: "decides",
  provenance: { kind: "setting", setting: "opServicesOpenOn" },
  facts: z.pick(segurFacts, { receivedAt: true, opServicesOpenOn: true }),
  judge: ({ receivedAt, opServicesOpenOn }) => {
    const receivedOn = dateInParis(receivedAt);
    const values = {
      expected: `à partir du ${dateInFrench(opServicesOpenOn)}`,
      read: dateInFrench(receivedOn),
    };
    if (receivedOn >= opServicesOpenOn) {
      return {
        outcome: "accept",
        sentence: `La demande, reçue le ${values.read}, l'a été après l'ouverture des services, ouverts ${values.expected}.`,
        ...values,
      };
    }
    return {
      outcome: "inadmissible",
      sentence: `La demande, reçue le ${values.read}, précède l'ouverture des services, ouverts ${values.expected}.`,
      ...values,
      next: "Déposez une nouvelle demande après l'ouverture des services.",
    };
  },
});
