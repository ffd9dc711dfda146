import { segurRules } from "../../../../shared/domain/segur/registry.ts";
import type { Finding } from "../../../../shared/kernel/finding.ts";

/** Capital, full stop, and no ordinary space where French typography wants a narrow no-break one. */
const sentence = /^(?!.*(?: [:;!?»]|« ))[A-ZÀÉ].{15,}\.$/;

/** What the rule finds on these facts; an error where it refuses to judge them, or says it otherwise than in sentences. */
export function judged(id: string, facts: Readonly<Record<string, unknown>>): readonly Finding[] {
  const result = segurRules.find((rule) => rule.id === id)!.evaluate(facts);
  if (!result.ok) throw new Error(JSON.stringify(result.reason));
  const texts = result.value.flatMap((finding) => [finding.sentence, finding.next ?? finding.sentence]);
  const faulty = texts.find((text) => !sentence.test(text));
  if (faulty !== undefined) throw new Error(`not a sentence: ${faulty}`);
  return result.value;
}

/** The only finding of the rule on these facts. */
export function theFinding(id: string, facts: Readonly<Record<string, unknown>>): Finding {
  const [finding, ...others] = judged(id, facts);
  if (others.length > 0) throw new Error(`${id} found ${others.length + 1} things`);
  return finding!;
}
