import { filingBody } from "../../shared/domain/segur/filing.ts";
import { decideSubmission } from "../../shared/domain/segur/filing-submission.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { start } from "../../shared/lambda/waits.ts";
import { answerWithDossier } from "./dossier-answer.ts";
import { filingAct } from "./filing-act.ts";

/** Files a draft: the versions named, at the instant of the request (SEG-3.1-10, SEG-2-16). Its examination begins. */
const submit = filingAct({
  action: "dossier.submit",
  decide: decideSubmission,
  follow: ({ id, seq }, _, at) => ({
    puts: start(id, seq + 1, { machine: "enrolment", at, input: { caseId: id, seq: seq + 1 } }),
    checks: [],
  }),
});

export const handler = http({ body: filingBody, changes: true }, async (request) => {
  await performAct(actDeps, submit, request);
  return { ...(await answerWithDossier(request)), location: `/v1/segur/dossiers/${request.path.dossierId}/receipt` };
});
