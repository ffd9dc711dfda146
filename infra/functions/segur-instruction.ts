import { type FunctionSpec, read, write } from "../function-spec.ts";
import { act, checks, lists, reads, seals, writes } from "../grants.ts";

const dossier = "/v1/segur/dossiers/{dossierId}";

/** A working step writes no event: the head is checked, the task is written. */
const step = [...reads("directory", "cases"), ...writes("cases"), ...checks("cases", "directory")];

/** What was declared, read on the pieces or settled is sealed where it may name a person. */
const opens = reads("sealed", "personKeys");

/** Ségur, the operator's side: the queue, reviews, decisions. */
export const segurInstruction: readonly FunctionSpec[] = [
  {
    route: "GET /v1/segur/queue",
    access: read("segur"),
    slug: "segur",
    name: "list-queue",
    grants: [...reads("directory", "cases"), lists("cases", "byList")],
  },
  {
    route: "GET /v1/segur/mail-troubles",
    access: read("segur"),
    slug: "segur",
    name: "list-mail-troubles",
    grants: [...reads("directory"), lists("cases", "byList")],
  },
  { route: `POST ${dossier}/claim`, access: write("segur"), slug: "segur", name: "claim-dossier", grants: step },
  { route: `POST ${dossier}/release`, access: write("segur"), slug: "segur", name: "release-dossier", grants: step },
  {
    route: `GET ${dossier}/examination`,
    access: read("segur"),
    slug: "segur",
    name: "get-examination",
    grants: [...reads("directory", "cases"), ...opens],
    personalKey: ["kms:Decrypt"],
  },
  {
    route: `POST ${dossier}/facts`,
    access: write("segur"),
    slug: "segur",
    name: "review-facts",
    grants: [...act, ...checks("cases"), ...opens, ...seals],
    personalKey: ["kms:Decrypt", "kms:GenerateDataKey"],
  },
  {
    route: `POST ${dossier}/invitation`,
    access: write("segur"),
    slug: "segur",
    name: "invite-to-complete",
    grants: [...act, ...checks("cases")],
  },
  {
    route: `POST ${dossier}/decision`,
    access: write("segur"),
    slug: "segur",
    name: "decide-dossier",
    grants: [...act, ...checks("cases"), ...opens],
    personalKey: ["kms:Decrypt"],
  },
  {
    route: `POST ${dossier}/reopening`,
    access: write("segur"),
    slug: "segur",
    name: "reopen-dossier",
    grants: [...act, ...reads("personKeys"), ...seals],
    personalKey: ["kms:Decrypt", "kms:GenerateDataKey"],
  },
];
