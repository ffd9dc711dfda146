import * as z from "zod/mini";
import { type Cents, eurosInFrench } from "../../../kernel/money.ts";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-7-07. When ANS withdraws the référencement, all that was received may have to be repaid (« pourra être amené »):
 * the amount is a proposal that an officer may lower. Computes `proposedAmountCents`. That pending payments stop is
 * derived: the text speaks of repayment only.
 */
export const referencementWithdrawn = defineRule({
  id: "SEG-7-07",
  source: passage("§7", "§7, 3e tiret"),
  sentence: "Le retrait du référencement peut conduire au reversement de toutes les sommes reçues pour la Prestation.",
  effect: "computes",
  provenance: written,
  facts: z.pick(segurFacts, { withdrawnOn: true, paidTotal: true, solde: true }),
  judge: ({ withdrawnOn, paidTotal, solde }) => {
    if (withdrawnOn === null) return { outcome: "log", sentence: "Le référencement de la Solution n'est pas retiré." };
    const read = `retrait du ${dateInFrench(withdrawnOn)}`;
    const recovery = paidTotal > 0 ? proposal(read, paidTotal) : nothingPaid(read);
    return solde === "pending" ? [hold(read), recovery] : recovery;
  },
});

const expected = "Solution référencée";

function hold(read: string): Verdict {
  return {
    outcome: "block",
    sentence: `Le solde est suspendu : l'ANS a retiré le référencement de la Solution (${read}).`,
    expected,
    read,
    provenance: "interpretation",
  };
}

function proposal(read: string, paidTotal: Cents): Verdict {
  const amount = eurosInFrench(paidTotal);
  return {
    outcome: "open_indu",
    sentence: `L'ANS a retiré le référencement de la Solution (${read}) : il est proposé de demander le reversement de ${amount}.`,
    expected,
    read: `${read}, sommes versées : ${amount}`,
    computed: { proposedAmountCents: paidTotal },
    next: "Un agent confirme ce montant ou le réduit.",
  };
}

function nothingPaid(read: string): Verdict {
  return {
    outcome: "log",
    sentence: `L'ANS a retiré le référencement de la Solution (${read}) ; rien n'a été versé, rien n'est à reverser.`,
    expected,
    read,
    computed: { proposedAmountCents: 0 },
  };
}
