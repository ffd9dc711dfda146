import { enrolmentSchema, enrolmentView } from "../../shared/domain/segur/enrolment.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { records } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnDossier, dossierPlaces } from "./dossier-access.ts";

export const handler = http({ body: noBody }, async (request) => {
  const { open } = await openForReading(records, request, dossierPlaces(request), (snapshot, standing) =>
    authoriseOnDossier("dossier.read", request, snapshot, standing),
  );
  const dossier = open(places.dossier(request.path.dossierId ?? ""), enrolmentSchema);
  if (dossier === undefined) throw notFound();
  return { status: 200, body: enrolmentView(dossier), version: dossier.seq };
});
