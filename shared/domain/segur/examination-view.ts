import { describeFact } from "../../kernel/facts.ts";
import type { Finding } from "../../kernel/finding.ts";
import type { Rule } from "../../kernel/rule.ts";
import { rulingOf } from "./decision.ts";
import type { DossierPieces } from "./dossier-pieces.ts";
import type { Enrolment } from "./enrolment.ts";
import { type FiledFacts, stageRules } from "./examination.ts";
import { segurFacts } from "./facts.ts";
import { type Facts, type FactsPool, factsRead, factsToJudge, type OpenedTexts } from "./facts-pool.ts";
import { enrolmentLifecycle } from "./lifecycle-enrolment.ts";
import { pieceViews } from "./pieces-view.ts";
import { type FactKey, isFact, isReviewable, pieceOf } from "./reviewable-facts.ts";

/** A dossier, all that is known of it, and its texts and reasons once opened. */
export interface Examined {
  readonly dossier: Enrolment;
  readonly pieces: DossierPieces | undefined;
  readonly pool: FactsPool;
  readonly texts: OpenedTexts;
  readonly reasons: Readonly<Record<string, string>>;
}

/**
 * What an officer examines: each fact with its origin, what the rules say on all that is known, and what they impose on
 * what is settled. Findings on what a machine read are provisional until an instructor has settled it.
 */
export function examinationView(examined: Examined) {
  const { dossier, pieces, pool } = examined;
  const known = factsToJudge(pool, { settled: false });
  const stages = stageRules(dossier.declared.exception);
  return {
    id: dossier.id,
    state: dossier.state,
    stateLabel: enrolmentLifecycle.states[dossier.state],
    facts: factsOf(Object.values(stages).flat()).map((fact) => factView(fact, examined)),
    stages: Object.entries(stages).map(([stage, rules]) => ({ stage, ...provisional(rules, known) })),
    ruling: rulingView(pool),
    pieces: pieceViews(dossier, pieces),
  };
}

/** The facts that rules read, in the order of the dictionary. */
function factsOf(rules: readonly Rule[]): readonly FactKey[] {
  const read = new Set(rules.flatMap((rule) => Object.keys(rule.facts.shape)));
  return Object.keys(segurFacts.shape)
    .filter(isFact)
    .filter((fact) => read.has(fact));
}

function factView(fact: FactKey, { dossier, pool, texts, reasons }: Examined) {
  const { supplier, label } = describeFact(segurFacts.shape[fact]);
  const known = pool.facts.get(fact);
  const review = dossier.reviews?.[fact];
  const read: Facts = factsRead(dossier, texts);
  return {
    fact,
    label,
    supplier,
    ...(pieceOf(fact) && { piece: pieceOf(fact) }),
    reviewable: isReviewable(fact),
    settled: known !== undefined && known.origin !== "read",
    ...(known && { origin: known.origin, ...valueView(known.value) }),
    ...(review && {
      review: {
        action: review.action,
        ...(read[fact] !== undefined && { read: valueView(read[fact]) }),
        ...(reasons[fact] && { reason: reasons[fact] }),
      },
    }),
  };
}

/** A value, or that there is none, as a review gives it. */
const valueView = (value: unknown) => (value === null ? { none: true } : { value });

/** Each rule by itself: one that lacks a fact keeps silent, and says which. */
function provisional(
  rules: readonly Rule[],
  facts: FiledFacts,
): { readonly findings: readonly Finding[]; readonly missing: readonly string[] } {
  const judged = rules.map((rule) => rule.evaluate(facts));
  const missing = judged.flatMap((one) => (one.ok ? [] : [...one.reason.missing, ...one.reason.malformed]));
  return { findings: judged.flatMap((one) => (one.ok ? one.value : [])), missing: [...new Set(missing)] };
}

function rulingView(pool: FactsPool) {
  const ruling = rulingOf(factsToJudge(pool, { settled: true }));
  if (ruling.kind === "facts-missing") return ruling;
  return ruling.kind === "decision" ? { kind: ruling.kind, outcome: ruling.outcome } : { kind: ruling.kind };
}
