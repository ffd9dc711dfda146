import { transition } from "../../kernel/lifecycle.ts";
import type { Instant } from "../../kernel/time.ts";
import { dayInParis } from "../../kernel/time-paris.ts";
import { type DossierPieces, filedFile, isSettled } from "./dossier-pieces.ts";
import type { Enrolment } from "./enrolment.ts";
import { type CompletionInvitation, outstanding } from "./invitation.ts";
import { type EnrolmentEvent, type EnrolmentState, enrolmentLifecycle } from "./lifecycle-enrolment.ts";
import type { PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";

/** What a filed dossier waits for: files that are still looked at, an answer, an instructor, ANS, or nothing more. */
export type Stage = "inspection" | "completion" | "instruction" | "referencement" | "rest";

/** What the dossier waits for, as its head and its files stand. A dossier not yet judged receivable waits for nobody. */
export function stageOf(dossier: Enrolment, pieces: DossierPieces | undefined): Stage {
  if (dossier.state === "to_complete") return "completion";
  if (dossier.state === "enrolled_pending_referencement") return "referencement";
  if (dossier.state !== "under_instruction") return "rest";
  return allSettled(dossier, pieces) ? "instruction" : "inspection";
}

/** Whether every filed file was looked at, or cannot be. */
export function allSettled({ filed = {} }: Enrolment, pieces: DossierPieces | undefined): boolean {
  return filedCodes(filed).every((code) => {
    const named = filed[code];
    const file = named && filedFile(pieces?.pieces[code], named);
    return file !== undefined && isSettled(file);
  });
}

/** The pieces of which a version was filed, in the order of the text. */
export function filedCodes(filed: NonNullable<Enrolment["filed"]>): readonly PieceCode[] {
  return codesOf(filed);
}

const codesOf = <Code extends string>(record: Partial<Record<Code, unknown>>): readonly Code[] => {
  const isCode = (key: string): key is Code => Object.hasOwn(record, key);
  return Object.keys(record).filter(isCode);
};

/** The first instant that is too late for the first point without answer: midnight in Paris after its last day. */
export function completionEndsAt(invitation: CompletionInvitation): Instant | undefined {
  const [first] = outstanding(invitation)
    .map(({ dueOn }) => dueOn)
    .sort();
  return first === undefined ? undefined : dayInParis(first).to;
}

/**
 * The state after an event that the platform itself records.
 *
 * @throws Error where the law knows no such event in this state: the platform would break its own law
 */
export function stateAfter(state: EnrolmentState, event: EnrolmentEvent): EnrolmentState {
  const row = transition(enrolmentLifecycle, state, event);
  if (!row.ok) throw new Error(`${event} is not possible in state ${state}`);
  return row.value.to;
}
