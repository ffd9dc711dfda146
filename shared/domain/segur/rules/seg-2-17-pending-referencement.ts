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
  ansRegister: true,
  applicantIsEditeurOfNumber: true,
  exceptionAdmitted: true,
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
 * The catalogue asks nothing of the applicant's role; the text opens the exception to Editeurs alone, and the text wins:
 * who is the Editeur is read in the register of ANS. Of a number that the register does not know nothing can be judged: it
 * is completed. Dates that the calendar in force does not print are left to an officer, who says whether the exception is
 * admitted (AMB-20).
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
    const barred = notEditeur(read) ?? unknownNumber(read) ?? decided(read);
    if (barred !== undefined) return barred;
    if (!isKnown(referencementEndsAt) || !isKnown(fermetureAt)) return foundByOfficer(read);
    return (
      evidenceLate(read, referencementEndsAt) ??
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

/** What an officer found where the calendar is silent. */
function foundByOfficer({ exceptionAdmitted }: Facts): Verdict {
  if (exceptionAdmitted === null) return unknownDates;
  return exceptionAdmitted
    ? {
        outcome: "accept",
        sentence:
          "Un agent a admis l'exception du §2, dont le calendrier en vigueur à la réception ne donne pas les dates.",
      }
    : {
        outcome: "inadmissible",
        sentence:
          "Un agent a écarté l'exception du §2, dont le calendrier en vigueur à la réception ne donne pas les dates.",
      };
}

function notEditeur({ role, ansRegister, applicantIsEditeurOfNumber }: Facts): Verdict | undefined {
  if (applicantIsEditeurOfNumber || (role === "editeur" && !ansRegister)) return undefined;
  return {
    outcome: "inadmissible",
    sentence:
      "L'exception du §2 est ouverte à l'Editeur de la Solution ; un distributeur s'enrôle après l'octroi du référencement.",
    expected: "Editeur de la Solution",
    read: role === "editeur" ? "autre opérateur, d'après le registre de l'ANS" : "distributeur",
    provenance: "text",
  };
}

function unknownNumber({ ansRegister }: Facts): Verdict | undefined {
  if (ansRegister) return undefined;
  return {
    outcome: "to_complete",
    sentence:
      "Sans un numéro connu de l'ANS, la demande de référencement dont l'exception du §2 dépend ne peut être retrouvée.",
    expected: "numéro de la demande de référencement, délivré par l'ANS",
    read: "numéro absent ou inconnu de l'ANS",
    next: "Portez au formulaire le numéro de la demande de référencement.",
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
    ...(decision === "grant"
      ? {
          next: "La Solution est référencée : déposez une nouvelle demande sans invoquer l'exception, avec le rapport de référencement.",
        }
      : {}),
  };
}

function outsideWindow({ receivedAt }: Facts, fermetureAt: Instant): Verdict | undefined {
  const early = dateInParis(receivedAt) < windowOpensOn(fermetureAt);
  if (!early && receivedAt <= fermetureAt) return undefined;
  const [expected, read] = [windowInFrench(fermetureAt), instantInFrench(receivedAt)];
  return {
    outcome: "inadmissible",
    sentence: `La demande, présentée le ${read}, l'est ${early ? "trop tôt" : "trop tard"} pour l'exception du §2, ouverte ${expected}.`,
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
