import * as z from "zod";
import { enrolmentStates } from "../../shared/domain/segur/lifecycle-enrolment.ts";
import { pieceCodes } from "../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { findingSchema } from "../../shared/kernel/finding.ts";
import { piece } from "./filing-schemas.ts";
import { caseId, cursor, instant, siret } from "./parts.ts";

const task = z.strictObject({
  dossierId: caseId,
  state: z.enum(["waiting", "claimed", "closed"]),
  since: instant.describe("Since when the dossier waits for an instructor."),
  claimedBy: z.string().optional().describe("Member of the operator who has it in hand."),
  claimedByYou: z.boolean().optional(),
  claimedAt: instant.optional(),
});

const queueLine = z.strictObject({
  ...task.shape,
  receivedAt: instant.optional().describe("Absent while a mandatory piece was never received."),
  siret,
  programme: z.string(),
  stateLabel: z.string(),
});

const value = {
  value: z.union([z.string(), z.boolean(), z.int(), z.array(z.string())]).optional(),
  none: z.literal(true).optional().describe("There is none, and that is known."),
};

const fact = z.strictObject({
  fact: z.string(),
  label: z.string(),
  supplier: z.enum(["declared", "register", "evidence", "officer", "clock", "calendar", "setting"]),
  piece: z.enum(pieceCodes).optional().describe("The piece that says it."),
  reviewable: z.boolean().describe("Whether an instructor may settle it."),
  settled: z.boolean().describe("Whether a decision may rest on it: what a machine read waits for an instructor."),
  origin: z
    .enum(["read", "record", "declared", "register", "clock", "calendar", "setting", "reviewed"])
    .optional()
    .describe("Absent while nothing is known."),
  ...value,
  review: z
    .strictObject({
      action: z.enum(["confirm", "correct", "override"]),
      read: z.strictObject(value).optional().describe("What had been declared or read."),
      reason: z.string().optional(),
    })
    .optional(),
});

const names = z.array(z.string());

const examination = z.strictObject({
  id: caseId,
  state: z.enum(enrolmentStates),
  stateLabel: z.string(),
  facts: z.array(fact),
  stages: z
    .array(
      z.strictObject({
        stage: z.enum(["receivability", "completeness", "eligibility"]),
        findings: z.array(findingSchema),
        missing: names.describe("Facts without which some rules keep silent."),
      }),
    )
    .describe("What each rule says of all that is known: provisional where it rests on what a machine read."),
  ruling: z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("decision"),
        outcome: z.enum(["enrolled", "enrolled-pending-referencement", "rejected"]),
      }),
      z.strictObject({ kind: z.literal("facts-missing"), missing: names }),
      z.strictObject({ kind: z.enum(["inadmissible", "to-complete", "for-an-officer", "awaiting-ans"]) }),
    ])
    .describe("What the rules impose on the settled facts."),
  pieces: z.array(piece),
  task: task.optional(),
});

const mailTrouble = z.strictObject({
  dossierId: caseId,
  seq: z.int().describe("Event that the mail was to tell of."),
  template: z.string().describe("In which words."),
  at: instant,
  state: z.enum(["refused", "bounced", "complained", "no-address", "no-recipient"]),
  sentence: z.string().describe("What became of it, and what to do."),
});

/** What the routes of the operator answer. */
export const instructionAnswers = {
  task,
  mailTroubles: z.strictObject({ items: z.array(mailTrouble), next: cursor.optional() }),
  queue: z.strictObject({ items: z.array(queueLine), next: cursor.optional() }),
  examination,
};
