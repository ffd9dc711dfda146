import { createHash } from "node:crypto";
import { canonicalText } from "./canonical.ts";
import type { Rule } from "./rule.ts";

/**
 * SHA-256 (lower-case hexadecimal) of a registry: id, source, sentence, effect, provenance and facts of each rule, in
 * canonical form and in the order of their ids. Two registries with the same digest state the same law.
 */
export function digestOfRules(rules: readonly Rule[]): string {
  const stated = rules
    .map(({ id, source, sentence, effect, provenance, facts }) => ({
      id,
      source,
      sentence,
      effect,
      provenance,
      facts: Object.keys(facts.shape).sort(),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const text = canonicalText(stated);
  if (!text.ok) throw new Error(`a rule cannot be written in canonical form: ${text.reason.pointer}`);
  return createHash("sha256").update(text.value).digest("hex");
}
