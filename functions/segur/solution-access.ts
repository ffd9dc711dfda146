import { organisationSchema } from "../../shared/domain/directory/items.ts";
import {
  type SolutionAction,
  type SolutionRelation,
  solutionAccess,
} from "../../shared/domain/segur/access-solutions.ts";
import { solutionSchema } from "../../shared/domain/segur/solution.ts";
import { type Authorisation, authorise } from "../../shared/kernel/access.ts";
import type { ApiRequest, Caller, Standing } from "../../shared/lambda/act.ts";
import { places } from "../../shared/ports/places.ts";
import type { Place, Snapshot } from "../../shared/ports/records.ts";
import { actingPlace } from "./dossier-access.ts";

/** The head of the Solution that the path names. */
export const targetSolution = ({ path }: ApiRequest<unknown>): Place => places.solution(path.solutionId ?? "");

/** The acting organisation and the Solution that the path names. */
export const solutionPlaces = (request: ApiRequest<unknown>, id = request.path.solutionId): readonly Place[] => [
  actingPlace(request.caller),
  places.solution(id ?? ""),
];

/** May the caller add to the register of ANS, or list it? */
export function authoriseOnRegister(
  action: SolutionAction,
  caller: Caller,
  snapshot: Snapshot,
  { roles }: Standing,
): Authorisation {
  return authorise(solutionAccess, { roles, action, relation: relationOf(caller, snapshot), state: "none" });
}

/** May the caller do this to a Solution? Unknown ones, and those of a register that is not the caller's, are hidden alike. */
export function authoriseOnSolution(
  action: SolutionAction,
  request: ApiRequest<unknown>,
  snapshot: Snapshot,
  { roles }: Standing,
  id = request.path.solutionId,
): Authorisation {
  const solution = snapshot.asking(places.solution(id ?? ""), solutionSchema);
  if (solution === undefined) return { answer: "hide" };
  const relation = relationOf(request.caller, snapshot);
  return authorise(solutionAccess, { roles, action, relation, state: solution.state });
}

/** The platform carries on what ANS has told of a Solution. */
export function authoriseApplying(solutionId: string, snapshot: Snapshot): Authorisation {
  const solution = snapshot.asking(places.solution(solutionId), solutionSchema);
  if (solution === undefined) return { answer: "hide" };
  const question = { roles: ["platform"], action: "solution.apply", relation: "platform" } as const;
  return authorise(solutionAccess, { ...question, state: solution.state });
}

function relationOf(caller: Caller, snapshot: Snapshot): SolutionRelation {
  const kind = snapshot.asking(actingPlace(caller), organisationSchema)?.organisationKind;
  if (kind === "ans") return "own";
  return kind === "operator" ? "operator" : "none";
}
