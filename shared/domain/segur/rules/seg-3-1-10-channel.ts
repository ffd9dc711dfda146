import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

const channels = {
  op_site: "site de l'Opérateur de paiement",
  email: "courriel",
  post: "courrier",
  other: "autre voie",
} as const;

/**
 * SEG-3.1-10. Only the operator's site receives. What comes another way is not received: no outcome of the vocabulary
 * says so, since there is no request to refuse; it is logged, and has no `receivedAt`, so that no other rule judges it.
 */
export const channel = defineRule({
  id: "SEG-3.1-10",
  source: passage("§3.1", "§3.1, dernier alinéa"),
  sentence: "Le dossier d'enrôlement est déposé sur le site de l'Opérateur de paiement.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { channel: true }),
  judge: ({ channel: used }) => {
    const values = { expected: channels.op_site, read: channels[used] };
    if (used === "op_site") {
      return {
        outcome: "accept",
        sentence: "Le dossier est déposé sur le site de l'Opérateur de paiement.",
        ...values,
      };
    }
    return {
      outcome: "log",
      sentence: `Le dossier n'est pas reçu : il est parvenu par une autre voie (${values.read}) que le site de l'Opérateur de paiement.`,
      ...values,
      next: "Déposez le dossier sur le site de l'Opérateur de paiement.",
    };
  },
});
