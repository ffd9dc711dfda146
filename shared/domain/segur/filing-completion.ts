import { transition } from "../../kernel/lifecycle.ts";
import { Problem } from "../../kernel/problem.ts";
import type { Instant } from "../../kernel/time.ts";
import type { DossierPieces } from "./dossier-pieces.ts";
import {
  type Filing,
  type FilingHead,
  filedAfter,
  filedData,
  type NamedPiece,
  namedCodes,
  namedFiles,
} from "./filing.ts";
import { delayFindings, isOpen } from "./filing-delay.ts";
import { type FilingDecision, judged, reception } from "./filing-submission.ts";
import { type CompletionInvitation, outstanding, type Point } from "./invitation.ts";
import { enrolmentLifecycle } from "./lifecycle-enrolment.ts";
import type { PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";
import { correction } from "./rules/seg-6-1-30-correction.ts";

/**
 * Answers points of the open invitation, each within its own delay (SEG-6.1-29). The answer to the last of them takes the
 * dossier back to its instruction; what was received whole keeps its date (SEG-6.1-30), what was not gets one with its last
 * piece (SEG-2-16).
 *
 * @throws Problem `illegal-transition`, `invalid-content`
 */
export function decideCompletion(dossier: FilingHead, all: DossierPieces, body: Filing, at: Instant): FilingDecision {
  const invitation = openInvitation(dossier);
  const named = namedFiles({ body, all, at }, (piece, { version }) => refusalOf(dossier, invitation, piece, version));
  const answered = pointsOf(invitation, namedCodes(body));
  demandInTime(invitation, answered, at);
  const after = answeredAt(invitation, answered, at);
  const type = after.state === "answered" ? "completed-in-time" : "piece-completed";
  const row = transition(enrolmentLifecycle, dossier.state, type);
  if (!row.ok) throw notInvited(dossier);
  const { receivedAt, findings } = receptionAfter(dossier, invitation, named, at);
  return {
    type,
    changes: {
      state: row.value.to,
      filed: filedAfter(dossier, named),
      invitation: after,
      ...(receivedAt !== undefined && { receivedAt }),
    },
    data: { pieces: filedData(named), ...(receivedAt !== undefined && { receivedAt }) },
    findings: [...answered.flatMap((point) => delayFindings(invitation, point, at)), ...findings],
  };
}

function openInvitation(dossier: FilingHead): CompletionInvitation {
  const { state, invitation } = dossier;
  if (state !== "to_complete" || invitation?.state !== "open") throw notInvited(dossier);
  return invitation;
}

const notInvited = ({ state }: FilingHead) =>
  new Problem(
    "illegal-transition",
    `Aucune invitation à compléter n'est ouverte sur ce dossier, qui est dans l'état « ${enrolmentLifecycle.states[state]} ».`,
  );

/** Only what is asked can be replaced, and by something else. */
function refusalOf(
  { filed = {} }: FilingHead,
  invitation: CompletionInvitation,
  piece: PieceCode,
  version: string,
): string | undefined {
  const points = invitation.points.filter((point) => point.piece === piece);
  if (points.length === 0) return "L'invitation à compléter ne porte pas sur cette pièce : elle ne se remplace pas.";
  if (points.every((point) => point.answeredAt !== undefined)) {
    return "Cette pièce a déjà été remise en réponse à l'invitation.";
  }
  return filed[piece]?.version === version
    ? "Cette version est celle qui a déjà été déposée : envoyez le nouveau fichier de la pièce."
    : undefined;
}

const pointsOf = (invitation: CompletionInvitation, codes: readonly PieceCode[]): readonly Point[] =>
  outstanding(invitation).filter(({ piece }) => codes.includes(piece));

function demandInTime(invitation: CompletionInvitation, points: readonly Point[], at: Instant): void {
  const late = points.filter((point) => !isOpen(point, at));
  if (late.length === 0) return;
  throw new Problem(
    "illegal-transition",
    "Le délai de réponse est passé pour une ou plusieurs des pièces ; rien n'a été déposé.",
    { findings: late.flatMap((point) => delayFindings(invitation, point, at)) },
  );
}

function answeredAt(invitation: CompletionInvitation, answered: readonly Point[], at: Instant): CompletionInvitation {
  const points = invitation.points.map((point) => (answered.includes(point) ? { ...point, answeredAt: at } : point));
  const after = { ...invitation, points };
  return outstanding(after).length === 0 ? { ...after, state: "answered" } : after;
}

function receptionAfter(
  dossier: FilingHead,
  invitation: CompletionInvitation,
  named: readonly NamedPiece[],
  at: Instant,
): ReturnType<typeof reception> {
  if (dossier.receivedAt === undefined) return reception(dossier, named, filedAfter(dossier, named), at);
  const facts = {
    receivedAt: dossier.receivedAt,
    invitedAt: invitation.at,
    correctedAt: at,
    defect: "curable",
    correctedOrderSignedOn: null,
    receptionEndsAt: "absent",
  };
  return { findings: judged(correction, facts) };
}
