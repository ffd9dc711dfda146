import { afterInstruction } from "../../shared/domain/segur/instruction-task.ts";
import {
  findingsOfReopening,
  type ReopenDossier,
  reopenDossierBody,
  voidDecision,
} from "../../shared/domain/segur/reopening.ts";
import type { Act } from "../../shared/lambda/act.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { start } from "../../shared/lambda/waits.ts";
import { authoriseOnDossier, headOf } from "./dossier-access.ts";
import { answerWithDossier } from "./dossier-answer.ts";
import { instructionPlaces, openInstructed, sealedWith, signedBy, target } from "./instruction-act.ts";

/** Withdraws a refusal, by another person than the one who decided: the decision stays readable, and is void (SEG-3.2-02). */
const reopen: Act<ReopenDossier> = {
  acting: "organisation",
  places: instructionPlaces,
  authorise: (request, snapshot, standing) => authoriseOnDossier("dossier.reopen", request, snapshot, standing),
  head: target,
  decide: (request, open, standing, { person }) => {
    const { dossier } = openInstructed(request, open, standing);
    const { at, body } = request;
    const seq = dossier.seq + 1;
    const state = afterInstruction(dossier, "reopened");
    const { actor, event } = signedBy(standing, "authorising-officer", dossier);
    const decisions = voidDecision(dossier.decisions ?? [], { by: actor, seq, at });
    const { personal, changes } = sealedWith(dossier, person, [{ field: "reason", text: body.reason }]);
    const executionStarted = start(dossier.id, seq, { machine: "enrolment", at, input: { caseId: dossier.id, seq } });
    return {
      ...headOf(dossier, { ...changes, state, decisions }),
      actor,
      event: { ...event, type: "reopened", data: {}, findings: findingsOfReopening(dossier.decisions ?? []) },
      personal,
      puts: executionStarted,
      subject: target(request),
    };
  },
};

export const handler = http({ body: reopenDossierBody, changes: true }, async (request) => {
  await performAct(sealingActDeps, reopen, request);
  return answerWithDossier(request);
});
