import * as z from "zod/mini";
import { memberView } from "../../shared/domain/directory/api.ts";
import { memberSchema, organisationSchema } from "../../shared/domain/directory/items.ts";
import { endMembership, organisationAfter } from "../../shared/domain/directory/membership.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { type Act, actorOf } from "../../shared/lambda/act.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { authoriseOnOrganisation, organisationPlaces } from "./organisation-access.ts";
import { headOf, memberPut, targetHead, targetMember } from "./organisation-act.ts";

/** Ends a membership, one's own or another's: the next request of that person for the organisation is refused. */
const end: Act<undefined> = {
  acting: "organisation",
  places: (request) => [...organisationPlaces(request), targetMember(request)],
  authorise: (request, snapshot, standing) => authoriseOnOrganisation("member.end", request, snapshot, standing),
  head: targetHead,
  decide: (request, open, standing) => {
    const organisation = open(targetHead(request), organisationSchema);
    const member = open(targetMember(request), memberSchema);
    if (organisation === undefined || member === undefined) throw notFound();
    const ended = endMembership(organisation, member, request.at);
    const state = organisationAfter(organisation.state, "member.ended");
    return {
      ...headOf(organisation, { state, administrators: ended.administrators }),
      actor: actorOf(standing),
      event: { type: "member.ended", data: { member: member.id }, findings: [] },
      puts: [memberPut(member, ended.member)],
      subject: targetMember(request),
    };
  },
};

export const handler = http({ body: noBody, changes: true }, async (request) => {
  const { subject, version } = await performAct(actDeps, end, request);
  return { status: 200, body: memberView(z.parse(memberSchema, subject)), version };
});
