import * as z from "zod/mini";
import { recordedInstantSchema } from "../../shared/kernel/time.ts";

/** What the machine carries: ids, codes, counts, instants. Never a text that a person wrote (CNV-6-02). */
const caseId = z.string().check(z.regex(/^[0-9a-f-]{36}$/));
const version = { v: z.literal(1) };

const waitNames = ["inspection", "completion", "instruction", "referencement"] as const;
export type WaitName = (typeof waitNames)[number];

/** Input of an execution: the outbox line that starts it. `seq` is the event that did. */
export const enrolmentInput = z.strictObject({ caseId, seq: z.int() });

/** A step: `at` is the instant at which the machine entered the state, the same for each attempt. */
export const stepInput = z.strictObject({ ...version, caseId, at: recordedInstantSchema });

/** What the dossier waits for after a step; `rest`: for nothing. `seq` is the version of the head that was read last. */
export const stepOutput = z.strictObject({
  ...version,
  stage: z.enum([...waitNames, "rest"]),
  seq: z.int(),
  /** End of the first due date that is not answered. */
  dueAt: z.optional(recordedInstantSchema),
});
export type StepOutput = Readonly<z.infer<typeof stepOutput>>;

/** A wait to register: its token goes into the table of tokens and nowhere else. */
export const waitInput = z.strictObject({
  ...version,
  caseId,
  seq: z.int(),
  wait: z.enum(waitNames),
  at: recordedInstantSchema,
  until: recordedInstantSchema,
  execution: z.string().check(z.regex(/^[0-9A-Za-z_-]{1,80}$/)),
  token: z.string().check(z.minLength(1), z.maxLength(2048)),
});
export type WaitInput = Readonly<z.infer<typeof waitInput>>;

/** What resumes a wait. */
export const waitOutput = z.strictObject({
  outcome: z.enum([
    "inspected",
    "completed",
    "partly-completed",
    "invited",
    "decided",
    "pending-referencement",
    "granted",
    "refused",
  ]),
});
export type WaitOutcome = z.infer<typeof waitOutput>["outcome"];
