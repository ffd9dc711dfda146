import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { judgeReceivability } from "../../shared/domain/segur/examination.ts";
import { receivabilityFacts } from "../../shared/domain/segur/receivability.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { type Solution, solutionSchema } from "../../shared/domain/segur/solution.ts";
import { stateAfter } from "../../shared/domain/segur/stage.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import type { ActDecision } from "../../shared/lambda/act.ts";
import { platform, type Task } from "../../shared/lambda/perform-task.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding, headOf } from "./dossier-access.ts";
import { linkPut } from "./solution-link.ts";

interface Judging {
  readonly caseId: string;
  readonly at: Instant;
  /** The Solution that the form's number leads to in the register, if ANS told of it. */
  readonly solutionId: string | undefined;
}

/** Is the dossier receivable? Judged once, on what the register of ANS says now and on the instant of its reception. */
export const judge: Task<Judging> = {
  places: ({ caseId, solutionId }) => [
    places.dossier(caseId),
    ...(solutionId === undefined ? [] : [places.solution(solutionId)]),
  ],
  authorise: ({ caseId }, snapshot) => authoriseProceeding(caseId, snapshot),
  decide: ({ caseId, at, solutionId }, open) => {
    const dossier = open(places.dossier(caseId), enrolmentSchema);
    if (dossier?.state !== "submitted") return undefined;
    const solution = solutionId === undefined ? undefined : open(places.solution(solutionId), solutionSchema);
    return judgement(dossier, solution, at);
  },
};

function judgement(dossier: Enrolment, solution: Solution | undefined, at: Instant): ActDecision {
  const { facts, calendar } = receivabilityFacts(dossier, solution);
  const judged = judgeReceivability(facts);
  if (!judged.ok) throw new Error(`facts are missing: ${JSON.stringify(judged.reason)}`);
  // What a rule leaves to a person is instructed: the finding says so, and the instructor decides with it.
  const { decision, event = "found-receivable" } = judged.value;
  const state = stateAfter(dossier.state, event);
  const kept = { seq: dossier.seq + 1, at, event };
  return {
    ...headOf(dossier, {
      state,
      ...(solution && { solution: solution.id }),
      ...(state === "inadmissible" && { decisions: [...(dossier.decisions ?? []), kept] }),
    }),
    actor: platform,
    event: { type: event, role: platform, rules: rulesDigest, calendar, data: {}, findings: decision.findings },
    // Where ANS decides later, the dossiers filed for the Solution are found by their links.
    puts: solution === undefined || dossier.solution !== undefined ? [] : [linkPut(solution.id, dossier.id)],
    subject: places.dossier(dossier.id),
  };
}
