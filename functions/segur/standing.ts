import { type DossierPieces, dossierPiecesSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { completionEndsAt, stageOf } from "../../shared/domain/segur/stage.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { places } from "../../shared/ports/places.ts";
import type { StepOutput } from "../../workflows/segur/enrolment.contract.ts";
import { authoriseProceeding } from "./dossier-access.ts";

/**
 * What a dossier waits for, read now: what each step of the machine answers.
 *
 * @throws Problem when there is no such dossier
 */
export async function standingOfCase(caseId: string): Promise<StepOutput> {
  const snapshot = await records.load([places.dossier(caseId), places.pieces(caseId)]);
  const proof = demandAllowed(authoriseProceeding(caseId, snapshot));
  const dossier = snapshot.reveal(proof, places.dossier(caseId), enrolmentSchema);
  if (dossier === undefined) throw new Error("allowed on no dossier");
  return standingOf(dossier, snapshot.reveal(proof, places.pieces(caseId), dossierPiecesSchema));
}

/** What a dossier waits for, as it was read. */
export function standingOf(dossier: Enrolment, pieces: DossierPieces | undefined): StepOutput {
  const stage = stageOf(dossier, pieces);
  const dueAt = dossier.invitation?.state === "open" ? completionEndsAt(dossier.invitation) : undefined;
  return { v: 1, stage, seq: dossier.seq, ...(dueAt === undefined ? {} : { dueAt }) };
}
