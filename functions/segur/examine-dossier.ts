import * as z from "zod/mini";
import { pointsFound } from "../../shared/domain/segur/completeness.ts";
import { dossierPiecesSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { taskSchema } from "../../shared/domain/segur/instruction.ts";
import { stageOf } from "../../shared/domain/segur/stage.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { performTask, type Task } from "../../shared/lambda/perform-task.ts";
import { places } from "../../shared/ports/places.ts";
import { type StepOutput, stepInput } from "../../workflows/segur/enrolment.contract.ts";
import { authoriseProceeding } from "./dossier-access.ts";
import { examination, invitationFound, openTask, type PiecesRead } from "./examination-steps.ts";
import { readFiledPieces } from "./read-filed-pieces.ts";
import { standingOf, standingOfCase } from "./standing.ts";

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
const examine: Task<Examining> = {
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

/** Which files the dossier holds is read first; then the steps follow, each on what stands when it is written. */
export async function handler(raw: unknown): Promise<StepOutput> {
  const { caseId, at } = z.parse(stepInput, raw);
  const snapshot = await records.load([places.dossier(caseId), places.pieces(caseId)]);
  const proof = demandAllowed(authoriseProceeding(caseId, snapshot));
  const dossier = snapshot.reveal(proof, places.dossier(caseId), enrolmentSchema);
  const pieces = snapshot.reveal(proof, places.pieces(caseId), dossierPiecesSchema);
  if (dossier?.state === "under_instruction" && stageOf(dossier, pieces) === "instruction") {
    const input = { caseId, at, subject: dossier.persons?.subject ?? sealingActDeps.newId() };
    const read = await readFiledPieces(dossier, pieces);
    const step = await performTask(sealingActDeps, examine, { ...input, read }, at);
    if (!z.safeParse(taskSchema, step?.subject).success) await performTask(sealingActDeps, examine, input, at);
    return standingOfCase(caseId);
  }
  if (dossier === undefined) throw new Error("allowed on no dossier");
  return standingOf(dossier, pieces);
}
