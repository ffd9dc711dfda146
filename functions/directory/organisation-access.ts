import {
  type OrganisationAction,
  type OrganisationRelation,
  organisationAccess,
} from "../../shared/domain/directory/access.ts";
import { organisationSchema } from "../../shared/domain/directory/items.ts";
import { type Authorisation, authorise } from "../../shared/kernel/access.ts";
import type { ApiRequest, Standing } from "../../shared/lambda/act.ts";
import { memberIdOf, places } from "../../shared/ports/places.ts";
import type { Place, Snapshot } from "../../shared/ports/records.ts";

/** Heads that the question rests on: the organisation of the path and the one the caller acts for. */
export function organisationPlaces(request: ApiRequest<unknown>): readonly Place[] {
  const target = places.organisation(request.path.organisationId ?? "");
  const { organisation } = request.caller;
  if (organisation === undefined || organisation === request.path.organisationId) return [target];
  return [target, places.organisation(organisation)];
}

/** Asks the table whether the caller may do this to the organisation of the path; unknown and foreign ones are hidden. */
export function authoriseOnOrganisation(
  action: OrganisationAction,
  request: ApiRequest<unknown>,
  snapshot: Snapshot,
  standing: Standing,
): Authorisation {
  const target = snapshot.asking(places.organisation(request.path.organisationId ?? ""), organisationSchema);
  if (target === undefined) return { answer: "hide" };
  const relation = relationTo(action, request, snapshot);
  return authorise(organisationAccess, { roles: standing.roles, action, relation, state: target.state });
}

function relationTo(
  action: OrganisationAction,
  request: ApiRequest<unknown>,
  snapshot: Snapshot,
): OrganisationRelation {
  const { organisation, login } = request.caller;
  // An invitation is accepted as a person, whatever organisation the request names.
  if (organisation === undefined || action === "invitation.accept") return "none";
  if (organisation === request.path.organisationId) {
    return request.path.memberId === memberIdOf(organisation, login) ? "self" : "own";
  }
  const acting = snapshot.asking(places.organisation(organisation), organisationSchema);
  return acting?.organisationKind === "operator" ? "operator" : "none";
}
