import type * as z from "zod/mini";
import {
  acceptInvitationBody,
  confirmMemberBody,
  inviteMemberBody,
  registerOrganisationBody,
} from "../../shared/domain/directory/api.ts";
import { createDossierBody } from "../../shared/domain/segur/enrolment.ts";
import type { answers } from "./schemas.ts";

/** What the document says of a route beyond its path, method and scope. */
export interface Operation {
  readonly summary: string;
  readonly body?: z.core.$ZodType;
  readonly status: 200 | 201;
  readonly answer: Exclude<keyof typeof answers, "problem"> | "document";
  /** The request names the version of the head that it changes. */
  readonly changes?: boolean;
  /** A person asks, whatever the organisation. */
  readonly asPerson?: boolean;
  readonly paged?: boolean;
}

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
  "POST /v1/segur/dossiers": {
    summary: "Open a draft enrolment dossier, which lists the pieces due",
    body: createDossierBody,
    status: 201,
    answer: "dossier",
  },
  "GET /v1/segur/dossiers": {
    summary: "List the dossiers of one's organisation, newest first",
    status: 200,
    answer: "dossiers",
    paged: true,
  },
  "GET /v1/segur/dossiers/{dossierId}": { summary: "Read a dossier", status: 200, answer: "dossier" },
  "POST /v1/segur/dossiers/{dossierId}/withdrawal": {
    summary: "Give up a draft that was never filed",
    status: 200,
    answer: "dossier",
    changes: true,
  },
  "GET /v1/cases/{caseId}/timeline": {
    summary: "Read the chain of events of a case, to be verified offline",
    status: 200,
    answer: "timeline",
    paged: true,
  },
};
