import { factsRead } from "../../shared/domain/segur/facts-pool.ts";
import { afterInstruction, demandInHand } from "../../shared/domain/segur/instruction-task.ts";
import { type ReviewFacts, reviewFacts, reviewFactsBody } from "../../shared/domain/segur/review.ts";
import type { Act } from "../../shared/lambda/act.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { authoriseOnDossier, dossierPlaces, headOf } from "./dossier-access.ts";
import { answerWithDossier } from "./dossier-answer.ts";
import { instructionPlaces, openInstructed, sealedWith, signedBy, target, taskUnchanged } from "./instruction-act.ts";
import { demandSameVersion, openTexts, type TextsOpened } from "./open-texts.ts";

/** Settles facts: as they were read, in another value, or on another ground, with its reason (SEG-3.1-01). */
const review = (opened: TextsOpened): Act<ReviewFacts> => ({
  acting: "organisation",
  places: instructionPlaces,
  authorise: (request, snapshot, standing) => authoriseOnDossier("dossier.review", request, snapshot, standing),
  head: target,
  decide: (request, open, standing, { person }) => {
    const { dossier, task, memberId } = openInstructed(request, open, standing);
    const state = afterInstruction(dossier, "facts-reviewed");
    const inHand = demandInHand(task, memberId);
    demandSameVersion(opened, dossier);
    const read = factsRead(dossier, opened.texts);
    const { data, reviews, texts } = reviewFacts(request.body, read, dossier.seq + 1);
    const { personal, changes } = sealedWith(dossier, person, texts);
    const { actor, event } = signedBy(standing, "instructor", dossier);
    return {
      ...headOf(dossier, { ...changes, state, reviews: { ...dossier.reviews, ...reviews } }),
      actor,
      event: { ...event, type: "facts-reviewed", data, findings: [] },
      personal,
      checks: [taskUnchanged(inHand)],
      subject: target(request),
    };
  },
});

export const handler = http({ body: reviewFactsBody, changes: true }, async (request) => {
  const { opened } = await openTexts("dossier.review", request, dossierPlaces(request));
  await performAct(sealingActDeps, review(opened), request);
  return answerWithDossier(request);
});
