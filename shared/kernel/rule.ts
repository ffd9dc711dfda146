import type * as z from "zod/mini";
import type { Finding } from "./finding.ts";
import { ok, type Result, refused } from "./result.ts";
import { cite, type Provenance, type Source } from "./source.ts";

/** What a rule does to a case: decide on it, compute a value, inform somebody, or record a duty of somebody. */
export type Effect = "decides" | "computes" | "informs" | "duty";

/** What `judge` returns: a finding that does not yet bear the id and article of its rule. */
export type Verdict = Omit<Finding, "rule" | "article">;

type RuleIdentity = Readonly<{
  /** As in the catalogue: `SEG-3.1-04`. */
  id: string;
  source: Source;
  /** One French sentence, ours, that says what the rule asks. */
  sentence: string;
  effect: Effect;
  provenance: Provenance;
}>;

/** The facts that a rule needed and was not given, or was given in another type. It never judges on a guess. */
export type FactsMissing = Readonly<{
  kind: "facts-missing";
  rule: string;
  missing: readonly string[];
  malformed: readonly string[];
}>;

/**
 * A rule as every reader of a registry sees it. `evaluate` takes any pool of facts, reads its own and no other, and
 * returns at least one finding.
 */
export type Rule = RuleIdentity &
  Readonly<{
    facts: z.ZodMiniObject;
    evaluate: (pool: Readonly<Record<string, unknown>>) => Result<readonly Finding[], FactsMissing>;
  }>;

type RuleText<Facts extends z.ZodMiniObject> = RuleIdentity &
  Readonly<{ facts: Facts; judge: (facts: z.output<Facts>) => Verdict | readonly Verdict[] }>;

/** Makes a rule of its text: `judge` is pure and total over its facts, and reads no clock, network or file. */
export function defineRule<Facts extends z.ZodMiniObject>({ judge, ...text }: RuleText<Facts>): Rule {
  const sign = (verdict: Verdict): Finding => ({
    rule: text.id,
    article: cite(text.source),
    provenance: text.provenance.kind,
    ...verdict,
  });
  return {
    ...text,
    evaluate: (pool) => {
      const given = ownFacts(text.facts, pool);
      const facts = text.facts.safeParse(given);
      if (!facts.success) return refused(factsMissing(text.id, given, facts.error));
      return ok([judge(facts.data)].flat().map(sign));
    },
  };
}

function ownFacts(facts: z.ZodMiniObject, pool: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(pool).filter(([key]) => Object.hasOwn(facts.shape, key)));
}

function factsMissing(rule: string, given: Readonly<Record<string, unknown>>, error: z.core.$ZodError): FactsMissing {
  const keys = [...new Set(error.issues.map(({ path }) => String(path[0])))];
  return {
    kind: "facts-missing",
    rule,
    missing: keys.filter((key) => given[key] === undefined),
    malformed: keys.filter((key) => given[key] !== undefined),
  };
}
