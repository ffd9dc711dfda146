import type { Finding } from "../../kernel/finding.ts";
import { Problem } from "../../kernel/problem.ts";
import { epochMillis, type Instant, instantFromEpochMillis } from "../../kernel/time.ts";
import { instantInFrench } from "../../kernel/time-french.ts";
import type { PieceRecord, UploadGrant } from "./dossier-pieces.ts";
import type { Enrolment } from "./enrolment.ts";
import { delayFindings, isOpen } from "./filing-delay.ts";
import { outstanding } from "./invitation.ts";
import { enrolmentLifecycle } from "./lifecycle-enrolment.ts";
import { dueOf, notAskedFinding } from "./pieces-due.ts";
import type { PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";
import { type GrantUpload, uploadLimits } from "./upload-limits.ts";

/** What is asked: to send a file of this size and digest for a piece, at an instant. */
interface GrantAsked {
  readonly dossier: Pick<Enrolment, "id" | "state" | "declared" | "invitation">;
  readonly piece: PieceCode;
  readonly record: PieceRecord;
  readonly file: GrantUpload;
  readonly at: Instant;
  /** Random id of the grant, if a new one is given. */
  readonly id: string;
}

/** The grant, and the record of the piece that it changes unless it was open already. */
interface GrantDecision {
  readonly grant: UploadGrant;
  readonly record?: PieceRecord;
}

/**
 * Decides on a grant: one at a time for a piece, for a piece that is asked, in a draft or on an invitation to complete it.
 * Asking again for the same file gives the same grant: whoever was cut off goes on.
 *
 * @throws Problem `illegal-transition` that says why, and what to do
 */
export function decideGrant(asked: GrantAsked): GrantDecision {
  demandAsked(asked);
  const { record, file, at, id } = asked;
  const live = record.grant !== undefined && at < record.grant.until ? record.grant : undefined;
  if (live?.sha256 === file.sha256 && live.size === file.size)
    return { grant: grantOf(asked, live.upload, live.until) };
  if (live !== undefined) throw stillOpen(live.until);
  if (record.grants >= uploadLimits.grants) throw tooMany();
  const until = minutesFrom(at, uploadLimits.minutes);
  const { size, sha256 } = file;
  return {
    grant: grantOf(asked, id, until),
    record: { ...record, grants: record.grants + 1, grant: { upload: id, until, size, sha256 } },
  };
}

/** A grant is known by its end: the same one comes out of every request for it. */
const grantOf = ({ dossier, piece, file }: GrantAsked, id: string, until: Instant): UploadGrant => ({
  v: 1,
  id,
  dossierId: dossier.id,
  piece,
  ...file,
  issuedAt: minutesFrom(until, -uploadLimits.minutes),
  until,
  state: "open",
});

const minutesFrom = (at: Instant, minutes: number): Instant =>
  instantFromEpochMillis(epochMillis(at) + minutes * 60_000);

/** A draft takes the pieces of its situation; an invitation, those that it names and that are not too late. */
function demandAsked({ dossier, piece, at }: GrantAsked): void {
  const { state, declared, invitation } = dossier;
  if (state === "draft") {
    const due = dueOf(declared, piece);
    if (due.due !== "not-asked") return;
    throw refused(`Cette pièce n'est pas demandée : ${due.label}. ${due.why}`, [notAskedFinding(due)]);
  }
  if (state !== "to_complete" || invitation === undefined) {
    throw refused(
      `Un fichier ne s'envoie que dans un brouillon, ou sur une invitation à compléter ; ce dossier est dans l'état « ${enrolmentLifecycle.states[state]} ».`,
    );
  }
  const point = outstanding(invitation).find((one) => one.piece === piece);
  if (point === undefined) {
    throw refused(
      "L'invitation à compléter ne demande pas cette pièce, ou elle a déjà été remise : seules les pièces demandées se remplacent.",
    );
  }
  if (isOpen(point, at)) return;
  throw refused("Le délai pour remettre cette pièce est passé.", delayFindings(invitation, point, at));
}

const refused = (detail: string, findings: readonly Finding[] = []) =>
  new Problem("illegal-transition", detail, { findings });

const stillOpen = (until: Instant) =>
  refused(
    `Un autre fichier est attendu pour cette pièce jusqu'au ${instantInFrench(until)}. Envoyez ce fichier-là, ou attendez cet instant pour en envoyer un autre.`,
  );

const tooMany = () =>
  refused(
    `${uploadLimits.grants} envois ont déjà été autorisés pour cette pièce, et c'est le maximum. Déposez l'une des versions reçues, ou adressez-vous à l'assistance.`,
  );
