import { organisationSchema } from "../../shared/domain/directory/items.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { solutionSchema } from "../../shared/domain/segur/solution.ts";
import type { Authorisation } from "../../shared/kernel/access.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import type { ApiRequest, Open, Standing } from "../../shared/lambda/act.ts";
import { places } from "../../shared/ports/places.ts";
import type { Place, Snapshot } from "../../shared/ports/records.ts";
import { authoriseOnOrganisation, organisationPlaces } from "../directory/organisation-access.ts";
import { authoriseOnDossier, dossierPlaces } from "../segur/dossier-access.ts";
import { authoriseOnSolution } from "../segur/solution-access.ts";

const idOf = ({ path }: ApiRequest<unknown>): string => path.caseId ?? "";

/** The same request, as the functions of organisations read it. */
const asOrganisation = (request: ApiRequest<unknown>): ApiRequest<unknown> => ({
  ...request,
  path: { organisationId: idOf(request) },
});

/** A case id may name any kind of case: all heads are read, so that none can be told from the others. */
export const casePlaces = (request: ApiRequest<unknown>): readonly Place[] => [
  ...dossierPlaces(request, idOf(request)),
  places.solution(idOf(request)),
  ...organisationPlaces(asOrganisation(request)),
];

/** May the caller read the chain of this case? Unknown and foreign ones are hidden alike. */
export function authoriseOnCase(request: ApiRequest<unknown>, snapshot: Snapshot, standing: Standing): Authorisation {
  const onDossier = authoriseOnDossier("timeline.read", request, snapshot, standing, idOf(request));
  if (onDossier.answer !== "hide") return onDossier;
  const onSolution = authoriseOnSolution("timeline.read", request, snapshot, standing, idOf(request));
  if (onSolution.answer !== "hide") return onSolution;
  return authoriseOnOrganisation("timeline.read", asOrganisation(request), snapshot, standing);
}

/** Where the head of the case lives, and the procedure that its chain was born under. */
export function headPlaceOf(request: ApiRequest<unknown>, open: Open): { place: Place; procedure: string } {
  const dossier = places.dossier(idOf(request));
  const kind = open(dossier, enrolmentSchema)?.kind;
  if (kind !== undefined) return { place: dossier, procedure: kind };
  const solution = places.solution(idOf(request));
  const mirrored = open(solution, solutionSchema)?.kind;
  if (mirrored !== undefined) return { place: solution, procedure: mirrored };
  const organisation = places.organisation(idOf(request));
  if (open(organisation, organisationSchema) === undefined) throw notFound();
  return { place: organisation, procedure: "organisation" };
}
