import type { EventData } from "../../kernel/event.ts";
import type { Finding } from "../../kernel/finding.ts";
import type { Rule } from "../../kernel/rule.ts";
import type { Instant } from "../../kernel/time.ts";
import type { Enrolment } from "./enrolment.ts";
import type { EnrolmentEvent, EnrolmentState } from "./lifecycle-enrolment.ts";
import { pendingHold } from "./rules/seg-2-19-pending-hold.ts";
import { pendingRefused } from "./rules/seg-2-20-pending-refused.ts";
import { referencementWithdrawn } from "./rules/seg-7-07-referencement-withdrawn.ts";
import type { Solution } from "./solution.ts";

/** What follows for a dossier from what ANS told of its Solution. */
export interface RegisterEffect {
  readonly event: EnrolmentEvent;
  readonly data: EventData;
  readonly findings: readonly Finding[];
  /** The instant at which ANS told it, or that of the dossier's own decision where ANS came first. */
  readonly at: Instant;
  /** What the execution that waits for ANS learns. */
  readonly outcome?: "granted" | "refused";
}

/** The states from which the register alone leads on. */
const followed: readonly EnrolmentState[] = ["enrolled_pending_referencement", "enrolled"];

/**
 * Whether a dossier waits for what the register says of this Solution. One whose number was corrected is still found from
 * the Solution that it named first: what ANS tells of that one concerns it no more.
 */
export const follows = ({ state, solution }: Enrolment, { id }: Pick<Solution, "id">): boolean =>
  followed.includes(state) && (solution === undefined || solution === id);

/**
 * The next effect of the register on a dossier, or undefined where nothing follows: the decision for what was enrolled in
 * wait of it (SEG-2-19, SEG-2-20), the withdrawal for what is enrolled (SEG-7-07). The state decides, not the message: asked
 * again, in any order, the same effects come once each. A dossier still in instruction is left to its own examination.
 */
export function effectOf(dossier: Enrolment, solution: Solution): RegisterEffect | undefined {
  if (!follows(dossier, solution)) return undefined;
  const { state, decisions } = dossier;
  const effect = state === "enrolled_pending_referencement" ? afterDecision(solution) : undefined;
  const due = state === "enrolled" ? afterWithdrawal(solution) : effect;
  const decidedAt = decisions?.at(-1)?.at;
  return due && { ...due, at: decidedAt !== undefined && decidedAt > due.at ? decidedAt : due.at };
}

function afterDecision({ id: solution, number, decision }: Solution): RegisterEffect | undefined {
  if (decision === undefined) return undefined;
  const { outcome, pronouncedOn, toldAt: at } = decision;
  const facts = { exception: true, decision: outcome, decisionPronouncedOn: pronouncedOn };
  const data = { solution, pronouncedOn };
  if (outcome === "refusal") {
    const findings = findingsOf(pendingRefused, facts);
    return { event: "referencement-refused", data, findings, at, outcome: "refused" };
  }
  return {
    event: "referencement-granted",
    data: number === undefined ? data : { ...data, number },
    findings: findingsOf(pendingHold, facts),
    at,
    outcome: "granted",
  };
}

function afterWithdrawal({ id: solution, withdrawal }: Solution): RegisterEffect | undefined {
  if (withdrawal === undefined) return undefined;
  const { withdrawnOn, toldAt: at } = withdrawal;
  // This service pays nothing yet: there is no sum to repay and no solde to hold.
  const findings = findingsOf(referencementWithdrawn, { withdrawnOn, paidTotal: 0, solde: "none" });
  return { event: "referencement-withdrawn", data: { solution, withdrawnOn }, findings, at };
}

function findingsOf(rule: Rule, facts: Readonly<Record<string, unknown>>): readonly Finding[] {
  const judged = rule.evaluate(facts);
  if (!judged.ok) throw new Error(`${rule.id} lacks a fact that the register gives`);
  return judged.value;
}
