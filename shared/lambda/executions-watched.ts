import * as z from "zod/mini";
import { type Instant, recordedInstantSchema } from "../kernel/time.ts";
import { listPartition, places } from "../ports/places.ts";
import type { Put } from "../ports/records.ts";

/**
 * An execution that is to run until its case rests. It is found in the list from the act that started it until it has
 * succeeded, whatever waits it registers or answers: none that fails, times out or is stopped is forgotten.
 */
export const watchSchema = z.strictObject({
  v: z.literal(1),
  caseId: z.string(),
  machine: z.string(),
  execution: z.string(),
  /** The event that had it started. */
  seq: z.int(),
  since: recordedInstantSchema,
  gpk: z.optional(z.string()),
  gsk: z.optional(z.string()),
});
export type Watch = Readonly<z.infer<typeof watchSchema>>;

/** The list of executions that are to run. */
export const watchedExecutions = "EXECUTIONS";

/** Has an execution watched from `since` on. */
export function watched(watch: Omit<Watch, "v" | "gpk" | "gsk">): Put {
  const { caseId, execution, since } = watch;
  return {
    place: places.execution(caseId, execution),
    item: { v: 1, ...watch, ...listPartition(watchedExecutions, execution, orderOf(execution, since)) },
    condition: { kind: "absent" },
  };
}

const orderOf = (execution: string, since: Instant): string => `${since}#${execution}`;

/** The execution is over, for good or because another takes its place: it leaves the list. */
export function unwatched({ gpk: _gpk, gsk, ...kept }: Watch): Put {
  return {
    place: places.execution(kept.caseId, kept.execution),
    item: kept,
    // Whoever takes it from the list first is the one who follows it up.
    condition: { kind: "equal", attributes: { gsk: gsk ?? "" } },
  };
}
