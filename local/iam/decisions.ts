import type { AccessAnswer } from "../contracts.ts";
import type { PolicySet } from "./policy.ts";
import { type Case, explainRefusal, toEvaluation } from "./refusal.ts";
import { evaluate } from "./simulate.ts";

const KEPT_DECISIONS = 5_000;

/**
 * Answers of IAM, remembered by question. A question is normalised first: context that no policy of the principal or
 * of the resource mentions is dropped, since ids of items would make each question a new one.
 */
export class Decisions {
  readonly #answers = new Map<string, AccessAnswer>();
  readonly #policySets = new Map<string, PolicySet & { readonly text: string }>();

  /** @param policies what applies to the asking principal; called once until `forget`. */
  answer(asked: Omit<Case, keyof PolicySet>, policies: () => PolicySet): AccessAnswer {
    const set = this.#policySet(asked.principal, policies);
    const resourceText = JSON.stringify(asked.resourcePolicy ?? null);
    const mentioned = set.text + resourceText.toLowerCase();
    const context = Object.entries(asked.context)
      .filter(([key]) => mentioned.includes(key.toLowerCase()))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([asked.principal, asked.action, asked.resource, context, resourceText]);
    const known = this.#answers.get(key);
    const answer = known ?? decide({ ...asked, ...set, context: Object.fromEntries(context) });
    this.#remember(key, answer);
    return answer;
  }

  /** A policy changed: nothing decided before holds. */
  forget(): void {
    this.#answers.clear();
    this.#policySets.clear();
  }

  #policySet(principal: string, policies: () => PolicySet) {
    const known = this.#policySets.get(principal);
    if (known !== undefined) {
      return known;
    }
    const { identity, boundary } = policies();
    const set = { identity, boundary, text: JSON.stringify([identity, boundary]).toLowerCase() };
    this.#policySets.set(principal, set);
    return set;
  }

  /** Writes the key at the end of the map, so that the first key is the one unused for longest. */
  #remember(key: string, answer: AccessAnswer): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > KEPT_DECISIONS && oldest !== undefined) {
      this.#answers.delete(oldest);
    }
  }
}

function decide(asked: Case): AccessAnswer {
  return evaluate(toEvaluation(asked)) === "Allowed" ? { allowed: true } : { allowed: false, ...explainRefusal(asked) };
}
