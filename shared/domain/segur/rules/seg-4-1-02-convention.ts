import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { dateInParis } from "../../../kernel/time-paris.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-4.1-02. The Editeur has concluded its convention with ANS before the request; only its day is known, and that day
 * is included. The text speaks of the Editeur whose Solution one distributes; the catalogue, followed here, asks the same
 * of the Editeur that files itself. Under the exception of §2 the convention waits for the payment (AMB-19). Of a number
 * that the register does not know nothing is known: the number is completed first (SEG-3.1-04).
 */
export const convention = defineRule({
  id: "SEG-4.1-02",
  source: passage("§4.1", "§4.1, 2e alinéa"),
  sentence:
    "La demande d'enrôlement n'est recevable que si l'Editeur a déjà conclu la convention de référencement avec l'ANS.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { conventionSignedOn: true, receivedAt: true, ansRegister: true, exception: true }),
  judge: ({ conventionSignedOn, receivedAt, ansRegister, exception }) => {
    if (!ansRegister) return notYetKnown;
    const receivedOn = dateInParis(receivedAt);
    const read =
      conventionSignedOn === null ? "aucune convention" : `convention du ${dateInFrench(conventionSignedOn)}`;
    const expected = `convention conclue au plus tard le ${dateInFrench(receivedOn)}, jour de réception de la demande`;
    if (conventionSignedOn !== null && conventionSignedOn <= receivedOn) {
      return {
        outcome: "accept",
        sentence: `La convention de référencement précède la demande (${read}).`,
        expected,
        read,
      };
    }
    if (exception) {
      return {
        outcome: "warn",
        sentence: `La convention de référencement n'est pas demandée tant que l'ANS n'a pas décidé ; elle le sera avant tout paiement (${read}).`,
        expected: "convention conclue avant le premier paiement",
        read,
        provenance: "interpretation",
      };
    }
    return {
      outcome: "inadmissible",
      sentence: `La convention de référencement ne précède pas la demande, reçue le ${dateInFrench(receivedOn)} (${read}).`,
      expected,
      read,
      next: "Déposez une nouvelle demande après la conclusion de la convention.",
    };
  },
});

const notYetKnown: Verdict = {
  outcome: "log",
  sentence: "La convention se vérifie au registre de l'ANS une fois le numéro de la Solution établi.",
  provenance: "interpretation",
};
