import * as z from "zod/mini";

/** The one vocabulary of outcomes, shared by every rule of every procedure. */
export const outcomes = [
  "accept",
  "inadmissible",
  "reject",
  "to_complete",
  "block",
  "pay",
  "warn",
  "notify",
  "open_control",
  "open_indu",
  "log",
] as const;

export type Outcome = (typeof outcomes)[number];

/**
 * What a rule found: its id and article, the outcome, one French sentence for the reader, and where it helps the value
 * expected, the value read and what to do next. The same finding is read by supplier, agent and API client.
 *
 * `provenance` says whether the reason is written in the text, is a reading of it or comes from a setting.
 * `needsOfficer` marks what no rule decides alone: a person does. `computed` holds what the rule computed, integers and
 * text only; each key names its unit (`proposedAmountCents`, `receivedAt`).
 */
export const findingSchema = z.strictObject({
  rule: z.string(),
  article: z.string(),
  outcome: z.enum(outcomes),
  sentence: z.string(),
  expected: z.optional(z.string()),
  read: z.optional(z.string()),
  next: z.optional(z.string()),
  provenance: z.optional(z.enum(["text", "interpretation", "setting"])),
  needsOfficer: z.optional(z.literal(true)),
  computed: z.optional(z.record(z.string(), z.union([z.string(), z.int()]))),
});

export type Finding = Readonly<z.infer<typeof findingSchema>>;
