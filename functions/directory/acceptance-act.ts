import type { AcceptInvitation } from "../../shared/domain/directory/api.ts";
import { invitationSchema, memberSchema, organisationSchema } from "../../shared/domain/directory/items.ts";
import { demandOpen, organisationAfter } from "../../shared/domain/directory/membership.ts";
import type { Authorisation } from "../../shared/kernel/access.ts";
import { notFound, Problem } from "../../shared/kernel/problem.ts";
import type { Act, ApiRequest, Standing } from "../../shared/lambda/act.ts";
import { memberIdOf, places } from "../../shared/ports/places.ts";
import type { Snapshot } from "../../shared/ports/records.ts";
import { joinAs } from "./foundation.ts";
import { authoriseOnOrganisation, organisationPlaces } from "./organisation-access.ts";
import { headOf, targetHead } from "./organisation-act.ts";

const invitationPlace = ({ path }: ApiRequest<unknown>) =>
  places.invitation(path.organisationId ?? "", path.invitationId ?? "");
const ownPlace = ({ path, caller }: ApiRequest<unknown>) =>
  places.member(path.organisationId ?? "", memberIdOf(path.organisationId ?? "", caller.login));

const alreadyMember = () =>
  new Problem("already-exists", "Vous êtes déjà membre de cette organisation, ou en attente de confirmation.");

/** Who does not hold the id of an invitation of this organisation learns nothing of it, not even that it exists. */
function authorise(request: ApiRequest<unknown>, snapshot: Snapshot, standing: Standing): Authorisation {
  const invitation = snapshot.asking(invitationPlace(request), invitationSchema);
  if (invitation === undefined) return { answer: "hide" };
  return authoriseOnOrganisation("invitation.accept", request, snapshot, standing);
}

/** Proposes the caller as a member with the roles of the invitation; an administrator then confirms the person. */
export const acceptInvitation: Act<AcceptInvitation> = {
  acting: "person",
  places: (request) => [
    ...organisationPlaces(request),
    invitationPlace(request),
    ownPlace(request),
    places.person(request.caller.login),
  ],
  authorise,
  head: targetHead,
  decide: (request, open, _standing, fresh) => {
    const organisation = open(targetHead(request), organisationSchema);
    const invitation = open(invitationPlace(request), invitationSchema);
    if (organisation === undefined || invitation === undefined) throw notFound();
    demandOpen(invitation, request.at);
    const former = open(ownPlace(request), memberSchema);
    if (former !== undefined && former.state !== "ended") throw alreadyMember();
    const who = { ...request.body, roles: invitation.roles, at: request.at, login: request.caller.login };
    const seq = organisation.seq + 1;
    const joining = { organisationId: organisation.id, seq, state: "proposed", former } as const;
    const { member, puts, personal } = joinAs(who, open, fresh, joining);
    const used = { place: invitationPlace(request), item: { ...invitation, state: "accepted" } };
    return {
      ...headOf(organisation, { state: organisationAfter(organisation.state, "invitation.accepted") }),
      actor: member.personId,
      event: { type: "invitation.accepted", data: { invitation: invitation.id, member: member.id }, findings: [] },
      puts: [...puts, { ...used, condition: { kind: "equal", attributes: { state: "open" } } }],
      personal,
      subject: ownPlace(request),
    };
  },
};
