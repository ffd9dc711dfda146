import type { QueueName } from "./queues.ts";
import type { StreamedTable } from "./tables.ts";
import type { WorkflowName } from "./workflows.ts";

/** Batches of a queue; the function answers which messages failed (`batchItemFailures`). */
export interface QueueTrigger {
  readonly queue: QueueName;
  /** 10 when absent. */
  readonly batchSize?: number;
  /** Batches at a time, where what they call takes few; as many as come when absent. */
  readonly atATime?: number;
}

/** Records of a table's stream that match the filter. The function may answer from which record on a batch comes back
 * (`batchItemFailures`); when it throws, the batch comes back in halves.
 */
export interface StreamTrigger {
  readonly stream: StreamedTable;
  /** Pattern of a record: `{ eventName: ["INSERT"] }`. */
  readonly filter: Readonly<Record<string, unknown>>;
}

/** A cron or rate expression, in the time of Paris. */
export interface ScheduleTrigger {
  readonly schedule: `cron(${string})` | `rate(${string})`;
  /** The event that the function receives; `<aws.scheduler.scheduled-time>` in it stands for the time that was due. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** What has a function run. */
export type Trigger =
  | QueueTrigger
  | StreamTrigger
  | ScheduleTrigger
  /** A state of the workflow, whose definition calls the function by its logical name: `${JudgeReceivability}`. */
  | { readonly machine: WorkflowName }
  /** Invoked by its name: by a function that has the right, or by an administrator of the account. */
  | { readonly invokedBy: "function" | "administrator" };
