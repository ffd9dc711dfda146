import * as z from "zod/mini";
import { isKnown } from "../../../kernel/programme.ts";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { interpretation } from "../../../kernel/source.ts";
import type { Instant } from "../../../kernel/time.ts";
import { dateInFrench, instantInFrench } from "../../../kernel/time-french.ts";
import { dateInParis } from "../../../kernel/time-paris.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

const facts = z.pick(segurFacts, {
  receivedAt: true,
  invitedAt: true,
  correctedAt: true,
  defect: true,
  correctedOrderSignedOn: true,
  receptionEndsAt: true,
});

/**
 * SEG-6.1-30. A request received whole in time keeps its date when its content is corrected later, on invitation, for a
 * defect that can be cured; an order signed after the end of the reception period cures nothing (AMB-03). The end is
 * `absent` for an enrolment, which the text does not close. Computes `receivedAt`, unchanged.
 */
export const correction = defineRule({
  id: "SEG-6.1-30",
  source: passage("§6.1", "§2, §4.4 et §6.1, dernier alinéa"),
  sentence: "La demande reçue en entier dans le délai et corrigée sur invitation garde sa date de réception.",
  effect: "decides",
  provenance: interpretation(
    "Toutes les pièces sont reçues dans le délai ; leur contenu se corrige ensuite sur invitation, sans changer la date de réception.",
    "AMB-03",
  ),
  facts,
  judge: (read) => {
    const { receptionEndsAt: end } = read;
    if (end === "unknown") return unknownEnd;
    if (isKnown(end)) return receivedLate(read, end) ?? orderSignedLate(read, end) ?? corrected(read, end);
    return corrected(read, undefined);
  },
});

type Facts = z.output<typeof facts>;

const unknownEnd: Verdict = {
  outcome: "warn",
  sentence: "La fin de la période de réception n'est pas connue du calendrier en vigueur.",
  needsOfficer: true,
  next: "Un agent décide de la suite à donner à la correction.",
};

function receivedLate({ receivedAt }: Facts, end: Instant): Verdict | undefined {
  if (receivedAt <= end) return undefined;
  const [expected, read] = [`au plus tard le ${instantInFrench(end)}`, instantInFrench(receivedAt)];
  return {
    outcome: "inadmissible",
    sentence: `La demande, reçue le ${read}, l'est hors délai : aucune correction ne peut lui rendre une date.`,
    expected,
    read,
  };
}

function orderSignedLate({ correctedOrderSignedOn: signedOn }: Facts, end: Instant): Verdict | undefined {
  const lastOn = dateInParis(end);
  if (signedOn === null || signedOn <= lastOn) return undefined;
  const [expected, read] = [`commande signée au plus tard le ${dateInFrench(lastOn)}`, dateInFrench(signedOn)];
  return {
    outcome: "reject",
    sentence: `La commande corrigée, signée le ${read}, l'est après la fin de la période de réception : ${expected}.`,
    expected,
    read,
  };
}

function corrected({ receivedAt, invitedAt, correctedAt, defect }: Facts, end: Instant | undefined): Verdict {
  const kept = instantInFrench(receivedAt);
  const values = { computed: { receivedAt } };
  if (correctedAt === null)
    return { outcome: "log", sentence: `La demande reçue le ${kept} n'est pas corrigée.`, ...values };
  const read = `correction du ${instantInFrench(correctedAt)}`;
  if (defect === "incurable") {
    return {
      outcome: "reject",
      sentence: `Le défaut relevé ne peut être corrigé (${read}).`,
      expected: "défaut qui peut être corrigé",
      read,
    };
  }
  const invited = invitedAt !== null && invitedAt <= correctedAt;
  if (!invited && end !== undefined && correctedAt > end) {
    return {
      outcome: "warn",
      sentence: `La correction n'est pas retenue, faute d'invitation (${read}) : la demande est examinée telle que reçue le ${kept}.`,
      expected: "correction demandée par une invitation",
      read,
      ...values,
    };
  }
  return {
    outcome: "accept",
    sentence: `La demande garde sa date de réception, le ${kept} (${read}).`,
    expected: `date de réception gardée : ${kept}`,
    read,
    ...values,
  };
}
