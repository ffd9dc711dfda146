import * as z from "zod/mini";
import { dossierPiecesSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { taskSchema } from "../../shared/domain/segur/instruction.ts";
import { stageOf } from "../../shared/domain/segur/stage.ts";
import { records } from "../../shared/lambda/composition.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { performTask } from "../../shared/lambda/perform-task.ts";
import { places } from "../../shared/ports/places.ts";
import { type StepOutput, stepInput } from "../../workflows/segur/enrolment.contract.ts";
import { authoriseProceeding } from "./dossier-access.ts";
import { examine } from "./examination-task.ts";
import { readFiledPieces } from "./read-filed-pieces.ts";
import { standingOf, standingOfCase } from "./standing.ts";

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
