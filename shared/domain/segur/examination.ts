import { type Decision, decide } from "../../kernel/decision.ts";
import type { Finding } from "../../kernel/finding.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { FactsMissing, Rule } from "../../kernel/rule.ts";
import type { EnrolmentEvent } from "./lifecycle-enrolment.ts";
import { servicesOpen } from "./rules/seg-2-03-services-open.ts";
import { pendingReferencement } from "./rules/seg-2-17-pending-referencement.ts";
import { pendingRefused } from "./rules/seg-2-20-pending-refused.ts";
import { dossierPieces } from "./rules/seg-3-1-01-dossier-pieces.ts";
import { formSigned } from "./rules/seg-3-1-02-form-signed.ts";
import { formFields } from "./rules/seg-3-1-03-form-fields.ts";
import { referencementNumber } from "./rules/seg-3-1-04-referencement-number.ts";
import { rapport } from "./rules/seg-3-1-05-rapport.ts";
import { rib } from "./rules/seg-3-1-06-rib.ts";
import { identity } from "./rules/seg-3-1-07-identity.ts";
import { powers } from "./rules/seg-3-1-08-powers.ts";
import { mandat } from "./rules/seg-3-1-09-mandat.ts";
import { channel } from "./rules/seg-3-1-10-channel.ts";
import { enrolmentOfRight } from "./rules/seg-3-2-02-enrolment-of-right.ts";
import { otherOffMarket } from "./rules/seg-3-2-03-other-off-market.ts";
import { editeur } from "./rules/seg-3-2-04-editeur.ts";
import { distributor } from "./rules/seg-3-2-05-distributor.ts";
import { exclusiveUse } from "./rules/seg-3-2-06-exclusive-use.ts";
import { groupingMembers } from "./rules/seg-3-2-07-grouping-members.ts";
import { ansList } from "./rules/seg-3-2-08-ans-list.ts";
import { afterReferencement } from "./rules/seg-3-2-09-after-referencement.ts";
import { convention } from "./rules/seg-4-1-02-convention.ts";

/** Facts of a filed dossier, whoever supplies each, and whether it is presented under the exception of §2. */
export type FiledFacts = Readonly<Record<string, unknown>> & { readonly exception: boolean };

/**
 * One stage of the examination of an enrolment: the decision with all its findings, and the event that it opens in the
 * lifecycle. Without event the dossier stays where it is: an officer must decide, or somebody outside must answer.
 */
type Stage = Readonly<{ decision: Decision; event?: EnrolmentEvent }>;

type StageResult = Result<Stage, readonly FactsMissing[]>;

type Rules = readonly [Rule, ...Rule[]];

const receivability = [channel, servicesOpen, afterReferencement, convention] as const;
const eligibility = [
  enrolmentOfRight,
  otherOffMarket,
  editeur,
  distributor,
  exclusiveUse,
  groupingMembers,
  ansList,
] as const;

/** The rules of each stage, in the order of the text, for a dossier that is presented under the exception of §2 or not. */
export const stageRules = (exception: boolean) =>
  ({
    receivability: exception ? [...receivability, pendingReferencement] : receivability,
    completeness: [dossierPieces, formSigned, formFields, referencementNumber, rapport, rib, identity, powers, mandat],
    eligibility: exception ? [...eligibility, pendingRefused] : eligibility,
  }) as const satisfies Readonly<Record<string, Rules>>;

/** May the dossier be examined at all (§2, §3.1, §3.2, §4.1)? Judged at the instant of its reception. */
export function judgeReceivability(facts: FiledFacts): StageResult {
  // What came another way than the operator's site was not received: there is nothing to judge.
  if (facts.channel !== "op_site") return stage([channel], facts, () => undefined);
  return stage(stageRules(facts.exception).receivability, facts, ({ outcome, findings }) =>
    outcome === "inadmissible" ? inadmissibilityOf(findings) : "found-receivable",
  );
}

/** Is every piece there, and does each say what the others say (§3.1)? Each defect is one point to complete. */
export function judgeCompleteness(facts: FiledFacts): StageResult {
  return stage(stageRules(facts.exception).completeness, facts, ({ outcome }) =>
    outcome === "to_complete" ? "piece-or-field-missing" : undefined,
  );
}

/** Is the Fournisseur of those to whom enrolment is due, for a Solution on the market (§3.2)? */
export function judgeEligibility(facts: FiledFacts): StageResult {
  return stage(stageRules(facts.exception).eligibility, facts, ({ outcome }) => {
    if (outcome === "reject") return "found-not-eligible";
    if (outcome === "to_complete") return "piece-or-field-missing";
    if (outcome !== "accept") return undefined;
    return facts.exception ? "found-eligible-under-exception" : "found-eligible";
  });
}

function stage(
  rules: Rules,
  facts: FiledFacts,
  eventOf: (decision: Decision) => EnrolmentEvent | undefined,
): StageResult {
  const decided = decide(rules, facts);
  if (!decided.ok) return decided;
  const decision = decided.value;
  // What a rule leaves to a person stops the stage, unless another rule has closed the question.
  const open = decision.needsOfficer && !["inadmissible", "reject"].includes(decision.outcome);
  const event = open ? undefined : eventOf(decision);
  return ok(event === undefined ? { decision } : { decision, event });
}

const inadmissibilities: Readonly<Record<string, EnrolmentEvent>> = {
  [servicesOpen.id]: "services-not-open",
  [convention.id]: "convention-missing",
};

/** The first finding of inadmissibility names the event; whatever concerns the référencement is one and the same. */
function inadmissibilityOf(findings: readonly Finding[]): EnrolmentEvent {
  const first = findings.find(({ outcome }) => outcome === "inadmissible");
  return inadmissibilities[first?.rule ?? ""] ?? "solution-not-referenced";
}
