import * as z from "zod/mini";
import type { SolutionAction } from "../../shared/domain/segur/access-solutions.ts";
import { calendarVersionAt } from "../../shared/domain/segur/calendar-version.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { numberKey, type Solution, solutionSchema } from "../../shared/domain/segur/solution.ts";
import type { SolutionChange } from "../../shared/domain/segur/solution-acts.ts";
import { solutionView } from "../../shared/domain/segur/solution-api.ts";
import { notFound, Problem } from "../../shared/kernel/problem.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { type Act, type ActDecision, actorOf } from "../../shared/lambda/act.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";
import { authoriseOnSolution, solutionPlaces, targetSolution } from "./solution-access.ts";

/** An act of ANS on a Solution of the register: what it asks of the access table, and what it changes. */
interface Telling<Body> {
  readonly body: z.core.$ZodType<Body>;
  readonly action: SolutionAction;
  change(solution: Solution, body: Body, at: Instant): SolutionChange;
}

/** The handler of a route by which ANS tells what became of a référencement. */
export function telling<Body>({ body, action, change }: Telling<Body>) {
  const act: Act<Body> = {
    acting: "organisation",
    places: (request) => solutionPlaces(request),
    authorise: (request, snapshot, standing) => authoriseOnSolution(action, request, snapshot, standing),
    head: targetSolution,
    decide: (request, open, standing) => {
      const solution = open(targetSolution(request), solutionSchema);
      if (solution === undefined) throw notFound();
      const { id, seq, hash, owner } = solution;
      const { changes, event } = change(solution, request.body, request.at);
      return {
        ...recorded(event, request.at),
        chain: { id, procedure: "referencement", seq, hash },
        actor: actorOf(standing),
        head: { place: places.solution(id), item: { ...solution, ...changes }, owner },
        puts: numberTaken(id, changes.number, solution.requestNumber),
        subject: places.solution(id),
      };
    },
  };
  return http({ body, changes: true }, async (request) => {
    const { subject, version } = await performAct(actDeps, act, request);
    return { status: 200, body: solutionView(z.parse(solutionSchema, subject)), version };
  });
}

/** The event of an act of ANS, with the law and the calendar of its instant. */
export function recorded(event: SolutionChange["event"], at: Instant): Pick<ActDecision, "event"> {
  return { event: { ...event, role: "ans", rules: rulesDigest, calendar: calendarVersionAt(at) } };
}

/** A number that leads to this Solution from now on, and for ever to no other; `own` already does. */
export function numberTaken(solutionId: string, number: string | undefined, own?: string): readonly Put[] {
  if (number === undefined || (own !== undefined && numberKey(own) === numberKey(number))) return [];
  const ifTaken = () =>
    new Problem("already-exists", "Ce numéro est déjà celui d'une autre Solution du registre : vérifiez-le.");
  const place = places.solutionNumber(numberKey(number));
  return [{ place, item: { v: 1, solutionId }, condition: { kind: "absent" }, ifTaken }];
}
