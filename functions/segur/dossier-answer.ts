import { dossierPiecesSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema, enrolmentView } from "../../shared/domain/segur/enrolment.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import type { ApiRequest } from "../../shared/lambda/act.ts";
import { records } from "../../shared/lambda/composition.ts";
import type { ApiAnswer } from "../../shared/lambda/http.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnDossier, dossierPlaces } from "./dossier-access.ts";

/** The dossier that the path names and its pieces, as they stand now. */
export async function answerWithDossier(request: ApiRequest<unknown>): Promise<ApiAnswer> {
  const pieces = places.pieces(request.path.dossierId ?? "");
  const { open } = await openForReading(records, request, [...dossierPlaces(request), pieces], (snapshot, standing) =>
    authoriseOnDossier("dossier.read", request, snapshot, standing),
  );
  const dossier = open(places.dossier(request.path.dossierId ?? ""), enrolmentSchema);
  if (dossier === undefined) throw notFound();
  return { status: 200, body: enrolmentView(dossier, open(pieces, dossierPiecesSchema)), version: dossier.seq };
}
