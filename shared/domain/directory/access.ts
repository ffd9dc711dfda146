import type { AccessTable } from "../../kernel/access.ts";
import { roles } from "./roles.ts";
import { type OrganisationState, organisationStates } from "./states.ts";

/**
 * `signed-in`: anyone with a valid token, whatever the organisation; `applicant`: a member not yet confirmed;
 * `account-administrator`: whoever the cloud account lets invoke the function that founds public bodies; `platform`: the
 * platform itself, where an execution, a queue or a schedule calls it.
 */
export const askers = [...roles, "applicant", "signed-in", "account-administrator", "platform"] as const;
export type Asker = (typeof askers)[number];

const organisationActions = [
  "operator.found",
  "ans.found",
  "membership.list",
  "organisation.register",
  "organisation.read",
  "member.list",
  "member.confirm",
  "member.invite",
  "invitation.accept",
  "member.end",
  "timeline.read",
] as const;
export type OrganisationAction = (typeof organisationActions)[number];

/** `own`: acting for this organisation; `self`: about the caller's own membership; `operator`: acting for the operator about another. */
const organisationRelations = ["own", "self", "operator", "none"] as const;
export type OrganisationRelation = (typeof organisationRelations)[number];

const otherRoles = roles.filter((role) => role !== "administrator");

/** Who may do what on an organisation and its members. SEG-3.1-08 asks for evidence of powers; CNV-6-05 ends rights at once. */
export const organisationAccess: AccessTable<
  Asker,
  OrganisationAction,
  OrganisationRelation,
  OrganisationState | "none"
> = {
  roles: askers,
  actions: organisationActions,
  relations: organisationRelations,
  states: ["none", ...organisationStates],
  rows: [
    {
      roles: ["account-administrator"],
      actions: ["operator.found", "ans.found"],
      relations: ["none"],
      states: ["none"],
      answer: "allow",
      basis: "SEG-3.2-01",
    },
    {
      roles: ["signed-in"],
      actions: ["organisation.register", "membership.list"],
      relations: ["none"],
      states: ["none"],
      answer: "allow",
      basis: "SEG-3.2-01",
    },
    {
      roles: [...roles, "applicant"],
      actions: ["organisation.read"],
      relations: ["own", "self"],
      states: organisationStates,
      answer: "allow",
      basis: "SEG-3.2-01",
    },
    {
      roles: ["programme-admin", "instructor"],
      actions: ["organisation.read"],
      relations: ["operator"],
      states: organisationStates,
      answer: "allow",
      basis: "SEG-3.2-02",
    },
    {
      roles: ["administrator"],
      actions: ["member.list", "member.invite", "member.confirm", "timeline.read"],
      relations: ["own"],
      states: ["active"],
      answer: "allow",
      basis: "SEG-3.1-08",
    },
    {
      roles: ["auditor"],
      actions: ["timeline.read"],
      relations: ["own", "operator"],
      states: organisationStates,
      answer: "allow",
      basis: "SEG-3.1-08",
    },
    {
      roles: ["programme-admin"],
      actions: ["member.list", "timeline.read"],
      relations: ["operator"],
      states: organisationStates,
      answer: "allow",
      basis: "SEG-3.1-08",
    },
    {
      // In every state: a confirmation sent again is answered again. After the first one the law refuses, not the table.
      roles: ["programme-admin"],
      actions: ["member.confirm"],
      relations: ["operator"],
      states: organisationStates,
      answer: "allow",
      basis: "SEG-3.1-08",
    },
    {
      roles: [...otherRoles, "applicant"],
      actions: ["member.list", "member.invite", "member.confirm", "timeline.read"],
      relations: ["own"],
      states: organisationStates,
      answer: "refuse",
      basis: "SEG-3.1-08",
    },
    {
      roles: ["signed-in"],
      actions: ["invitation.accept"],
      relations: ["none"],
      states: ["active"],
      answer: "allow",
      basis: "SEG-3.1-08",
    },
    {
      roles: ["administrator"],
      actions: ["member.end"],
      relations: ["own"],
      states: ["active"],
      answer: "allow",
      basis: "CNV-6-05",
    },
    {
      roles: [...roles, "applicant"],
      actions: ["member.end"],
      relations: ["self"],
      states: ["active"],
      answer: "allow",
      basis: "CNV-6-05",
    },
    {
      roles: otherRoles,
      actions: ["member.end"],
      relations: ["own"],
      states: ["active"],
      answer: "refuse",
      basis: "CNV-6-05",
    },
  ],
};
