import {
  acceptInvitationBody,
  confirmMemberBody,
  inviteMemberBody,
  registerOrganisationBody,
} from "../../shared/domain/directory/api.ts";
import { filingOperations } from "./filing-operations.ts";
import { instructionOperations } from "./instruction-operations.ts";
import type { Operation } from "./operation.ts";
import { registerOperations } from "./register-operations.ts";

const organisation = "/v1/organisations/{organisationId}";

/** Operations by route key. A route without an operation, or the reverse, fails the generation. */
export const operations: Readonly<Record<string, Operation>> = {
  "GET /v1/openapi.json": { summary: "This document", status: 200, answer: "document" },
  "POST /v1/organisations": {
    summary: "Propose an organisation and oneself as its first member",
    body: registerOrganisationBody,
    status: 201,
    answer: "organisation",
    asPerson: true,
  },
  "GET /v1/memberships": {
    summary: "List the organisations that one belongs to, or waits to join",
    status: 200,
    answer: "memberships",
    asPerson: true,
    paged: true,
  },
  [`GET ${organisation}`]: { summary: "Read an organisation", status: 200, answer: "organisation" },
  [`GET ${organisation}/members`]: {
    summary: "List members and invitations",
    status: 200,
    answer: "members",
    paged: true,
  },
  [`POST ${organisation}/members/{memberId}/confirmation`]: {
    summary: "Confirm a proposed member: the operator for the first one, on evidence; then an administrator",
    body: confirmMemberBody,
    status: 200,
    answer: "member",
    changes: true,
  },
  [`POST ${organisation}/members/{memberId}/end`]: {
    summary: "End a membership, one's own or another's",
    status: 200,
    answer: "member",
    changes: true,
  },
  [`POST ${organisation}/invitations`]: {
    summary: "Invite a person to hold roles in the organisation",
    body: inviteMemberBody,
    status: 201,
    answer: "invitation",
  },
  [`POST ${organisation}/invitations/{invitationId}/acceptance`]: {
    summary: "Accept an invitation; an administrator then confirms the person",
    body: acceptInvitationBody,
    status: 201,
    answer: "member",
    asPerson: true,
  },
  ...filingOperations,
  ...instructionOperations,
  ...registerOperations,
  "GET /v1/cases/{caseId}/timeline": {
    summary: "Read the chain of events of a case, to be verified offline",
    status: 200,
    answer: "timeline",
    paged: true,
  },
};
