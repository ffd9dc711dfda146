import * as z from "zod/mini";
import type { EventData } from "../../kernel/event.ts";
import { line, visible } from "../../kernel/line.ts";
import { type FieldRefusal, Problem } from "../../kernel/problem.ts";
import { ok, type Result, refused } from "../../kernel/result.ts";
import { segurFacts } from "./facts.ts";
import type { Review } from "./instruction.ts";
import { isReviewable, isSealedText, type ReviewableFact, whyNotReviewable } from "./reviewable-facts.ts";

/** Facts settled at once: each may seal a value and a reason, and a transaction has a hundred items. */
const mostReviews = 40;

/** A reason may run over several lines. */
export const reasonSchema = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(1000), z.regex(/^[\P{C}\n]*$/u, "Caractère non imprimable."), visible);
const fact = line(60);
/** A value, or that there is none: a body holds no null. */
const settled = {
  fact,
  value: z.optional(z.union([z.boolean(), line(200)])),
  none: z.optional(z.literal(true)),
  reason: reasonSchema,
};

/** What an instructor settles: as it was read, in another value than was read, or where nothing was read. */
export const reviewFactsBody = z.strictObject({
  reviews: z
    .array(
      z.discriminatedUnion("action", [
        z.strictObject({ action: z.literal("confirm"), fact }),
        z.strictObject({ action: z.literal("correct"), ...settled }),
        z.strictObject({ action: z.literal("override"), ...settled }),
      ]),
    )
    .check(z.minLength(1), z.maxLength(mostReviews)),
});
export type ReviewFacts = z.infer<typeof reviewFactsBody>;
type Asked = ReviewFacts["reviews"][number];

type Value = string | boolean | null;

/** What the reviews change: the event's data, the head's reviews, and the texts to seal under the event, by field. */
export interface Reviewed {
  readonly data: EventData;
  readonly reviews: Readonly<Record<string, Review>>;
  readonly texts: readonly { readonly field: string; readonly text: string }[];
}

/** The field under which the reason of a review is sealed. */
export const reasonField = (fact: string): string => `reason.${fact}`;

/**
 * Settles facts under the event `seq`. A value is one of the dictionary's; what is confirmed or corrected was read; texts
 * and reasons are sealed, for both may name a person.
 *
 * @param read what was declared or read, by fact
 * @throws Problem `invalid-content` with each review that is refused, and why
 */
export function reviewFacts(
  { reviews: asked }: ReviewFacts,
  read: Readonly<Record<string, unknown>>,
  seq: number,
): Reviewed {
  const settledOnes = asked.map((one, index) => ({
    one,
    index,
    outcome: settle(one, read, namedBefore(asked, index)),
  }));
  const refusals = settledOnes.flatMap(({ index, outcome }) =>
    outcome.ok ? [] : [{ pointer: `/reviews/${index}${outcome.reason.pointer}`, reason: outcome.reason.reason }],
  );
  if (refusals.length > 0) {
    throw new Problem(
      "invalid-content",
      "Une ou plusieurs vérifications sont refusées. Corrigez-les puis envoyez de nouveau : aucune n'a été enregistrée.",
      { fields: refusals },
    );
  }
  const accepted = settledOnes.flatMap(({ one, outcome }) => (outcome.ok ? [{ one, ...outcome.value }] : []));
  return {
    data: { reviews: accepted.map(({ one, fact: name, value }) => ({ fact: name, ...recorded(one, name, value) })) },
    reviews: Object.fromEntries(
      accepted.map(({ one, fact: name, value }) => [name, { seq, ...recorded(one, name, value) }]),
    ),
    texts: accepted.flatMap(({ one, fact: name, value }) => textsOf(one, name, value)),
  };
}

const namedBefore = (asked: readonly Asked[], index: number): boolean =>
  asked.slice(0, index).some((other) => other.fact === asked[index]?.fact);

type Settled = Result<{ readonly fact: ReviewableFact; readonly value: Value }, FieldRefusal>;

function settle(one: Asked, read: Readonly<Record<string, unknown>>, twice: boolean): Settled {
  const { fact: name } = one;
  if (!isReviewable(name)) return refused({ pointer: "/fact", reason: whyNotReviewable(name) });
  if (twice) return refused({ pointer: "/fact", reason: "Cet élément figure deux fois : gardez une vérification." });
  if (one.action !== "override" && read[name] === undefined)
    return refused({ pointer: "/action", reason: nothingRead });
  return valued(one, name, read[name]);
}

function valued(one: Asked, name: ReviewableFact, before: unknown): Settled {
  const given = one.action === "confirm" ? before : givenBy(one);
  if (given === undefined) return refused({ pointer: "/value", reason: valueOrNone });
  const parsed = z.safeParse(segurFacts.shape[name], given);
  if (!parsed.success) {
    return refused({ pointer: "/value", reason: parsed.error.issues[0]?.message ?? "Cette valeur n'est pas admise." });
  }
  if (one.action === "correct" && parsed.data === before) return refused({ pointer: "/value", reason: sameValue });
  return ok({ fact: name, value: parsed.data });
}

/** What was given in the place of what was read; undefined where it is not one thing. */
function givenBy({ value, none }: { readonly value?: Value; readonly none?: true }): Value | undefined {
  if (none === true) return value === undefined ? null : undefined;
  return value;
}

const valueOrNone = "Donnez une valeur (« value ») ou dites qu'il n'y en a pas (« none »), l'un des deux.";
const nothingRead = "Rien n'a été lu ni déclaré : donnez la valeur et son motif (action « override »).";
const sameValue = "C'est la valeur lue : confirmez-la (action « confirm »), ou donnez celle qui la corrige.";

/** What is kept in the clear of a review. */
function recorded({ action }: Asked, name: ReviewableFact, value: Value): Omit<Review, "seq"> {
  if (value === null) return { action, none: true };
  return isSealedText(name) ? { action } : { action, value };
}

function textsOf(one: Asked, name: ReviewableFact, value: Value) {
  return [
    ...(isSealedText(name) && typeof value === "string" ? [{ field: name, text: value }] : []),
    ...(one.action === "confirm" ? [] : [{ field: reasonField(name), text: one.reason }]),
  ];
}
