import * as z from "zod/mini";
import { Problem } from "../../kernel/problem.ts";
import type { Enrolment } from "./enrolment.ts";
import type { InstructionTask } from "./instruction.ts";
import { taskView } from "./instruction-task.ts";
import { enrolmentLifecycle } from "./lifecycle-enrolment.ts";

/** What of the queue is asked for: what nobody has in hand, what somebody has, or what the caller has. */
const filterSchema = z.optional(z.enum(["waiting", "claimed", "mine"]));
export type QueueFilter = z.infer<typeof filterSchema>;

/** @throws Problem `malformed-request` */
export function readFilter(query: Readonly<Record<string, string>>): QueueFilter {
  const parsed = z.safeParse(filterSchema, query.state);
  if (parsed.success) return parsed.data;
  throw new Problem("malformed-request", "Le paramètre state attend « waiting », « claimed » ou « mine ».");
}

/** A task whose holder left is in nobody's hands (CNV-6-05). */
export function asItStands(task: InstructionTask, holderLeft: boolean): InstructionTask {
  if (!holderLeft) return task;
  const { claimedBy: _by, claimedAt: _at, ...free } = task;
  return { ...free, state: "waiting" };
}

export function matches({ state, claimedBy }: InstructionTask, filter: QueueFilter, memberId: string): boolean {
  if (filter === "mine") return claimedBy === memberId;
  return filter === undefined || state === filter;
}

/** The line of a dossier in the queue. */
export const queueLine = (task: InstructionTask, dossier: Enrolment, memberId: string) => ({
  ...taskView(task, memberId),
  ...(dossier.receivedAt && { receivedAt: dossier.receivedAt }),
  siret: dossier.siret,
  programme: dossier.programme,
  stateLabel: enrolmentLifecycle.states[dossier.state],
});
