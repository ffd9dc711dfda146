import * as z from "zod/mini";
import { recordedInstantSchema } from "../../kernel/time.ts";

/** How an instructor took a fact: as it was read, in another value than was read, or on another ground. */
const reviewActions = ["confirm", "correct", "override"] as const;

/**
 * A fact as an instructor settled it: by which event, and its value where it is no text. Texts may name a person: their
 * value is sealed under that event, in the field of the fact's name.
 */
export const reviewSchema = z.strictObject({
  action: z.enum(reviewActions),
  seq: z.int(),
  value: z.optional(z.union([z.boolean(), z.string(), z.int()])),
  /** The value is that there is none. */
  none: z.optional(z.literal(true)),
});
export type Review = Readonly<z.infer<typeof reviewSchema>>;

/**
 * What was read on the filed pieces, by the keys of the fact dictionary: texts are sealed under event `seq`, each in the
 * field of its fact and with the key of `subject`; the rest stands here. `versions` are those that were read, so that a
 * piece filed since is seen.
 */
export const evidenceRecordSchema = z.strictObject({
  seq: z.int(),
  subject: z.string(),
  versions: z.array(z.string()),
  facts: z.record(z.string(), z.union([z.boolean(), z.int(), z.array(z.string())])),
  sealed: z.array(z.string()),
});

/** A decision of the operator, in force or void since the case was reopened. */
export const decisionRecordSchema = z.strictObject({
  seq: z.int(),
  at: recordedInstantSchema,
  event: z.string(),
  /** Person who decided, whatever account they used; absent when the delay expired or the rules alone decided. */
  by: z.optional(z.string()),
  void: z.optional(z.strictObject({ seq: z.int(), at: recordedInstantSchema })),
});
export type DecisionRecord = Readonly<z.infer<typeof decisionRecordSchema>>;

/** The work that a dossier asks of the operator. `gpk` and `gsk` place it in the queue while it is open. */
export const taskSchema = z.strictObject({
  v: z.literal(1),
  caseId: z.string(),
  rev: z.int(),
  state: z.enum(["waiting", "claimed", "closed"]),
  since: recordedInstantSchema,
  /** Member of the operator who took it. */
  claimedBy: z.optional(z.string()),
  claimedAt: z.optional(recordedInstantSchema),
  gpk: z.optional(z.string()),
  gsk: z.optional(z.string()),
});
export type InstructionTask = Readonly<z.infer<typeof taskSchema>>;

/** The queue of what waits for an instructor. */
export const instructionQueue = "QUEUE#enrolment";
