import * as z from "zod";
import { organisationKinds, roles } from "../../shared/domain/directory/roles.ts";
import { invitationStates, memberStates, organisationStates } from "../../shared/domain/directory/states.ts";
import { findingSchema } from "../../shared/kernel/finding.ts";
import { filingAnswers } from "./filing-schemas.ts";
import { instructionAnswers } from "./instruction-schemas.ts";
import { caseId, cursor, instant, siret } from "./parts.ts";
import { registerAnswers } from "./register-schemas.ts";

const memberId = z.string().regex(/^[0-9a-f]{32}$/);

const organisation = z.strictObject({
  id: caseId,
  name: z.string(),
  siret,
  kind: z.enum(organisationKinds),
  state: z.enum(organisationStates),
  registeredAt: instant,
});

const member = z.strictObject({
  id: memberId,
  organisationId: caseId,
  roles: z.array(z.enum(roles)),
  state: z.enum(memberStates),
  from: instant,
  to: instant.optional(),
});

const memberships = z.strictObject({
  items: z.array(
    z.strictObject({
      organisation,
      member: member.describe("One's own membership there."),
    }),
  ),
  next: cursor.optional(),
});

const invitation = z.strictObject({
  id: caseId,
  organisationId: caseId,
  roles: z.array(z.enum(roles)),
  state: z.enum(invitationStates),
  until: instant.describe("Last instant at which it can be accepted."),
});

const listedMember = z.strictObject({
  kind: z.literal("member"),
  ...member.shape,
  displayName: z.string().optional(),
  mail: z.string().optional(),
});
const listedInvitation = z.strictObject({
  kind: z.literal("invitation"),
  ...invitation.shape,
  mail: z.string().optional(),
});
const members = z.strictObject({
  items: z.array(z.discriminatedUnion("kind", [listedMember, listedInvitation])),
  next: cursor.optional(),
});

const timeline = z.strictObject({
  chain: caseId,
  procedure: z.string(),
  head: z.strictObject({ seq: z.int(), hash: z.string() }),
  events: z.array(z.unknown()).describe("Events exactly as stored, see docs/record.md."),
  next: cursor.optional(),
});

const problem = z.strictObject({
  type: z.string().describe("urn:guichet:problem:<code>"),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe("French sentence: what is wrong and what to do."),
  trace: z.string().describe("Reference to quote to support."),
  errors: z
    .array(z.strictObject({ pointer: z.string().describe("JSON Pointer, in the body sent."), reason: z.string() }))
    .max(20)
    .optional()
    .describe("The first ones; `detail` says how many more there are."),
  findings: z.array(findingSchema).optional(),
});

/** Everything the API answers, by the name it bears in the document. */
export const answers = {
  organisation,
  member,
  memberships,
  invitation,
  members,
  ...filingAnswers,
  ...instructionAnswers,
  ...registerAnswers,
  timeline,
  problem,
};
