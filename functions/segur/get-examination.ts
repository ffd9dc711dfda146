import { dossierPiecesSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { examinationView } from "../../shared/domain/segur/examination-view.ts";
import { taskSchema } from "../../shared/domain/segur/instruction.ts";
import { taskView } from "../../shared/domain/segur/instruction-task.ts";
import { openWith } from "../../shared/lambda/act.ts";
import { records } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { places } from "../../shared/ports/places.ts";
import { dossierPlaces } from "./dossier-access.ts";
import { ownMemberId } from "./instruction-act.ts";
import { poolOf, sourcePlaces } from "./judged-facts.ts";
import { openTexts, solutionIdOf } from "./open-texts.ts";

/** All that an officer examines of a filed dossier: facts, findings, what stands in the way of a decision. */
export const handler = http({ body: noBody }, async (request) => {
  const { dossierId = "" } = request.path;
  const [pieces, task] = [places.pieces(dossierId), places.task(dossierId)];
  const wanted = [...dossierPlaces(request), pieces, task];
  const { proof, open, dossier, opened } = await openTexts("examination.read", request, wanted);
  const sources = { ...opened, solutionId: await solutionIdOf(proof, dossier, opened.texts) };
  const openSource = openWith(await records.load(sourcePlaces(sources)), proof);
  const { pool } = poolOf(dossier, sources, openSource, request.at);
  const work = open(task, taskSchema);
  return {
    status: 200,
    body: {
      ...examinationView({ ...opened, dossier, pieces: open(pieces, dossierPiecesSchema), pool }),
      ...(work && { task: taskView(work, ownMemberId(request)) }),
    },
    version: dossier.seq,
  };
});
