import * as z from "zod/mini";
import { describeFact } from "../../kernel/facts.ts";
import type { Finding } from "../../kernel/finding.ts";
import { type FieldRefusal, Problem } from "../../kernel/problem.ts";
import { type FiledFacts, judgeCompleteness, judgeEligibility, judgeReceivability } from "./examination.ts";
import { segurFacts } from "./facts.ts";
import { type EnrolmentEvent, enrolmentLifecycle } from "./lifecycle-enrolment.ts";
import { isFact } from "./reviewable-facts.ts";

/** What an instructor may ask for, and the event that only the rules can open. */
const events = {
  enrolled: "found-eligible",
  "enrolled-pending-referencement": "found-eligible-under-exception",
  rejected: "found-not-eligible",
} as const satisfies Readonly<Record<string, EnrolmentEvent>>;

/** Why a request turns out not to be receivable after all: the rules alone choose among them. */
const inadmissibilities = ["services-not-open", "solution-not-referenced", "convention-missing"] as const;

export type DecidingEvent = (typeof events)[keyof typeof events] | (typeof inadmissibilities)[number];

const outcomes = ["enrolled", "enrolled-pending-referencement", "rejected", "inadmissible"] as const;
type Outcome = (typeof outcomes)[number];

/** Outcomes that the filer asked for. */
const favourable = ["enrolled", "enrolled-pending-referencement"] as const;

export const decideDossierBody = z.strictObject({ outcome: z.enum(outcomes) });
export type DecideDossier = z.infer<typeof decideDossierBody>;

/**
 * What the rules of the three stages say of a dossier: the decision that they impose, or what stands in its way. A fact
 * that lacks stops everything: nothing is decided on the rest.
 */
export type Ruling =
  | {
      readonly kind: "decision";
      readonly outcome: Outcome;
      readonly event: DecidingEvent;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: "facts-missing"; readonly missing: readonly string[] }
  | {
      readonly kind: "to-complete" | "for-an-officer" | "awaiting-ans";
      readonly findings: readonly Finding[];
    };

/** Judges the facts. A Solution outside the market is refused whatever the dossier lacks. */
export function rulingOf(facts: FiledFacts): Ruling {
  const stages = [judgeReceivability(facts), judgeCompleteness(facts), judgeEligibility(facts)];
  const lacking = stages.flatMap((stage) => (stage.ok ? [] : stage.reason));
  if (lacking.length > 0) {
    const missing = lacking.flatMap((rule) => [...rule.missing, ...rule.malformed]);
    return { kind: "facts-missing", missing: [...new Set(missing)] };
  }
  const judged = stages.flatMap((stage) => (stage.ok ? [stage.value] : []));
  const findings = judged.flatMap(({ decision }) => decision.findings);
  const found = judged.map(({ event }) => event);
  const barred = inadmissibilities.find((event) => found.includes(event));
  if (barred !== undefined) return { kind: "decision", outcome: "inadmissible", event: barred, findings };
  if (found.includes(events.rejected))
    return { kind: "decision", outcome: "rejected", event: events.rejected, findings };
  if (judged.some(({ decision }) => decision.outcome === "to_complete")) return { kind: "to-complete", findings };
  const outcome = favourable.find((one) => found.includes(events[one]));
  const open = judged.some(({ decision }) => decision.needsOfficer);
  if (outcome !== undefined && !open) return { kind: "decision", outcome, event: events[outcome], findings };
  return {
    kind: findings.some(({ outcome: effect }) => effect === "block") ? "awaiting-ans" : "for-an-officer",
    findings,
  };
}

/**
 * The event of the decision that was asked for, if it is the one that the rules impose.
 *
 * @throws Problem `invalid-content` while a fact is to be settled; `illegal-transition` with the findings where the rules
 *   say something else
 */
export function demandRuling(
  facts: FiledFacts,
  outcome: Outcome,
): { readonly event: DecidingEvent; readonly findings: readonly Finding[] } {
  const ruling = rulingOf(facts);
  if (ruling.kind === "facts-missing") {
    throw new Problem(
      "invalid-content",
      `La décision ne peut pas être prise : ${count(ruling.missing.length)} à établir. Confirmez, corrigez ou établissez chacun d'eux, puis décidez.`,
      { fields: ruling.missing.map(unsettled) },
    );
  }
  const { findings } = ruling;
  if (ruling.kind === "for-an-officer") throw new Problem("invalid-content", obstacles["for-an-officer"], { findings });
  if (ruling.kind !== "decision") throw new Problem("illegal-transition", obstacles[ruling.kind], { findings });
  if (ruling.outcome !== outcome) {
    throw new Problem(
      "illegal-transition",
      `Les règles conduisent à la décision « ${labels[ruling.outcome]} », et non à « ${labels[outcome]} ». L'enrôlement est de droit : relisez les constats, corrigez un élément s'il est inexact, ou prenez la décision qu'ils imposent.`,
      { findings },
    );
  }
  return ruling;
}

const obstacles = {
  "to-complete":
    "Le dossier n'est pas complet : invitez le Fournisseur à compléter les points constatés, puis décidez.",
  "for-an-officer":
    "Un constat vous laisse une appréciation : établissez avec son motif l'élément qu'il vise, puis décidez.",
  "awaiting-ans": "La décision attend une réponse de l'ANS : les constats disent sur quel point.",
} as const;

const count = (facts: number): string => (facts === 1 ? "un élément reste" : `${facts} éléments restent`);

const { enrolled, enrolled_pending_referencement, rejected, inadmissible } = enrolmentLifecycle.states;
const labels: Readonly<Record<Outcome, string>> = {
  enrolled,
  "enrolled-pending-referencement": enrolled_pending_referencement,
  rejected,
  inadmissible,
};

function unsettled(name: string): FieldRefusal {
  const label = isFact(name) ? describeFact(segurFacts.shape[name]).label : name;
  return { pointer: `/facts/${name}`, reason: `« ${label} » : à établir.` };
}
