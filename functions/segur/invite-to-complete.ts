import { findingsOfPoints } from "../../shared/domain/segur/completeness.ts";
import { afterInstruction, demandInHand } from "../../shared/domain/segur/instruction-task.ts";
import {
  type InviteToComplete,
  inviteToCompleteBody,
  pointsAsked,
} from "../../shared/domain/segur/invitation-request.ts";
import { reviewsWithout } from "../../shared/domain/segur/reviewable-facts.ts";
import type { Act } from "../../shared/lambda/act.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { resume } from "../../shared/lambda/waits.ts";
import { authoriseOnDossier, headOf } from "./dossier-access.ts";
import { answerWithDossier } from "./dossier-answer.ts";
import { dutyPut } from "./duties.ts";
import { instructionPlaces, openInstructed, signedBy, target, taskClosed } from "./instruction-act.ts";

/** Invites the Fournisseur to complete typed points, each with its piece, its rule and its last day (SEG-6.1-29). */
const invite: Act<InviteToComplete> = {
  acting: "organisation",
  places: instructionPlaces,
  authorise: (request, snapshot, standing) => authoriseOnDossier("dossier.invite", request, snapshot, standing),
  head: target,
  decide: (request, open, standing) => {
    const { dossier, task, wait, memberId } = openInstructed(request, open, standing);
    const { at } = request;
    const state = afterInstruction(dossier, "piece-or-field-missing");
    const inHand = demandInHand(task, memberId);
    const points = pointsAsked(request.body, dossier, at);
    const seq = dossier.seq + 1;
    const resumed = resume(dossier.id, wait, { names: ["instruction"], at, output: { outcome: "invited" } });
    const { actor, event } = signedBy(standing, "instructor", dossier);
    return {
      ...headOf(dossier, {
        state,
        invitation: { seq, at, state: "open", points: [...points] },
        reviews: reviewsWithout(
          dossier.reviews ?? {},
          points.map(({ piece }) => piece),
        ),
      }),
      actor,
      event: { ...event, type: "piece-or-field-missing", data: { points }, findings: findingsOfPoints(points) },
      puts: [taskClosed(inHand), dutyPut(dossier.id, { seq, points }), ...resumed.puts],
      checks: resumed.checks,
      subject: target(request),
    };
  },
};

export const handler = http({ body: inviteToCompleteBody, changes: true }, async (request) => {
  await performAct(actDeps, invite, request);
  return answerWithDossier(request);
});
