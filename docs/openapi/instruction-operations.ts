import type * as z from "zod/mini";
import { decideDossierBody } from "../../shared/domain/segur/decision.ts";
import { inviteToCompleteBody } from "../../shared/domain/segur/invitation-request.ts";
import { reopenDossierBody } from "../../shared/domain/segur/reopening.ts";
import { reviewFactsBody } from "../../shared/domain/segur/review.ts";
import type { Operation } from "./operation.ts";

const dossier = "/v1/segur/dossiers/{dossierId}";

const act = (summary: string, body: z.core.$ZodType): Operation => ({
  summary,
  body,
  status: 200,
  answer: "dossier",
  changes: true,
});

/** Operations of the operator, by route key. */
export const instructionOperations: Readonly<Record<string, Operation>> = {
  "GET /v1/segur/queue": {
    summary: "List what waits for an instructor, oldest reception first; a filtered page may be short and have a next",
    status: 200,
    answer: "queue",
    paged: true,
    query: { state: "`waiting`, `claimed` or `mine`; all when absent" },
  },
  "GET /v1/segur/mail-troubles": {
    summary:
      "List the mails that did not reach their reader, newest first: their organisations are to be told otherwise",
    status: 200,
    answer: "mailTroubles",
    paged: true,
  },
  [`POST ${dossier}/claim`]: { summary: "Take a dossier in hand", status: 200, answer: "task" },
  [`POST ${dossier}/release`]: { summary: "Give a dossier back to the queue", status: 200, answer: "task" },
  [`GET ${dossier}/examination`]: {
    summary:
      "Read every fact of a dossier with its origin, what the rules say of them, and what is still to be settled",
    status: 200,
    answer: "examination",
  },
  [`POST ${dossier}/facts`]: act("Confirm, correct or override facts; texts and reasons are sealed", reviewFactsBody),
  [`POST ${dossier}/invitation`]: act("Invite to complete typed points, each with its last day", inviteToCompleteBody),
  [`POST ${dossier}/decision`]: act("Take the decision that the rules impose on the settled facts", decideDossierBody),
  [`POST ${dossier}/reopening`]: act("Withdraw a refusal, by another person than who decided", reopenDossierBody),
};
