import { decideDossierBody } from "../../shared/domain/segur/decision.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { decideOn } from "./decision-act.ts";
import { dossierPlaces } from "./dossier-access.ts";
import { answerWithDossier } from "./dossier-answer.ts";
import { openTexts, solutionIdOf } from "./open-texts.ts";

/** Decides on a dossier: its texts are opened first, for the version that the request names. */
export const handler = http({ body: decideDossierBody, changes: true }, async (request) => {
  const { proof, dossier, opened } = await openTexts("dossier.decide", request, dossierPlaces(request));
  const solutionId = await solutionIdOf(proof, dossier, opened.texts);
  await performAct(actDeps, decideOn({ ...opened, solutionId }), request);
  return answerWithDossier(request);
});
