import type { Finding } from "../../kernel/finding.ts";
import { dateInFrench, instantInFrench } from "../../kernel/time-french.ts";
import type { Enrolment } from "./enrolment.ts";
import { outstanding } from "./invitation.ts";
import { enrolmentLifecycle } from "./lifecycle-enrolment.ts";
import { type Letter, reference, type ToldEvent } from "./mail-letter.ts";
import { pointInFrench } from "./mails-filing.ts";

/** What whoever contests an unfavourable decision can do. The appel à financement names no remedy: no delay is told here. */
const remedies = ["Si vous contestez cette décision, vous pouvez demander à l'Opérateur de paiement de la réexaminer."];

/** A decision that was taken back before its mail could leave is told no more. */
const inForce =
  (write: (event: ToldEvent, dossier: Enrolment) => Letter) =>
  (event: ToldEvent, dossier: Enrolment): Letter | undefined => {
    const decision = dossier.decisions?.find(({ seq }) => seq === event.seq);
    return decision?.void === undefined ? write(event, dossier) : undefined;
  };

/** The request could not be examined at all. */
export const inadmissible = inForce((event, dossier) => ({
  template: "inadmissible",
  subject: `Demande irrecevable : motif et article, dossier ${reference(dossier)}`,
  lead: [`Votre demande d'enrôlement est irrecevable. Décision du ${instantInFrench(event.at)}.`],
  list: { title: "Motif", items: reasons(event) },
  next: [...nextSteps(event), ...remedies],
}));

/** The delay to complete ran out (SEG-6.1-29). */
export const expired = inForce(({ at }, dossier) => {
  const points = dossier.invitation === undefined ? [] : outstanding(dossier.invitation);
  return {
    template: "expired",
    subject: `Demande rejetée : délai de complément passé, dossier ${reference(dossier)}`,
    lead: [
      `Votre demande d'enrôlement est rejetée. Décision du ${instantInFrench(at)}.`,
      "L'invitation à compléter n'a pas reçu toutes ses réponses dans le délai fixé par l'Opérateur de paiement (SEG-6.1-29, par analogie avec le §6.1).",
    ],
    list: { title: "Points restés sans réponse", items: points.map(pointInFrench) },
    next: remedies,
  };
});

/** The Fournisseur or its Solution is not of those to whom enrolment is due (§3.2). */
export const rejected = inForce((event, dossier) => ({
  template: "rejected",
  subject: `Demande rejetée : motif et article, dossier ${reference(dossier)}`,
  lead: [`Votre demande d'enrôlement est rejetée. Décision du ${instantInFrench(event.at)}.`],
  list: { title: "Motif", items: reasons(event) },
  next: [...nextSteps(event), ...remedies],
}));

/** Enrolment is of right once the conditions are met (SEG-3.2-02). */
export const enrolled = inForce(({ at }, dossier) => ({
  template: "enrolled",
  subject: `Enrôlement prononcé, dossier ${reference(dossier)}`,
  lead: [
    "Votre enrôlement est prononcé.",
    `Décision du ${instantInFrench(at)}.`,
    "Le dossier est complet et la Solution référencée : l'enrôlement est de droit (SEG-3.2-02, §3.2).",
  ],
  next: ["La décision et ses constats se lisent dans le dossier."],
}));

/** Enrolled while ANS has not decided (SEG-2-17). */
export const enrolledPending = inForce(({ at }, dossier) => ({
  template: "enrolled-pending",
  subject: `Enrôlement dans l'attente de la décision de l'ANS, dossier ${reference(dossier)}`,
  lead: [
    "Votre enrôlement est prononcé dans l'attente de la décision de référencement.",
    `Décision du ${instantInFrench(at)}, sous l'exception du §2 (SEG-2-17).`,
  ],
  next: [
    "Vos demandes restent suspendues jusqu'à l'octroi du référencement par l'ANS (SEG-2-19, §2).",
    "Un refus de l'ANS rendrait l'enrôlement caduc : il est prononcé sous cette réserve (SEG-2-20).",
  ],
}));

/** ANS granted what the enrolment waited for. */
export const granted = (event: ToldEvent, dossier: Enrolment): Letter => ({
  template: "granted",
  subject: `Référencement octroyé : enrôlement confirmé, dossier ${reference(dossier)}`,
  lead: [
    `L'ANS a octroyé le référencement de la Solution${pronounced(event)}.`,
    "Votre enrôlement ne dépend plus de sa décision (SEG-2-19).",
  ],
  next: [
    "Le rapport de référencement, délivré avec l'octroi, reste dû (SEG-3.1-05) : l'Opérateur de paiement vous dira comment le remettre.",
  ],
});

/** ANS refused what the enrolment waited for. */
export const refused = (event: ToldEvent, dossier: Enrolment): Letter => ({
  template: "lapsed",
  subject: `Enrôlement caduc : référencement refusé, dossier ${reference(dossier)}`,
  lead: [
    `L'ANS a refusé le référencement de la Solution${pronounced(event)}.`,
    "Votre enrôlement, prononcé sous réserve de cette décision, est caduc (SEG-2-20).",
  ],
  list: { title: "Motif", items: reasons(event) },
  next: remedies,
});

/** ANS withdrew the référencement of an enrolled Solution. */
export const suspended = ({ data }: ToldEvent, dossier: Enrolment): Letter => ({
  template: "suspended",
  subject: `Enrôlement suspendu : référencement retiré, dossier ${reference(dossier)}`,
  lead: [
    `L'ANS a retiré le référencement de la Solution${data.withdrawnOn ? ` le ${dateInFrench(data.withdrawnOn)}` : ""}.`,
    "Votre enrôlement est suspendu en conséquence (SEG-7-07).",
  ],
  next: remedies,
});

/** An unfavourable decision was taken back: it stays readable and binds nobody. */
export const reopened = ({ seq, at }: ToldEvent, dossier: Enrolment): Letter => {
  const former = dossier.decisions?.find((decision) => decision.void?.seq === seq);
  const which = former === undefined ? "antérieure" : `du ${instantInFrench(former.at)}`;
  return {
    template: "reopened",
    subject: `Décision retirée : l'instruction reprend, dossier ${reference(dossier)}`,
    lead: [
      `La décision ${which} est retirée le ${instantInFrench(at)}. Elle n'a plus d'effet.`,
      "L'instruction de votre demande d'enrôlement reprend : l'enrôlement est de droit (SEG-3.2-02).",
    ],
    next: ["La décision retirée reste lisible dans le dossier. La suite vous sera annoncée par courriel."],
  };
};

const refusing: readonly Finding["outcome"][] = ["inadmissible", "reject"];

/** Why, in the words of the findings, which agent and Fournisseur read alike; else in those of the law of the procedure. */
function reasons({ findings, type }: ToldEvent): readonly string[] {
  const grounds = findings.filter(({ outcome }) => refusing.includes(outcome));
  if (grounds.length > 0) return grounds.map((one) => `${withoutSiret(one.sentence)} (${one.rule}, ${one.article})`);
  const row = enrolmentLifecycle.rows.find(({ event }) => event === type);
  return row === undefined ? [] : [`${enrolmentLifecycle.events[row.event]} (${row.rule}).`];
}

const nextSteps = ({ findings }: ToldEvent): readonly string[] =>
  findings.flatMap(({ outcome, next }) =>
    refusing.includes(outcome) && next !== undefined ? [withoutSiret(next)] : [],
  );

/** A mail travels in clear: of all numbers, it bears that of the dossier alone. */
const withoutSiret = (sentence: string): string => sentence.replaceAll(/ ?\b\d{3} ?\d{3} ?\d{3} ?\d{5}\b/g, "");

const pronounced = ({ data: { pronouncedOn } }: ToldEvent): string =>
  pronouncedOn === undefined ? "" : ` le ${dateInFrench(pronouncedOn)}`;
