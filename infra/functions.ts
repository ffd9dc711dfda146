import type { Slug } from "./config.ts";
import { checks, type Grant, lists, reads, writes } from "./grants.ts";

export interface FunctionSpec {
  readonly slug: Slug;
  /** `functions/<slug>/<name>.ts`. */
  readonly name: string;
  readonly grants: readonly Grant[];
  /** What the function does with the key that wraps the keys of persons. */
  readonly personalKey?: readonly ("kms:Decrypt" | "kms:GenerateDataKey")[];
}

export interface RouteSpec extends FunctionSpec {
  readonly route: `${"GET" | "POST"} /v1/${string}`;
  /** The scope that the token must carry, or why the route asks for no token. */
  readonly access: { readonly scope: `${string}:${"read" | "write"}` } | { readonly publicBecause: string };
}

const read = (slug: Slug) => ({ scope: `${slug}:read` }) as const;
const write = (slug: Slug) => ({ scope: `${slug}:write` }) as const;

/** Every act writes its event, and keeps its idempotency item in `cases`. */
const recorded = [...reads("directory", "cases"), ...writes("cases", "events")];
/** Whoever names an organisation must still be a member of it when the act is written. */
const act = [...recorded, ...checks("directory")];
const directoryAct = [...act, ...writes("directory")];

/** Personal fields are sealed under the key of their subject, which the first of them creates. */
const seals = writes("sealed", "personKeys");

/** A person joins: if the platform knows them, their key is opened. */
const joins = {
  grants: [...writes("directory"), ...reads("personKeys"), ...seals],
  personalKey: ["kms:Decrypt", "kms:GenerateDataKey"],
} as const;
const joiningAct = { ...joins, grants: [...act, ...joins.grants] };

const organisation = "/v1/organisations/{organisationId}";
const dossier = "/v1/segur/dossiers/{dossierId}";

/** Every route of the front door: what answers it, what its token must carry, what its role may do. */
export const routes: readonly RouteSpec[] = [
  {
    route: "GET /v1/openapi.json",
    access: { publicBecause: "the description of the interface holds no data and is read before anyone has a token" },
    slug: "api",
    name: "get-openapi",
    grants: [],
  },
  {
    route: "POST /v1/organisations",
    access: write("directory"),
    slug: "directory",
    name: "register-organisation",
    ...joiningAct,
  },
  {
    route: "GET /v1/memberships",
    access: read("directory"),
    slug: "directory",
    name: "list-memberships",
    grants: [...reads("directory"), lists("directory")],
  },
  {
    route: `GET ${organisation}`,
    access: read("directory"),
    slug: "directory",
    name: "get-organisation",
    grants: reads("directory"),
  },
  {
    route: `GET ${organisation}/members`,
    access: read("directory"),
    slug: "directory",
    name: "list-members",
    grants: [...reads("directory", "sealed", "personKeys"), lists("directory")],
    personalKey: ["kms:Decrypt"],
  },
  {
    route: `POST ${organisation}/members/{memberId}/confirmation`,
    access: write("directory"),
    slug: "directory",
    name: "confirm-member",
    grants: directoryAct,
  },
  {
    route: `POST ${organisation}/members/{memberId}/end`,
    access: write("directory"),
    slug: "directory",
    name: "end-membership",
    grants: directoryAct,
  },
  {
    route: `POST ${organisation}/invitations`,
    access: write("directory"),
    slug: "directory",
    name: "invite-member",
    grants: [...directoryAct, ...seals],
    personalKey: ["kms:GenerateDataKey"],
  },
  {
    route: `POST ${organisation}/invitations/{invitationId}/acceptance`,
    access: write("directory"),
    slug: "directory",
    name: "accept-invitation",
    ...joiningAct,
  },
  { route: "POST /v1/segur/dossiers", access: write("segur"), slug: "segur", name: "create-dossier", grants: act },
  {
    route: "GET /v1/segur/dossiers",
    access: read("segur"),
    slug: "segur",
    name: "list-dossiers",
    grants: [...reads("directory"), lists("cases", "byOwner")],
  },
  {
    route: `GET ${dossier}`,
    access: read("segur"),
    slug: "segur",
    name: "get-dossier",
    grants: reads("directory", "cases"),
  },
  {
    route: `POST ${dossier}/withdrawal`,
    access: write("segur"),
    slug: "segur",
    name: "withdraw-dossier",
    grants: act,
  },
  {
    route: "GET /v1/cases/{caseId}/timeline",
    access: read("cases"),
    slug: "cases",
    name: "get-timeline",
    grants: [...reads("directory", "cases"), lists("events")],
  },
];

/** Invoked by hand, once, by an administrator of the account: creates the operator's organisation and first member. */
export const bootstrapOperator: FunctionSpec = {
  slug: "directory",
  name: "bootstrap-operator",
  ...joins,
  grants: [...recorded, ...joins.grants],
};

/** Reads the stream of events; a MODIFY or REMOVE of an event becomes an incident. */
export const auditEvents: FunctionSpec = {
  slug: "platform",
  name: "audit-events",
  grants: [{ table: "incidents", actions: ["dynamodb:PutItem"] }],
};

export const functions: readonly FunctionSpec[] = [...routes, bootstrapOperator, auditEvents];

/** `functions/` file of a function, without its extension. */
export function entryOf({ slug, name }: FunctionSpec): string {
  return `${slug}/${name}`;
}

/** Logical name of a function in its stack: `create-dossier` → `CreateDossier`. */
export function constructId({ name }: FunctionSpec): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
