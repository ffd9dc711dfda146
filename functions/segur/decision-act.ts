import { type DecideDossier, type DecidingEvent, demandRuling } from "../../shared/domain/segur/decision.ts";
import { demandUsable } from "../../shared/domain/segur/decision-pieces.ts";
import { factsToJudge } from "../../shared/domain/segur/facts-pool.ts";
import { afterInstruction, demandDecidable, demandInHand } from "../../shared/domain/segur/instruction-task.ts";
import type { Act } from "../../shared/lambda/act.ts";
import { resume } from "../../shared/lambda/waits.ts";
import { authoriseOnDossier, headOf } from "./dossier-access.ts";
import { instructionPlaces, openInstructed, signedBy, target, taskClosed } from "./instruction-act.ts";
import { type FactSources, poolOf, solutionUnchanged, sourcePlaces } from "./judged-facts.ts";
import { demandSameVersion } from "./open-texts.ts";

/** What the execution is told. */
const outputOf = (event: DecidingEvent): string =>
  event === "found-eligible-under-exception" ? "pending-referencement" : "decided";

/** Takes the decision that the rules impose on the facts as they are settled, and no other (SEG-3.2-02). */
export const decideOn = (sources: FactSources): Act<DecideDossier> => ({
  acting: "organisation",
  places: (request) => [...instructionPlaces(request), ...sourcePlaces(sources)],
  authorise: (request, snapshot, standing) => authoriseOnDossier("dossier.decide", request, snapshot, standing),
  head: target,
  decide: (request, open, standing) => {
    const { dossier, pieces, task, wait, memberId } = openInstructed(request, open, standing);
    const { at, body } = request;
    demandDecidable(dossier);
    const inHand = demandInHand(task, memberId);
    demandSameVersion(sources, dossier);
    demandUsable(dossier, pieces);
    const { pool, solution } = poolOf(dossier, sources, open, at);
    const ruling = demandRuling(factsToJudge(pool, { settled: true }), body.outcome);
    const output = { outcome: outputOf(ruling.event) };
    const resumed = resume(dossier.id, wait, { names: ["instruction"], at, output });
    const { actor, event } = signedBy(standing, "instructor", dossier);
    const decision = { seq: dossier.seq + 1, at, event: ruling.event, by: actor };
    return {
      ...headOf(dossier, {
        ...(solution && { solution: solution.id }),
        state: afterInstruction(dossier, ruling.event),
        decisions: [...(dossier.decisions ?? []), decision],
      }),
      actor,
      event: { ...event, type: ruling.event, data: {}, findings: ruling.findings },
      puts: [taskClosed(inHand), ...resumed.puts],
      checks: [...(solution ? [solutionUnchanged(solution)] : []), ...resumed.checks],
      subject: target(request),
    };
  },
});
