import * as z from "zod/mini";
import { taskSchema } from "../../shared/domain/segur/instruction.ts";
import { released, taskView } from "../../shared/domain/segur/instruction-task.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { performOnTask } from "./claim-step.ts";
import { ownMemberId } from "./instruction-act.ts";

/** Gives a dossier back to the queue, where it keeps its place. */
export const handler = http({ body: noBody }, async (request) => {
  const { subject, version } = await performOnTask("dossier.release", released, request);
  return { status: 200, body: taskView(z.parse(taskSchema, subject), ownMemberId(request)), version };
});
