import { organisationSchema } from "../../shared/domain/directory/items.ts";
import type { Enrolment } from "../../shared/domain/segur/enrolment.ts";
import { type FactsPool, factsPool } from "../../shared/domain/segur/facts-pool.ts";
import { type Solution, solutionSchema } from "../../shared/domain/segur/solution.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import type { Open } from "../../shared/lambda/act.ts";
import { places } from "../../shared/ports/places.ts";
import type { Check, Place } from "../../shared/ports/records.ts";
import type { TextsOpened } from "./open-texts.ts";

/** From where the facts of a dossier come, beside its own items: its texts, and the Solution that the register leads to. */
export interface FactSources extends TextsOpened {
  readonly solutionId: string | undefined;
}

/** The organisation that filed, and the Solution. */
export const sourcePlaces = ({ owner, solutionId }: FactSources): readonly Place[] => [
  places.organisation(owner),
  ...(solutionId === undefined ? [] : [places.solution(solutionId)]),
];

/** All that is known of a dossier at an instant, and the Solution that it was read from. */
export function poolOf(
  dossier: Enrolment,
  { owner, solutionId, texts }: FactSources,
  open: Open,
  at: Instant,
): { readonly pool: FactsPool; readonly solution: Solution | undefined } {
  const applicant = open(places.organisation(owner), organisationSchema)?.name;
  if (applicant === undefined) throw notFound();
  const solution = solutionId === undefined ? undefined : open(places.solution(solutionId), solutionSchema);
  return { pool: factsPool({ dossier, applicant, solution, at, texts }), solution };
}

/** What was judged of a Solution must still stand when the decision is written. */
export const solutionUnchanged = ({ id, seq, hash }: Solution): Check => ({
  place: places.solution(id),
  condition: { kind: "equal", attributes: { seq, hash } },
});
