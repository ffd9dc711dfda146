import * as z from "zod/mini";
import type { EventData } from "../kernel/event.ts";
import { type Instant, recordedInstantSchema } from "../kernel/time.ts";
import { listPartition, places } from "../ports/places.ts";
import type { Check, Place, Put } from "../ports/records.ts";
import { watched } from "./executions-watched.ts";

/** The wait of a case's execution. One at a time: an execution goes one way. */
export const waitSchema = z.strictObject({
  v: z.literal(1),
  /** Under which the relay finds the task token. */
  id: z.string(),
  caseId: z.string(),
  name: z.string(),
  execution: z.string(),
  state: z.enum(["open", "consumed"]),
  /** Version of the case's head when it was opened. */
  seq: z.int(),
  openedAt: recordedInstantSchema,
  /** When the state itself gives up. */
  until: recordedInstantSchema,
});
export type Wait = Readonly<z.infer<typeof waitSchema>>;

const codes = z.record(z.string(), z.union([z.string(), z.int(), z.boolean()]));

const lineBase = {
  v: z.literal(1),
  caseId: z.string(),
  at: recordedInstantSchema,
  /** Set once it was done; until then the line is found in the list of what is to be sent. */
  sentAt: z.optional(recordedInstantSchema),
  gpk: z.optional(z.string()),
  gsk: z.optional(z.string()),
};

/** A line that the relay carries to Step Functions: an execution to start, or a wait to resume. Ids and codes only. */
export const outboxSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...lineBase, kind: z.literal("start"), machine: z.string(), name: z.string(), input: codes }),
  z.strictObject({ ...lineBase, kind: z.literal("resume"), wait: z.string(), output: codes }),
]);
export type OutboxLine = Readonly<z.infer<typeof outboxSchema>>;
export type StartLine = Extract<OutboxLine, { readonly kind: "start" }>;
export type ResumeLine = Extract<OutboxLine, { readonly kind: "resume" }>;

/** What an act adds to its transaction. */
export interface Consequence {
  readonly puts: readonly Put[];
  readonly checks: readonly Check[];
}

/**
 * Consumes the open wait of a case, if it is one of those named, and writes the line that resumes its execution. Where no
 * such wait is open, the transaction still holds only as long as none was opened in between.
 */
export function resume(
  caseId: string,
  wait: Wait | undefined,
  { names, at, output }: { readonly names: readonly string[]; readonly at: Instant; readonly output: EventData },
): Consequence {
  const place = places.wait(caseId);
  if (wait === undefined) return { puts: [], checks: [{ place, condition: { kind: "absent" } }] };
  const condition = { kind: "equal", attributes: { id: wait.id, state: wait.state } } as const;
  if (wait.state === "consumed" || !names.includes(wait.name)) return { puts: [], checks: [{ place, condition }] };
  const line = { kind: "resume", wait: wait.id, output } as const;
  return { puts: [waitPut(wait, consumed(wait)), outboxPut(caseId, wait.id, at, line)], checks: [] };
}

/** Writes a wait over the one that was read, or where there was none. */
export function waitPut(former: Wait | undefined, wait: Wait): Put {
  return {
    place: places.wait(wait.caseId),
    item: wait,
    condition:
      former === undefined ? { kind: "absent" } : { kind: "equal", attributes: { id: former.id, state: former.state } },
  };
}

/** The wait once it is answered, or once its time is over. */
export const consumed = (wait: Wait): Wait => ({ ...wait, state: "consumed" });

/**
 * Writes the line that starts an execution of a machine, and has it watched; its name is for ever that of this case and
 * version.
 */
export function start(
  caseId: string,
  seq: number,
  { machine, at, input }: { readonly machine: string; readonly at: Instant; readonly input: EventData },
): readonly Put[] {
  const name = `${caseId}-${seq}`;
  return [
    outboxPut(caseId, name, at, { kind: "start", machine, name, input }),
    watched({ caseId, machine, execution: name, seq, since: at }),
  ];
}

/** The list of lines that are to be sent. */
export const outboxList = "OUTBOX";

/** Where a line lives: under the execution that it starts, or the wait that it resumes. */
export const placeOfLine = (line: OutboxLine): Place =>
  places.outbox(line.caseId, line.kind === "start" ? line.name : line.wait);

/** A line written once: its key says what it is for. */
export function outboxPut(caseId: string, key: string, at: Instant, line: EventData): Put {
  return {
    place: places.outbox(caseId, key),
    item: { v: 1, caseId, at, ...line, ...listPartition(outboxList, key, `${at}#${key}`) },
    condition: { kind: "absent" },
  };
}
