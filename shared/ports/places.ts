import { createHash } from "node:crypto";
import type { Place } from "./records.ts";

const digest = (...parts: readonly string[]): string => createHash("sha256").update(parts.join("\u0000")).digest("hex");

/** Pseudonym of a login: the issuer and subject of a token, which no item holds in clear. */
export const loginDigest = (issuer: string, subject: string): string => digest("login", issuer, subject);

/** Id of a login's membership in an organisation: found from a token in one read, and from a list by its id. */
export const memberIdOf = (organisationId: string, login: string): string =>
  digest("member", organisationId, login).slice(0, 32);

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
  dossier: (id: string): Place => ({ table: "cases", pk: `CASE#${id}`, sk: "HEAD" }),
  idempotency: (organisation: string, client: string, route: string, key: string): Place => ({
    table: "cases",
    pk: `IDEMPOTENCY#${digest("idempotency", organisation, client, route, key)}`,
    sk: "KEY",
  }),
  personKey: (subject: string): Place => ({ table: "person-keys", pk: subject }),
  sealed: (chain: string, seq: number, field: string): Place => ({ table: "sealed", pk: chain, sk: `${seq}#${field}` }),
} as const;

const ownerShards = 4;

/** Partitions of the list of what an organisation owns: spread, so that no organisation can heat one partition. */
export const ownerPartitions = (owner: string, kind: string): readonly string[] =>
  Array.from({ length: ownerShards }, (_, shard) => `OWNER#${owner}#${kind}#${shard}`);

/** Attributes by which a head is found in its owner's list, in order of creation. */
export const ownerIndex = (
  owner: string,
  kind: string,
  id: string,
  createdAt: string,
): { gpk: string; gsk: string } => {
  const shard = Number.parseInt(digest("shard", id).slice(0, 8), 16) % ownerShards;
  return { gpk: `OWNER#${owner}#${kind}#${shard}`, gsk: `${createdAt}#${id}` };
};
