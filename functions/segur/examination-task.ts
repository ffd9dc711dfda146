import { pointsFound } from "../../shared/domain/segur/completeness.ts";
import { dossierPiecesSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { taskSchema } from "../../shared/domain/segur/instruction.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import type { Task } from "../../shared/lambda/perform-task.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding } from "./dossier-access.ts";
import { examination, invitationFound, openTask, type PiecesRead } from "./examination-steps.ts";

interface Examining {
  readonly caseId: string;
  readonly at: Instant;
  readonly subject: string;
  /** What was read on the filed pieces; absent where the versions that stand were read before. */
  readonly read?: PiecesRead | undefined;
}

/**
 * One step of the examination of a dossier under instruction: what is read on its pieces is recorded and sealed, then what is
 * missing is asked for; where nothing is, the work of the instructor is opened, with the record if there was one to make.
 */
export const examine: Task<Examining> = {
  places: ({ caseId }) => [places.dossier(caseId), places.pieces(caseId), places.task(caseId)],
  authorise: ({ caseId }, snapshot) => authoriseProceeding(caseId, snapshot),
  decide: ({ caseId, at, subject, read }, open) => {
    const dossier = open(places.dossier(caseId), enrolmentSchema);
    const pieces = open(places.pieces(caseId), dossierPiecesSchema);
    if (dossier?.state !== "under_instruction") return undefined;
    const recorded = read === undefined ? undefined : examination(dossier, read, subject);
    const points = pointsFound(dossier, pieces, at);
    if (points.length > 0) return recorded ?? invitationFound(dossier, points, at);
    const opened = openTask(dossier, open(places.task(caseId), taskSchema), at);
    if (recorded === undefined || opened === undefined) return recorded ?? opened;
    return { ...recorded, puts: opened.puts, subject: opened.subject };
  },
};
