import { transition } from "../../kernel/lifecycle.ts";
import { Problem } from "../../kernel/problem.ts";
import type { Instant } from "../../kernel/time.ts";
import { instantInFrench } from "../../kernel/time-french.ts";
import type { Member } from "../directory/items.ts";
import type { Enrolment } from "./enrolment.ts";
import type { InstructionTask } from "./instruction.ts";
import { type EnrolmentEvent, type EnrolmentState, enrolmentLifecycle } from "./lifecycle-enrolment.ts";

/** Somebody else has the dossier in hand: `holder` is their member id in the acting organisation. */
export class HeldByAnother extends Problem {
  readonly holder: string;

  constructor(holder: string, since: Instant) {
    super(
      "illegal-transition",
      `Ce dossier est pris depuis le ${instantInFrench(since)} par un autre instructeur (membre ${holder}) : lui seul peut l'instruire, ou le rendre à la file.`,
    );
    this.holder = holder;
  }
}

/**
 * The state of a dossier after an act of its instruction.
 *
 * @throws Problem that names the act, the state of the dossier and the decision in force, if there is one
 */
export function afterInstruction(dossier: Enrolment, event: EnrolmentEvent): EnrolmentState {
  const row = transition(enrolmentLifecycle, dossier.state, event);
  if (row.ok) return row.value.to;
  throw impossible(`L'acte « ${enrolmentLifecycle.events[event]} »`, dossier);
}

/** @throws Problem where a dossier is in no state to be decided, whatever the decision */
export function demandDecidable(dossier: Enrolment): void {
  if (!transition(enrolmentLifecycle, dossier.state, "found-eligible").ok) throw impossible("La décision", dossier);
}

function impossible(act: string, { state, decisions = [] }: Enrolment): Problem {
  const decided = decisions.findLast((decision) => decision.void === undefined);
  const since = decided === undefined ? "" : `, par la décision du ${instantInFrench(decided.at)}`;
  return new Problem(
    "illegal-transition",
    `${act} n'est pas possible : le dossier est dans l'état « ${enrolmentLifecycle.states[state]} »${since}.`,
  );
}

/** Who acts, and whether the member who has the task in hand can no longer instruct it: SEG-3.2-02, CNV-6-05. */
export interface Claimant {
  readonly memberId: string;
  readonly at: Instant;
  readonly holderLeft: boolean;
}

/** Whether a member may still have a task in hand: an instructor whose membership has not ended. */
export function mayHold(member: Member | undefined, at: Instant): boolean {
  if (member?.state !== "active" || !member.roles.includes("instructor")) return false;
  return member.to === undefined || at < member.to;
}

/** The task once taken; as it was where it already is in the same hands. */
export function claimed(task: InstructionTask, { memberId, at, holderLeft }: Claimant): InstructionTask {
  if (task.claimedBy === memberId) return task;
  refuseHeld(task, memberId, holderLeft);
  return { ...task, rev: task.rev + 1, state: "claimed", claimedBy: memberId, claimedAt: at };
}

/** The task given back to the queue; as it was where nobody had it. */
export function released(task: InstructionTask, { memberId, holderLeft }: Claimant): InstructionTask {
  if (task.claimedBy === undefined) return task;
  refuseHeld(task, memberId, holderLeft);
  const { claimedBy: _by, claimedAt: _at, ...free } = task;
  return { ...free, rev: task.rev + 1, state: "waiting" };
}

/**
 * The task of an act that only the instructor who took the dossier may do.
 *
 * @throws Problem that says whether it is to be taken first, by whom it is held, or that nothing waits
 */
export function demandInHand(task: InstructionTask | undefined, memberId: string): InstructionTask {
  const open = demandOpen(task);
  if (open.claimedBy === undefined) {
    throw new Problem("illegal-transition", "Prenez d'abord ce dossier dans la file d'instruction, puis recommencez.");
  }
  refuseHeld(open, memberId, false);
  return open;
}

/** The task once its dossier waits for the instructor no more: it leaves the queue. */
export function closed({ gpk: _gpk, gsk: _gsk, ...task }: InstructionTask): InstructionTask {
  return { ...task, rev: task.rev + 1, state: "closed" };
}

/** @throws Problem where the dossier waits for no instructor */
export function demandOpen(task: InstructionTask | undefined): InstructionTask {
  if (task !== undefined && task.state !== "closed") return task;
  throw new Problem("illegal-transition", "Ce dossier n'est pas dans la file d'instruction : il n'attend pas d'acte.");
}

function refuseHeld({ claimedBy, claimedAt, since }: InstructionTask, memberId: string, holderLeft: boolean): void {
  if (claimedBy === undefined || claimedBy === memberId || holderLeft) return;
  throw new HeldByAnother(claimedBy, claimedAt ?? since);
}

/** A task as officers read it: who has it in hand, and whether that is the one who asks. */
export const taskView = ({ caseId, state, since, claimedBy, claimedAt }: InstructionTask, memberId: string) => ({
  dossierId: caseId,
  state,
  since,
  ...(claimedBy !== undefined && { claimedBy, claimedByYou: claimedBy === memberId }),
  ...(claimedAt !== undefined && { claimedAt }),
});
