import type { Finding, Outcome } from "./finding.ts";
import { ok, type Result, refused } from "./result.ts";
import type { FactsMissing, Rule } from "./rule.ts";

/** The gravest outcome rules; what only informs never hides what decides. */
const precedence: readonly Outcome[] = [
  "inadmissible",
  "reject",
  "block",
  "to_complete",
  "open_indu",
  "open_control",
  "pay",
  "accept",
  "warn",
  "notify",
  "log",
];

/**
 * One outcome and every finding that led to it, favourable ones included, in the order the rules were read. Where
 * `needsOfficer` is true a finding was left to a person: the outcome is a proposal, not yet a decision.
 */
export type Decision = Readonly<{ outcome: Outcome; needsOfficer: boolean; findings: readonly Finding[] }>;

/**
 * Judges `facts` under `rules`. One rule that lacks a fact refuses the whole: a decision is never taken on the rest.
 *
 * @returns the decision, or what each rule lacks
 */
export function decide(
  rules: readonly [Rule, ...Rule[]],
  facts: Readonly<Record<string, unknown>>,
): Result<Decision, readonly FactsMissing[]> {
  const judged = rules.map((rule) => rule.evaluate(facts));
  const lacking = judged.flatMap((one) => (one.ok ? [] : [one.reason]));
  if (lacking.length > 0) return refused(lacking);
  const findings = judged.flatMap((one) => (one.ok ? one.value : []));
  return ok({
    outcome: gravest(findings),
    needsOfficer: findings.some((finding) => finding.needsOfficer === true),
    findings,
  });
}

/** The outcome that prevails among findings; `log` where none decides anything. */
export function gravest(findings: readonly Finding[]): Outcome {
  return precedence.find((outcome) => findings.some((finding) => finding.outcome === outcome)) ?? "log";
}
