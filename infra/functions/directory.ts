import { type FunctionSpec, read, write } from "../function-spec.ts";
import { act, lists, reads, recorded, seals, writes } from "../grants.ts";

const directoryAct = [...act, ...writes("directory")];

/** A person joins: if the platform knows them, their key is opened. */
const joins = {
  grants: [...writes("directory"), ...reads("personKeys"), ...seals],
  personalKey: ["kms:Decrypt", "kms:GenerateDataKey"],
} as const;
const joiningAct = { ...joins, grants: [...act, ...joins.grants] };

const organisation = "/v1/organisations/{organisationId}";

/** Organisations, their members and invitations. */
export const directoryFunctions: readonly FunctionSpec[] = [
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
  // Invoked once: creates the operator's organisation and first member.
  {
    trigger: { invokedBy: "administrator" },
    slug: "directory",
    name: "bootstrap-operator",
    ...joins,
    grants: [...recorded, ...joins.grants],
  },
];
