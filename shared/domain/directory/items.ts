import * as z from "zod/mini";
import { recordedInstantSchema } from "../../kernel/time.ts";
import { organisationKinds, roles } from "./roles.ts";
import { invitationStates, memberStates, organisationStates } from "./states.ts";

/** The head of an organisation: what it is now, and where its chain of events stands. */
export const organisationSchema = z.strictObject({
  v: z.literal(1),
  id: z.string(),
  owner: z.string(),
  name: z.string(),
  siret: z.string(),
  organisationKind: z.enum(organisationKinds),
  state: z.enum(organisationStates),
  seq: z.int(),
  hash: z.string(),
  /** Confirmed administrators: the last one cannot leave. */
  administrators: z.int(),
  registeredAt: recordedInstantSchema,
});
export type Organisation = Readonly<z.infer<typeof organisationSchema>>;

/** Membership of a person in an organisation: the only source of roles, read on each request. */
export const memberSchema = z.strictObject({
  v: z.literal(1),
  id: z.string(),
  personId: z.string(),
  organisationId: z.string(),
  roles: z.array(z.enum(roles)),
  state: z.enum(memberStates),
  from: recordedInstantSchema,
  to: z.optional(recordedInstantSchema),
  /** Event of the organisation's chain under which the person's name and mail are sealed. */
  identitySeq: z.int(),
});
export type Member = Readonly<z.infer<typeof memberSchema>>;

/** A login known to the platform: its person's random id is the only one that events name. */
export const personSchema = z.strictObject({ v: z.literal(1), personId: z.string() });

export const invitationSchema = z.strictObject({
  v: z.literal(1),
  id: z.string(),
  organisationId: z.string(),
  roles: z.array(z.enum(roles)),
  state: z.enum(invitationStates),
  /** Last instant at which it can be accepted. */
  until: recordedInstantSchema,
  /** Event under which the invited mail address is sealed, with the invitation's own key. */
  identitySeq: z.int(),
});
export type Invitation = Readonly<z.infer<typeof invitationSchema>>;

/** Leads from a login to a membership. */
export const membershipSchema = z.strictObject({ v: z.literal(1), organisationId: z.string(), memberId: z.string() });
