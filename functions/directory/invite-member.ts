import * as z from "zod/mini";
import { type InviteMember, invitationView, inviteMemberBody } from "../../shared/domain/directory/api.ts";
import { type Invitation, invitationSchema, organisationSchema } from "../../shared/domain/directory/items.ts";
import { demandGrantable, invitationUntil, organisationAfter } from "../../shared/domain/directory/membership.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { type Act, actorOf } from "../../shared/lambda/act.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnOrganisation, organisationPlaces } from "./organisation-access.ts";
import { headOf, targetHead } from "./organisation-act.ts";

/** Invites a person, known by a mail address alone, to hold roles in the organisation. */
const invite: Act<InviteMember> = {
  acting: "organisation",
  places: organisationPlaces,
  authorise: (request, snapshot, standing) => authoriseOnOrganisation("member.invite", request, snapshot, standing),
  head: targetHead,
  decide: (request, open, standing, fresh) => {
    const organisation = open(targetHead(request), organisationSchema);
    if (organisation === undefined) throw notFound();
    const { roles, mail } = request.body;
    demandGrantable(organisation, roles);
    const id = fresh.subject;
    const invitation: Invitation = {
      v: 1,
      id,
      organisationId: organisation.id,
      roles,
      state: "open",
      until: invitationUntil(request.at),
      identitySeq: organisation.seq + 1,
    };
    const place = places.invitation(organisation.id, id);
    return {
      ...headOf(organisation, { state: organisationAfter(organisation.state, "member.invited") }),
      actor: actorOf(standing),
      event: { type: "member.invited", data: { invitation: id, roles, until: invitation.until }, findings: [] },
      puts: [{ place, item: invitation, condition: { kind: "absent" } }],
      personal: [{ subject: id, known: false, field: "mail", text: mail }],
      subject: place,
    };
  },
};

export const handler = http({ body: inviteMemberBody }, async (request) => {
  const { subject, version } = await performAct(sealingActDeps, invite, request);
  const invitation = invitationView(z.parse(invitationSchema, subject));
  const location = `/v1/organisations/${invitation.organisationId}/invitations/${invitation.id}`;
  return { status: 201, body: invitation, version, location };
});
