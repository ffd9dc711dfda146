import * as z from "zod/mini";
import type { Finding } from "../../kernel/finding.ts";
import { Problem } from "../../kernel/problem.ts";
import { cite } from "../../kernel/source.ts";
import type { Instant } from "../../kernel/time.ts";
import { instantInFrench } from "../../kernel/time-french.ts";
import type { DecisionRecord } from "./instruction.ts";
import { reasonSchema } from "./review.ts";
import { enrolmentOfRight } from "./rules/seg-3-2-02-enrolment-of-right.ts";

export const reopenDossierBody = z.strictObject({ reason: reasonSchema });
export type ReopenDossier = z.infer<typeof reopenDossierBody>;

/** Who withdraws the decision in force, by which event. */
interface Withdrawal {
  /** The person, whatever account they use. */
  readonly by: string;
  readonly seq: number;
  readonly at: Instant;
}

/** Why the decision in force is taken back: no text speaks of it, but enrolment is of right. */
export function findingsOfReopening(decisions: readonly DecisionRecord[]): readonly Finding[] {
  return decisions
    .filter((decision) => decision.void === undefined)
    .map(({ at }) => ({
      rule: enrolmentOfRight.id,
      article: cite(enrolmentOfRight.source),
      outcome: "log",
      sentence: `La décision du ${instantInFrench(at)} est retirée : l'enrôlement étant de droit, un refus pris à tort ne reste pas en vigueur. La demande est examinée de nouveau.`,
      provenance: "interpretation",
    }));
}

/**
 * The decisions once the one in force is void; all stay readable.
 *
 * @throws Problem `not-allowed` for the person who decided
 */
export function voidDecision(decisions: readonly DecisionRecord[], { by, seq, at }: Withdrawal): DecisionRecord[] {
  const inForce = decisions.filter((decision) => decision.void === undefined);
  if (inForce.some((decision) => decision.by === by)) {
    throw new Problem(
      "not-allowed",
      "Vous avez pris cette décision : une autre personne doit décider de la réouverture du dossier.",
    );
  }
  return decisions.map((decision) => (decision.void === undefined ? { ...decision, void: { seq, at } } : decision));
}
