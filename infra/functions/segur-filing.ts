import { type FunctionSpec, read, write } from "../function-spec.ts";
import { act, checks, lists, reads, seals, writes } from "../grants.ts";

const dossier = "/v1/segur/dossiers/{dossierId}";

/** A working step writes no event: the head is checked, the items beside it are written. */
const step = [...reads("cases"), ...writes("cases"), ...checks("cases")];

/** Ségur, the filer's side: dossiers, uploads, submission, and what becomes of the pieces. */
export const segurFiling: readonly FunctionSpec[] = [
  {
    route: "POST /v1/segur/dossiers",
    access: write("segur"),
    slug: "segur",
    name: "create-dossier",
    grants: [...act, ...seals],
    personalKey: ["kms:GenerateDataKey"],
  },
  {
    route: "GET /v1/segur/dossiers",
    access: read("segur"),
    slug: "segur",
    name: "list-dossiers",
    grants: [...reads("directory"), lists("cases", "byList")],
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
  // Signs forms, and can do nothing itself with the right that it signs.
  {
    route: `POST ${dossier}/pieces/{piece}/upload`,
    access: write("segur"),
    slug: "segur",
    name: "grant-upload",
    grants: [...step, ...reads("directory"), ...checks("directory")],
    rights: [{ bucket: "uploads", actions: ["s3:PutObject"], prefix: "quarantine/*", postOnly: true }],
  },
  {
    route: `POST ${dossier}/submission`,
    access: write("segur"),
    slug: "segur",
    name: "submit-dossier",
    grants: [...act, ...checks("cases")],
  },
  {
    route: `POST ${dossier}/completion`,
    access: write("segur"),
    slug: "segur",
    name: "complete-dossier",
    grants: [...act, ...checks("cases")],
  },
  {
    route: `GET ${dossier}/receipt`,
    access: read("segur"),
    slug: "segur",
    name: "get-receipt",
    grants: [...reads("directory", "cases"), lists("events")],
  },
  {
    route: `GET ${dossier}/pieces/{piece}/content`,
    access: read("segur"),
    slug: "segur",
    name: "read-piece",
    grants: reads("directory", "cases"),
    rights: [
      { bucket: "vault", actions: ["s3:GetObjectVersion"], prefix: "dossiers/*" },
      { bucket: "identity", actions: ["s3:GetObjectVersion"], prefix: "dossiers/*" },
    ],
  },
  // Takes what was uploaded, and has it inspected once it was found clean. One file in a batch: each may take a minute. Three
  // batches at a time: the inspector takes five files, and serves the examination of dossiers too.
  {
    trigger: { queue: "uploads", batchSize: 1, atATime: 3 },
    slug: "segur",
    name: "follow-upload",
    grants: [...step, ...reads("directory", "sealed", "personKeys")],
    personalKey: ["kms:Decrypt"],
    rights: [
      {
        bucket: "uploads",
        actions: ["s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
        prefix: "quarantine/*",
      },
      { invokes: "documents/inspect-piece" },
      { bus: true },
    ],
    timeoutSeconds: 90,
  },
  {
    trigger: { schedule: "rate(1 hour)", input: { at: "<aws.scheduler.scheduled-time>" } },
    slug: "segur",
    name: "sweep-uploads",
    grants: [...step, lists("cases", "byList")],
    rights: [{ bucket: "uploads", actions: ["s3:ListBucketVersions"], prefix: "quarantine/*" }, { bus: true }],
    timeoutSeconds: 900,
  },
  {
    trigger: { queue: "promotion", batchSize: 1 },
    slug: "segur",
    name: "promote-pieces",
    grants: step,
    rights: [
      { bucket: "uploads", actions: ["s3:GetObjectVersion"], prefix: "quarantine/*" },
      {
        bucket: "vault",
        actions: ["s3:ListBucketVersions", "s3:PutObject", "s3:PutObjectRetention"],
        prefix: "dossiers/*",
      },
      { bucket: "identity", actions: ["s3:ListBucketVersions", "s3:PutObject"], prefix: "dossiers/*" },
    ],
    timeoutSeconds: 30,
  },
  {
    trigger: { invokedBy: "function" },
    slug: "documents",
    name: "inspect-piece",
    grants: [],
    rights: [{ bucket: "uploads", actions: ["s3:GetObjectVersion"], prefix: "quarantine/*" }],
    timeoutSeconds: 60,
    memoryMb: 1024,
    reservedConcurrency: 5,
  },
];
