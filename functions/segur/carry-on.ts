import { calendarVersionAt } from "../../shared/domain/segur/calendar-version.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { type Solution, solutionSchema } from "../../shared/domain/segur/solution.ts";
import { effectOf, follows, type RegisterEffect } from "../../shared/domain/segur/solution-effects.ts";
import { stateAfter } from "../../shared/domain/segur/stage.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import type { ActDecision, StepDecision } from "../../shared/lambda/act.ts";
import { actDeps, records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { performTask, platform, type Task } from "../../shared/lambda/perform-task.ts";
import { resume, type Wait, waitSchema } from "../../shared/lambda/waits.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding, headOf } from "./dossier-access.ts";
import { linkPut, linkSchema } from "./solution-link.ts";

/** A dossier and the Solution that it was filed for. */
interface Pair {
  readonly dossierId: string;
  readonly solutionId: string;
}

/**
 * What the register says of a Solution is carried on to a dossier: the next effect, if one is due. A dossier that waits
 * for the register is linked to its Solution, in one transaction with the version of it that said nothing yet: whatever ANS
 * tells next finds the dossier.
 */
const follow: Task<Pair & { readonly at: Instant }> = {
  places: ({ dossierId, solutionId }) => [
    places.dossier(dossierId),
    places.wait(dossierId),
    places.solution(solutionId),
    places.solutionDossier(solutionId, dossierId),
  ],
  authorise: ({ dossierId }, snapshot) => authoriseProceeding(dossierId, snapshot),
  decide: ({ dossierId, solutionId, at }, open) => {
    const dossier = open(places.dossier(dossierId), enrolmentSchema);
    const solution = open(places.solution(solutionId), solutionSchema);
    if (dossier === undefined || solution === undefined) return undefined;
    const effect = effectOf(dossier, solution);
    if (effect !== undefined) {
      if (effect.at !== at) throw new Error("another effect has become due: to be called again");
      return carriedOn(dossier, solution, { effect, wait: open(places.wait(dossierId), waitSchema) });
    }
    const linked = open(places.solutionDossier(solutionId, dossierId), linkSchema) !== undefined;
    return linked || !follows(dossier, solution) ? undefined : link(dossier, solution);
  },
};

function carriedOn(
  dossier: Enrolment,
  solution: Solution,
  { effect, wait }: { readonly effect: RegisterEffect; readonly wait: Wait | undefined },
): ActDecision {
  const { event: type, data, findings, at, outcome } = effect;
  const resumed =
    outcome === undefined
      ? { puts: [], checks: [] }
      : resume(dossier.id, wait, { names: ["referencement"], at, output: { outcome } });
  return {
    ...headOf(dossier, { state: stateAfter(dossier.state, type), solution: solution.id }),
    actor: platform,
    event: { type, role: platform, rules: rulesDigest, calendar: calendarVersionAt(at), data, findings },
    ...resumed,
    subject: places.dossier(dossier.id),
  };
}

function link(dossier: Enrolment, { id, seq, hash }: Solution): StepDecision {
  const { chain, head } = headOf(dossier);
  return {
    chain,
    head: { place: head.place, owner: head.owner },
    puts: [linkPut(id, dossier.id)],
    checks: [{ place: places.solution(id), condition: { kind: "equal", attributes: { seq, hash } } }],
    subject: head.place,
  };
}

/** Carries on every effect that is due, one transaction each; a second call finds nothing left to do. */
export async function carryOn(pair: Pair): Promise<void> {
  for (;;) {
    const at = await instantOfNext(pair);
    if ((await performTask(actDeps, follow, { ...pair, at }, at)) === undefined) return;
  }
}

/** The instant of the next effect; any will do where none is due, for a link bears none. */
async function instantOfNext({ dossierId, solutionId }: Pair): Promise<Instant> {
  const [head, register] = [places.dossier(dossierId), places.solution(solutionId)];
  const snapshot = await records.load([head, register]);
  const proof = demandAllowed(authoriseProceeding(dossierId, snapshot));
  const dossier = snapshot.reveal(proof, head, enrolmentSchema);
  const solution = snapshot.reveal(proof, register, solutionSchema);
  if (dossier === undefined || solution === undefined) throw new Error("a link leads to nothing");
  return effectOf(dossier, solution)?.at ?? dossier.createdAt;
}
