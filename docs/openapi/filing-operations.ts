import { createDossierBody } from "../../shared/domain/segur/enrolment.ts";
import { filingBody } from "../../shared/domain/segur/filing.ts";
import { grantUploadBody } from "../../shared/domain/segur/upload-limits.ts";
import type { Operation } from "./operation.ts";

const dossier = "/v1/segur/dossiers/{dossierId}";

/** Operations of the filer, by route key. */
export const filingOperations: Readonly<Record<string, Operation>> = {
  "POST /v1/segur/dossiers": {
    summary: "Open a draft enrolment dossier, which lists the pieces due; names that are declared are sealed",
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
  [`GET ${dossier}`]: {
    summary: "Read a dossier: what is due, what was received and what is known of it, what is asked",
    status: 200,
    answer: "dossier",
  },
  [`POST ${dossier}/withdrawal`]: {
    summary: "Give up a draft that was never filed",
    status: 200,
    answer: "dossier",
    changes: true,
  },
  [`POST ${dossier}/pieces/{piece}/upload`]: {
    summary:
      "Be allowed to send one file for a piece: POST it within ten minutes as multipart/form-data to `url`, the `fields` first, then `file`",
    body: grantUploadBody,
    status: 201,
    answer: "uploadGrant",
  },
  [`POST ${dossier}/submission`]: {
    summary: "File the versions named; a dossier without all its pieces is filed without a date of reception",
    body: filingBody,
    status: 200,
    answer: "dossier",
    changes: true,
  },
  [`POST ${dossier}/completion`]: {
    summary: "Answer points of the open invitation with the versions named",
    body: filingBody,
    status: 200,
    answer: "dossier",
    changes: true,
  },
  [`GET ${dossier}/receipt`]: {
    summary: "Read what was filed and when, with digests; as a page with `Accept: text/html`",
    status: 200,
    answer: "receipt",
    page: true,
  },
  [`GET ${dossier}/pieces/{piece}/content`]: {
    summary: "Get an address, good for a minute, of a filed piece that was found clean",
    status: 200,
    answer: "pieceAddress",
  },
};
