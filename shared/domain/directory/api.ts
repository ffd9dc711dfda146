import * as z from "zod/mini";
import { line } from "../../kernel/line.ts";
import { siretSchema } from "../../kernel/siret.ts";
import type { Invitation, Member, Organisation } from "./items.ts";
import { roles } from "./roles.ts";

const person = z.strictObject({ displayName: line(100), mail: z.email().check(z.maxLength(254)) });

export const registerOrganisationBody = z.strictObject({ name: line(150), siret: siretSchema, person });
export type RegisterOrganisation = z.infer<typeof registerOrganisationBody>;

/** For a first member: the paper that was seen and the digest of its bytes. For the next ones, the administrator's word. */
export const confirmMemberBody = z.strictObject({
  evidence: z.optional(
    z.strictObject({
      kind: z.enum(["powers-attestation", "company-register-extract", "mandate"]),
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, "Empreinte SHA-256 attendue : 64 chiffres hexadécimaux.")),
    }),
  ),
});
export type ConfirmMember = z.infer<typeof confirmMemberBody>;

const distinctRoles = z.array(z.enum(roles)).check(
  z.minLength(1),
  z.maxLength(roles.length),
  z.refine((given) => new Set(given).size === given.length, "Un rôle est donné deux fois."),
);

export const inviteMemberBody = z.strictObject({ mail: z.email().check(z.maxLength(254)), roles: distinctRoles });
export type InviteMember = z.infer<typeof inviteMemberBody>;

export const acceptInvitationBody = z.strictObject({ person });
export type AcceptInvitation = z.infer<typeof acceptInvitationBody>;

/** Founds the operator, or ANS: asked by whoever administers the cloud account, never over HTTP. */
export const foundOperatorBody = z.strictObject({
  kind: z.enum(["operator", "ans"]),
  name: line(150),
  siret: siretSchema,
  issuer: z.url(),
  subject: line(200),
  person,
});
export type FoundOperator = z.infer<typeof foundOperatorBody>;

/** An organisation as its members read it. */
export const organisationView = ({ id, name, siret, organisationKind, state, registeredAt }: Organisation) => ({
  id,
  name,
  siret,
  kind: organisationKind,
  state,
  registeredAt,
});

export const memberView = ({ id, organisationId, roles, state, from, to }: Member) => ({
  id,
  organisationId,
  roles,
  state,
  from,
  ...(to === undefined ? {} : { to }),
});

export const invitationView = ({ id, organisationId, roles, state, until }: Invitation) => ({
  id,
  organisationId,
  roles,
  state,
  until,
});
