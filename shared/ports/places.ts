import { createHash } from "node:crypto";
import type { Place } from "./records.ts";

const digest = (...parts: readonly string[]): string => createHash("sha256").update(parts.join("\u0000")).digest("hex");

/** Pseudonym of a login: the issuer and subject of a token, which no item holds in clear. */
export const loginDigest = (issuer: string, subject: string): string => digest("login", issuer, subject);

/** Id of a login's membership in an organisation: found from a token in one read, and from a list by its id. */
export const memberIdOf = (organisationId: string, login: string): string =>
  digest("member", organisationId, login).slice(0, 32);

/** Id of the one mail that tells a recipient of an event in the words of a template. */
export const mailIdOf = (caseId: string, seq: number, recipient: string, template: string): string =>
  digest("mail", caseId, String(seq), recipient, template);

/** The key of every kind of item, in one place. */
export const places = {
  organisation: (id: string): Place => ({ table: "directory", pk: `ORG#${id}`, sk: "HEAD" }),
  member: (organisationId: string, memberId: string): Place => ({
    table: "directory",
    pk: `ORG#${organisationId}`,
    sk: `MEMBER#${memberId}`,
  }),
  invitation: (organisationId: string, id: string): Place => ({
    table: "directory",
    pk: `ORG#${organisationId}`,
    sk: `INVITATION#${id}`,
  }),
  person: (login: string): Place => ({ table: "directory", pk: `LOGIN#${login}`, sk: "PERSON" }),
  /** Where a person finds the organisations that it belongs to. */
  membership: (login: string, organisationId: string): Place => ({
    table: "directory",
    pk: `LOGIN#${login}`,
    sk: `MEMBERSHIP#${organisationId}`,
  }),
  /** Business key: one active organisation for one SIRET, for ever. */
  siret: (siret: string): Place => ({ table: "directory", pk: `SIRET#${siret}`, sk: "ORGANISATION" }),
  /** Business key: one operator for one platform, for ever. */
  operator: (): Place => ({ table: "directory", pk: "OPERATOR", sk: "ORGANISATION" }),
  /** Business key: one ANS for one platform, for ever. */
  ans: (): Place => ({ table: "directory", pk: "ANS", sk: "ORGANISATION" }),
  dossier: (id: string): Place => ({ table: "cases", pk: `CASE#${id}`, sk: "HEAD" }),
  /** The files of a dossier, all pieces in one item: what was received of each, and what is known of it. */
  pieces: (dossierId: string): Place => ({ table: "cases", pk: `CASE#${dossierId}`, sk: "PIECES" }),
  /** The work that a filed dossier asks of the operator. */
  task: (dossierId: string): Place => ({ table: "cases", pk: `CASE#${dossierId}`, sk: "TASK" }),
  /** The wait of the case's execution. */
  wait: (caseId: string): Place => ({ table: "cases", pk: `CASE#${caseId}`, sk: "WAIT" }),
  /** That an execution of the case is to run. */
  execution: (caseId: string, name: string): Place => ({
    table: "cases",
    pk: `CASE#${caseId}`,
    sk: `EXECUTION#${name}`,
  }),
  outbox: (caseId: string, key: string): Place => ({ table: "cases", pk: `CASE#${caseId}`, sk: `OUTBOX#${key}` }),
  upload: (id: string): Place => ({ table: "cases", pk: `UPLOAD#${id}`, sk: "GRANT" }),
  /** The mirror of a référencement conducted by ANS. */
  solution: (id: string): Place => ({ table: "cases", pk: `SOLUTION#${id}`, sk: "HEAD" }),
  /** A dossier filed for a Solution. */
  solutionDossier: (solutionId: string, dossierId: string): Place => ({
    table: "cases",
    pk: `SOLUTION#${solutionId}`,
    sk: `DOSSIER#${dossierId}`,
  }),
  /** Business key: one Solution for one number of ANS (that of its request, or that of its référencement), for ever. */
  solutionNumber: (number: string): Place => ({ table: "cases", pk: `SOLUTION-NUMBER#${number}`, sk: "SOLUTION" }),
  /** Business key: one mail for one (event, recipient, template), for ever. */
  mail: (id: string): Place => ({ table: "cases", pk: `MAIL#${id}`, sk: "MAIL" }),
  /** That an invitation to complete is open, and calls for reminders. */
  duty: (caseId: string, seq: number): Place => ({ table: "cases", pk: `CASE#${caseId}`, sk: `DUTY#${seq}` }),
  /** A difference between the duties of a case and its reminders, found at an instant. */
  coverageGap: (caseId: string, at: string): Place => ({ table: "cases", pk: `CASE#${caseId}`, sk: `GAP#${at}` }),
  taskToken: (waitId: string): Place => ({ table: "tokens", pk: waitId }),
  idempotency: (organisation: string, client: string, route: string, key: string): Place => ({
    table: "cases",
    pk: `IDEMPOTENCY#${digest("idempotency", organisation, client, route, key)}`,
    sk: "KEY",
  }),
  personKey: (subject: string): Place => ({ table: "person-keys", pk: subject }),
  sealed: (chain: string, seq: number, field: string): Place => ({ table: "sealed", pk: chain, sk: `${seq}#${field}` }),
} as const;

const shards = 4;

/** Partitions of one list: spread, so that no list can heat one partition. */
export const listPartitions = (list: string): readonly string[] =>
  Array.from({ length: shards }, (_, shard) => `${list}#${shard}`);

/** Attributes by which an item is found in a list, in the order of `position`. */
export const listPartition = (list: string, id: string, position: string): { gpk: string; gsk: string } => {
  const shard = Number.parseInt(digest("shard", id).slice(0, 8), 16) % shards;
  return { gpk: `${list}#${shard}`, gsk: position };
};

/** The list of what an organisation owns. */
export const ownerList = (owner: string, kind: string): string => `OWNER#${owner}#${kind}`;

/** Attributes by which a head is found in its owner's list, in order of creation. */
export const ownerIndex = (owner: string, kind: string, id: string, createdAt: string): { gpk: string; gsk: string } =>
  listPartition(ownerList(owner, kind), id, `${createdAt}#${id}`);

/** The list of mails that a person must look after. */
export const mailTroubleList = "MAIL-TROUBLE";

/** The list of duties that call for reminders. */
export const dutyList = "DUTIES";

/** The list of what the proof of coverage found amiss. */
export const coverageGapList = "COVERAGE-GAP";
