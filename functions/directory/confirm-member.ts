import * as z from "zod/mini";
import { type ConfirmMember, confirmMemberBody, memberView } from "../../shared/domain/directory/api.ts";
import { memberSchema, type Organisation, organisationSchema } from "../../shared/domain/directory/items.ts";
import { confirmMember, organisationAfter } from "../../shared/domain/directory/membership.ts";
import { notFound, Problem } from "../../shared/kernel/problem.ts";
import { type Act, actorOf } from "../../shared/lambda/act.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";
import { authoriseOnOrganisation, organisationPlaces } from "./organisation-access.ts";
import { headOf, memberPut, targetHead, targetMember } from "./organisation-act.ts";

/** Confirms a proposed member; the first one makes its organisation active and takes its SIRET for ever. */
const confirm: Act<ConfirmMember> = {
  acting: "organisation",
  places: (request) => [...organisationPlaces(request), targetMember(request)],
  authorise: (request, snapshot, standing) => authoriseOnOrganisation("member.confirm", request, snapshot, standing),
  head: targetHead,
  decide: (request, open, standing) => {
    const organisation = open(targetHead(request), organisationSchema);
    const member = open(targetMember(request), memberSchema);
    if (organisation === undefined || member === undefined) throw notFound();
    const { evidence } = request.body;
    const byOperator = request.caller.organisation !== organisation.id;
    const confirmation = { byOperator, evidence: evidence !== undefined, at: request.at };
    const confirmed = confirmMember(organisation, member, confirmation);
    const state = organisationAfter(organisation.state, "member.confirmed");
    return {
      ...headOf(organisation, { state, administrators: confirmed.administrators }),
      actor: actorOf(standing),
      event: {
        type: "member.confirmed",
        data: { member: member.id, roles: member.roles, ...(evidence === undefined ? {} : { evidence }) },
        findings: confirmed.findings,
      },
      puts: [memberPut(member, confirmed.member), ...siretTaken(organisation)],
      subject: targetMember(request),
    };
  },
};

/** An organisation that becomes active takes its SIRET; a second one with the same SIRET never does. */
function siretTaken({ state, siret, id }: Organisation): readonly Put[] {
  if (state !== "proposed") return [];
  const ifTaken = () =>
    new Problem(
      "already-exists",
      "Une organisation active porte déjà ce SIRET : demandez une invitation à son administrateur.",
    );
  return [{ place: places.siret(siret), item: { organisationId: id }, condition: { kind: "absent" }, ifTaken }];
}

export const handler = http({ body: confirmMemberBody, changes: true }, async (request) => {
  const { subject, version } = await performAct(actDeps, confirm, request);
  return { status: 200, body: memberView(z.parse(memberSchema, subject)), version };
});
