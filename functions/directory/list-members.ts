import * as z from "zod/mini";
import { invitationView, memberView } from "../../shared/domain/directory/api.ts";
import {
  type Invitation,
  invitationSchema,
  type Member,
  memberSchema,
  organisationSchema,
} from "../../shared/domain/directory/items.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { records } from "../../shared/lambda/composition.ts";
import { personKeys } from "../../shared/lambda/composition-sealing.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { mostSubjects, openSubjects, type SealedSubject } from "../../shared/lambda/open-sealed.ts";
import { cursorAfter, pageParameters, readPage } from "../../shared/lambda/page.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnOrganisation, organisationPlaces } from "./organisation-access.ts";

const position = /^(MEMBER|INVITATION)#[0-9a-f-]{32,36}$/;
const entrySchema = z.union([memberSchema, invitationSchema]);

/** Members and invitations of an organisation, with the names and addresses that only its administrators read. */
export const handler = http({ body: noBody, query: pageParameters }, async (request) => {
  const { limit, position: after } = readPage(request.query, mostSubjects, position);
  const { proof, open } = await openForReading(records, request, organisationPlaces(request), (snapshot, standing) =>
    authoriseOnOrganisation("member.list", request, snapshot, standing),
  );
  const head = places.organisation(request.path.organisationId ?? "");
  const organisation = open(head, organisationSchema);
  if (organisation === undefined) throw notFound();
  const found = await records.listPartition(proof, { ...head, sk: after ?? head.sk ?? "" }, limit + 1);
  const shown = found.slice(0, limit).map(({ sk, item }) => ({ sk, entry: z.parse(entrySchema, item) }));
  const opened = await openSubjects(
    { records, personKeys },
    proof,
    shown.map(({ entry }) => sealedOf(entry)),
  );
  const items = shown.map(({ entry }, index) => ({ ...viewOf(entry), ...opened[index] }));
  const last = shown.at(-1);
  const next = found.length > limit && last !== undefined ? { next: cursorAfter(last.sk) } : {};
  return { status: 200, body: { items, ...next }, version: organisation.seq };
});

const viewOf = (entry: Member | Invitation) =>
  "personId" in entry ? { kind: "member", ...memberView(entry) } : { kind: "invitation", ...invitationView(entry) };

/** The invited address is sealed with the invitation's own key; a member's name and address with the person's. */
const sealedOf = (entry: Member | Invitation): SealedSubject => ({
  chain: entry.organisationId,
  seq: entry.identitySeq,
  ...("personId" in entry
    ? { subject: entry.personId, fields: ["displayName", "mail"] }
    : { subject: entry.id, fields: ["mail"] }),
});
