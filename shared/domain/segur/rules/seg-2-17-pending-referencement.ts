import * as z from "zod/mini";
import { addDays } from "../../../kernel/civil.ts";
import { isKnown } from "../../../kernel/programme.ts";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { interpretation } from "../../../kernel/source.ts";
import type { CivilDate, Instant } from "../../../kernel/time.ts";
import { dateInFrench, instantInFrench } from "../../../kernel/time-french.ts";
import { dateInParis } from "../../../kernel/time-paris.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

const windowDays = 15;

const facts = z.pick(segurFacts, {
  role: true,
  completeFileReceivedAt: true,
  decision: true,
  decisionPronouncedOn: true,
  receivedAt: true,
  referencementEndsAt: true,
  fermetureAt: true,
});

/**
 * SEG-2-17. An Editeur whose complete evidence reached ANS in time and who has no decision may enrol from the fifteenth
 * day before the Date de fermeture (that day from 00:00 Paris) to the Date de fermeture, both included (AMB-05, AMB-01).
 * The catalogue asks nothing of the applicant's role; the text opens the exception to Editeurs alone, and the text wins.
 * Dates that the calendar in force does not print are left to an officer.
 */
export const pendingReferencement = defineRule({
  id: "SEG-2-17",
  source: passage("§2", "§2, dernier alinéa, 1re phrase"),
  sentence:
    "L'Editeur dont le dossier de preuves est complet et sur lequel l'ANS n'a pas décidé peut s'enrôler dans les quinze jours qui précèdent la Date de fermeture.",
  effect: "decides",
  provenance: interpretation(
    "La voie est ouverte du quinzième jour avant la Date de fermeture, à 0 h 00, jusqu'à la Date de fermeture incluse, à l'Editeur sans décision au jour de sa demande.",
    "AMB-05",
  ),
  facts,
  judge: (read) => {
    const { referencementEndsAt, fermetureAt } = read;
    if (!isKnown(referencementEndsAt) || !isKnown(fermetureAt)) return unknownDates;
    return (
      notEditeur(read) ??
      evidenceLate(read, referencementEndsAt) ??
      decided(read) ??
      outsideWindow(read, fermetureAt) ?? {
        outcome: "accept",
        sentence: `L'exception du §2 s'applique à la demande reçue le ${instantInFrench(read.receivedAt)}.`,
        expected: windowInFrench(fermetureAt),
        read: instantInFrench(read.receivedAt),
      }
    );
  },
});

type Facts = z.output<typeof facts>;

const unknownDates: Verdict = {
  outcome: "warn",
  sentence: "Le calendrier en vigueur à la réception ne donne pas les dates dont l'exception du §2 dépend.",
  needsOfficer: true,
  next: "Un agent décide de l'application de l'exception.",
};

function notEditeur({ role }: Facts): Verdict | undefined {
  if (role === "editeur") return undefined;
  return {
    outcome: "inadmissible",
    sentence: "L'exception du §2 est ouverte aux Editeurs ; un distributeur s'enrôle après l'octroi du référencement.",
    expected: "Editeur",
    read: "distributeur",
    provenance: "text",
  };
}

function evidenceLate({ completeFileReceivedAt: filedAt }: Facts, end: Instant): Verdict | undefined {
  if (filedAt !== null && filedAt <= end) return undefined;
  const read = filedAt === null ? "aucun dossier complet" : instantInFrench(filedAt);
  const expected = `au plus tard le ${instantInFrench(end)}`;
  return {
    outcome: "inadmissible",
    sentence: `Le dossier complet de preuves devait être déposé ${expected} ; l'ANS l'a reçu : ${read}.`,
    expected,
    read,
  };
}

function decided({ decision, decisionPronouncedOn: on, receivedAt }: Facts): Verdict | undefined {
  const before = on === null ? decision !== null : on <= dateInParis(receivedAt);
  if (!before) return undefined;
  const word = decision === "grant" ? "octroi" : decision === "refusal" ? "refus" : "décision";
  const read = on === null ? word : `${word} du ${dateInFrench(on)}`;
  return {
    outcome: "inadmissible",
    sentence: `L'ANS a déjà prononcé sa décision (${read}) : l'exception du §2 ne s'applique plus.`,
    expected: "aucune décision de l'ANS au jour de la demande",
    read,
  };
}

function outsideWindow({ receivedAt }: Facts, fermetureAt: Instant): Verdict | undefined {
  const early = dateInParis(receivedAt) < windowOpensOn(fermetureAt);
  if (!early && receivedAt <= fermetureAt) return undefined;
  const [expected, read] = [windowInFrench(fermetureAt), instantInFrench(receivedAt)];
  return {
    outcome: "inadmissible",
    sentence: `La demande, reçue le ${read}, l'est ${early ? "trop tôt" : "trop tard"} pour l'exception du §2, ouverte ${expected}.`,
    expected,
    read,
    ...(early ? { next: "Déposez une nouvelle demande quand cette voie sera ouverte." } : {}),
  };
}

/** The fifteenth calendar day before the day of the Date de fermeture in Paris. */
function windowOpensOn(fermetureAt: Instant): CivilDate {
  return addDays(dateInParis(fermetureAt), -windowDays);
}

function windowInFrench(fermetureAt: Instant): string {
  return `du ${dateInFrench(windowOpensOn(fermetureAt))} à 0 h 00 au ${instantInFrench(fermetureAt)} inclus`;
}
