import type { Authorisation } from "../kernel/access.ts";
import type { Instant } from "../kernel/time.ts";
import type { Item, Place, Snapshot } from "../ports/records.ts";
import { type ActDecision, type Open, openWith, type StepDecision } from "./act.ts";
import { demandAllowed } from "./demand.ts";
import type { ActDeps } from "./perform-act.ts";
import { writingOf } from "./writing.ts";

/** The name under which the platform itself acts: in events, and in the access tables. */
export const platform = "platform";

/**
 * One kind of act of the platform itself, called by an execution, a queue or a schedule, each of which may call twice.
 * What is read decides whether anything is left to do.
 */
export interface Task<Input> {
  places(input: Input): readonly Place[];
  authorise(input: Input, snapshot: Snapshot): Authorisation;
  /** The decision, or undefined where what was asked is already done, or no longer due. */
  decide(input: Input, open: Open): ActDecision | StepDecision | undefined;
}

/** What stood after a task: the item that its decision shows and the version of the head, or undefined if it did nothing. */
export type TaskResult = { readonly subject: Item; readonly version: number } | undefined;

const attempts = 5;

/**
 * Performs a task of the platform at an instant that the caller gives: that of the milestone or of the message, never of
 * the processing. Lost races are read and decided again.
 *
 * @throws Error when the race was lost five times: whoever called comes back
 */
export async function performTask<Input>(
  deps: ActDeps,
  task: Task<Input>,
  input: Input,
  at: Instant,
): Promise<TaskResult> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const snapshot = await deps.records.load(task.places(input));
    const proof = demandAllowed(task.authorise(input, snapshot));
    const decision = task.decide(input, openWith(snapshot, proof));
    if (decision === undefined) return undefined;
    const writing = await writingOf(deps, proof, decision, at);
    const outcome = await deps.records.commit(proof, writing);
    if (outcome === "committed") return { subject: writing.subject, version: writing.version };
    if (outcome !== "lost") throw outcome;
    await deps.pause(attempt);
  }
  throw new Error("the case changed each time it was read: to be called again");
}
