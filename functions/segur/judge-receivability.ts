import * as z from "zod/mini";
import { actDeps } from "../../shared/lambda/composition.ts";
import { performTask } from "../../shared/lambda/perform-task.ts";
import { type StepOutput, stepInput } from "../../workflows/segur/enrolment.contract.ts";
import { judge } from "./judgement.ts";
import { solutionOfDossier } from "./solution-of-dossier.ts";
import { standingOfCase } from "./standing.ts";

/** Judges whether a filed dossier is receivable, once, and says what it waits for then. */
export async function handler(raw: unknown): Promise<StepOutput> {
  const { caseId, at } = z.parse(stepInput, raw);
  await performTask(actDeps, judge, { caseId, at, solutionId: await solutionOfDossier(caseId) }, at);
  return standingOfCase(caseId);
}
