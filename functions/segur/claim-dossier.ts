import * as z from "zod/mini";
import { taskSchema } from "../../shared/domain/segur/instruction.ts";
import { claimed, taskView } from "../../shared/domain/segur/instruction-task.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { performOnTask } from "./claim-step.ts";
import { ownMemberId } from "./instruction-act.ts";

/** Takes a dossier of the queue in hand: from then on its instruction is that member's alone (SEG-3.2-02). */
export const handler = http({ body: noBody }, async (request) => {
  const { subject, version } = await performOnTask("dossier.claim", claimed, request);
  return { status: 200, body: taskView(z.parse(taskSchema, subject), ownMemberId(request)), version };
});
