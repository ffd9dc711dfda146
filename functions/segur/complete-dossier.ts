import { filingBody } from "../../shared/domain/segur/filing.ts";
import { decideCompletion } from "../../shared/domain/segur/filing-completion.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { resume, waitSchema } from "../../shared/lambda/waits.ts";
import { places } from "../../shared/ports/places.ts";
import { answerWithDossier } from "./dossier-answer.ts";
import { filingAct } from "./filing-act.ts";

/** Answers points of the open invitation (SEG-6.1-29); what is answered in time is kept, whatever is still due. */
const complete = filingAct({
  action: "dossier.complete",
  decide: decideCompletion,
  follow: ({ id }, { type }, at, open) =>
    resume(id, open(places.wait(id), waitSchema), {
      names: ["completion"],
      at,
      output: { outcome: type === "completed-in-time" ? "completed" : "partly-completed" },
    }),
});

export const handler = http({ body: filingBody, changes: true }, async (request) => {
  await performAct(actDeps, complete, request);
  return { ...(await answerWithDossier(request)), location: `/v1/segur/dossiers/${request.path.dossierId}/receipt` };
});
