import * as z from "zod/mini";
import { Problem } from "../../kernel/problem.ts";
import type { Instant } from "../../kernel/time.ts";
import type { DecisionRecord } from "./instruction.ts";
import { reasonSchema } from "./review.ts";

export const reopenDossierBody = z.strictObject({ reason: reasonSchema });
export type ReopenDossier = z.infer<typeof reopenDossierBody>;

/** Who withdraws the decision in force, by which event. */
interface Withdrawal {
  /** The person, whatever account they use. */
  readonly by: string;
  readonly seq: number;
  readonly at: Instant;
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
