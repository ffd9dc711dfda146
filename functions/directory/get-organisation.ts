import { organisationView } from "../../shared/domain/directory/api.ts";
import { organisationSchema } from "../../shared/domain/directory/items.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { records } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnOrganisation, organisationPlaces } from "./organisation-access.ts";

export const handler = http({ body: noBody }, async (request) => {
  const { open } = await openForReading(records, request, organisationPlaces(request), (snapshot, standing) =>
    authoriseOnOrganisation("organisation.read", request, snapshot, standing),
  );
  const organisation = open(places.organisation(request.path.organisationId ?? ""), organisationSchema);
  if (organisation === undefined) throw notFound();
  return { status: 200, body: organisationView(organisation), version: organisation.seq };
});
