import * as z from "zod/mini";
import type { CivilDate, Instant } from "../../kernel/time.ts";
import { dateInFrench, instantInFrench } from "../../kernel/time-french.ts";
import { dateInParis } from "../../kernel/time-paris.ts";
import { receptionEndsAt } from "./completeness.ts";
import type { Enrolment } from "./enrolment.ts";
import { type CompletionInvitation, defects, outstanding, type Point } from "./invitation.ts";
import { type Letter, reference, type ToldEvent } from "./mail-letter.ts";
import { piecesDue } from "./pieces-due.ts";
import { enrolmentPieces, type PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";

const namedPieces = z.array(z.looseObject({ piece: z.string() }));

/** A dossier was filed: received at an instant, or not yet while a mandatory piece is missing (SEG-2-16). */
export function filed(event: ToldEvent, dossier: Enrolment): Letter {
  const { receivedAt } = event.data;
  return receivedAt === undefined ? filedIncomplete(event, dossier) : filedWhole(receivedAt, dossier);
}

function filedWhole(receivedAt: Instant, dossier: Enrolment): Letter {
  return {
    template: "filed",
    subject: `Dépôt reçu le ${day(receivedAt)}, référence ${reference(dossier)}`,
    lead: [
      `Votre demande d'enrôlement est reçue le ${instantInFrench(receivedAt)}.`,
      "C'est sa date de réception : elle fait foi pour la suite (SEG-2-16, §2).",
    ],
    next: [
      "Le reçu de dépôt, avec l'empreinte de chaque fichier, se lit dans le dossier.",
      "L'Opérateur de paiement examine maintenant le dossier. La suite vous sera annoncée par courriel.",
    ],
  };
}

function filedIncomplete({ at, data }: ToldEvent, dossier: Enrolment): Letter {
  const given = new Set(z.parse(namedPieces, data.pieces).map(({ piece }) => piece));
  const missing = piecesDue(dossier.declared).filter(({ code, due }) => due === "required" && !given.has(code));
  return {
    template: "filed-incomplete",
    subject: `Dépôt incomplet, sans date de réception, référence ${reference(dossier)}`,
    lead: [
      `Votre dépôt du ${instantInFrench(at)} est enregistré, mais il est incomplet.`,
      "Il n'a pas de date de réception : elle sera celle de la dernière pièce exigée (SEG-2-16, §2).",
    ],
    list: { title: "Pièces manquantes", items: missing.map(({ label, rule }) => `${label} (${rule})`) },
    next: ["Vous recevrez une invitation à compléter, avec la date limite de réponse."],
  };
}

/** An invitation to complete that is still open: a mail that comes after the answer asks for nothing. */
export function toComplete({ seq, at }: ToldEvent, dossier: Enrolment): Letter | undefined {
  const invitation = openInvitation(dossier);
  if (invitation?.seq !== seq) return undefined;
  const points = outstanding(invitation);
  return {
    template: "to-complete",
    subject: `À compléter jusqu'au ${dateInFrench(firstDue(points))} inclus : dossier ${reference(dossier)}`,
    lead: [`Votre demande d'enrôlement est à compléter : ${count(points)}.`, ...delay(points), ...period(dossier, at)],
    list: { title: "Points à compléter", items: points.map(pointInFrench) },
    next: [
      "Ce qui n'est pas demandé ici reste acquis et ne se remplace pas.",
      ...(dossier.receivedAt === undefined ? [] : ["Votre date de réception est conservée."]),
    ],
  };
}

/** Part of what was asked has come; the rest is still due. */
export function partlyCompleted({ seq, at }: ToldEvent, dossier: Enrolment): Letter | undefined {
  const invitation = openInvitation(dossier);
  if (invitation === undefined || invitation.seq > seq) return undefined;
  const points = outstanding(invitation);
  return {
    template: "partly-completed",
    subject: `Complément reçu : il reste ${count(points)}, dossier ${reference(dossier)}`,
    lead: [
      `Votre complément du ${instantInFrench(at)} est reçu dans le délai.`,
      ...delay(points),
      ...period(dossier, at),
    ],
    list: { title: "Points qui restent à compléter", items: points.map(pointInFrench) },
    next: ["Ce qui est reçu à temps reste acquis."],
  };
}

/** All that was asked has come: the examination goes on. */
export function completed({ at }: ToldEvent, dossier: Enrolment): Letter {
  const { receivedAt } = dossier;
  const reception = receivedAt && [`Date de réception de la demande : ${instantInFrench(receivedAt)} (SEG-2-16, §2).`];
  return {
    template: "completed",
    subject: `Complément reçu : l'instruction reprend, dossier ${reference(dossier)}`,
    lead: [
      `Votre complément du ${instantInFrench(at)} est reçu dans le délai.`,
      "Tous les points demandés ont leur réponse : l'instruction reprend (SEG-6.1-29, par analogie avec le §6.1).",
      ...(reception ?? []),
    ],
    next: ["La suite vous sera annoncée par courriel."],
  };
}

/** A reminder of what is still due on a day, whatever else is due on others. */
export function reminder(dossier: Enrolment, asked: ReminderAsked): Letter | undefined {
  const invitation = openInvitation(dossier);
  if (invitation?.seq !== asked.seq || asked.today > asked.dueOn) return undefined;
  const points = outstanding(invitation).filter(({ dueOn }) => dueOn === asked.dueOn);
  if (points.length === 0) return undefined;
  return {
    template: `reminder-${asked.kind}-${asked.dueOn}`,
    subject: `Rappel : ${count(points)} à compléter jusqu'au ${dateInFrench(asked.dueOn)} inclus`,
    lead: [`Votre demande d'enrôlement reste à compléter : ${count(points)}.`, ...delay(points)],
    list: { title: "Points à compléter", items: points.map(pointInFrench) },
    next: [],
  };
}

interface ReminderAsked {
  readonly kind: string;
  /** Event of the invitation. */
  readonly seq: number;
  readonly dueOn: CivilDate;
  readonly today: CivilDate;
}

function openInvitation({ state, invitation }: Enrolment): CompletionInvitation | undefined {
  const open = state === "to_complete" && invitation?.state === "open" && outstanding(invitation).length > 0;
  return open ? invitation : undefined;
}

/** « RIB. La pièce manque au dossier. Réponse attendue jusqu'au lundi 31 octobre 2022 inclus (SEG-3.1-06). » */
export function pointInFrench({ piece, defect, dueOn, rule }: Point): string {
  return `${labelOf(piece)}. ${defects[defect]} Réponse attendue jusqu'au ${dateInFrench(dueOn)} inclus (${rule}).`;
}

function delay(points: readonly Point[]): readonly string[] {
  const days = new Set(points.map(({ dueOn }) => dueOn));
  const until = dateInFrench(firstDue(points));
  return [
    days.size === 1
      ? `Répondez jusqu'au ${until} inclus (heure de Paris).`
      : `Répondez à chaque point avant sa date limite ; la première est le ${until} inclus (heure de Paris).`,
    "Délai fixé par l'Opérateur de paiement ; sans réponse, la demande sera rejetée (SEG-6.1-29, par analogie avec le §6.1).",
  ];
}

/** Under the exception of §2 the last day does not suffice: the request must be whole by an instant of that day. */
function period(dossier: Enrolment, at: Instant): readonly string[] {
  const end = receptionEndsAt(dossier, at);
  if (end === undefined) return [];
  return [
    `Présentée sous l'exception du §2, votre demande doit de plus être reçue complète au plus tard le ${instantInFrench(end)} (SEG-2-17).`,
  ];
}

function firstDue(points: readonly Point[]): CivilDate {
  const [first] = points.map(({ dueOn }) => dueOn).sort();
  if (first === undefined) throw new Error("an invitation without a point");
  return first;
}

const count = (points: readonly Point[]): string => (points.length === 1 ? "1 point" : `${points.length} points`);

/** « mercredi 30 novembre 2022 », of an instant: the day on Paris walls. */
const day = (instant: Instant): string => dateInFrench(dateInParis(instant));

const labelOf = (code: PieceCode): string => enrolmentPieces.find((piece) => piece.code === code)?.label ?? code;
