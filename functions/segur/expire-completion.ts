import * as z from "zod/mini";
import { actDeps } from "../../shared/lambda/composition.ts";
import { performTask } from "../../shared/lambda/perform-task.ts";
import { type StepOutput, stepInput } from "../../workflows/segur/enrolment.contract.ts";
import { expire } from "./expiry.ts";
import { standingOfCase } from "./standing.ts";

/** Where the timer of the machine ends: too early, for an answer came or a date moved, it changes nothing. */
export async function handler(raw: unknown): Promise<StepOutput> {
  const { caseId, at } = z.parse(stepInput, raw);
  const standing = await standingOfCase(caseId);
  const { dueAt } = standing;
  if (dueAt === undefined || at < dueAt) return standing;
  await performTask(actDeps, expire, { caseId, dueAt }, dueAt);
  return standingOfCase(caseId);
}
