import { solutionSchema } from "../../shared/domain/segur/solution.ts";
import { solutionView } from "../../shared/domain/segur/solution-api.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { records } from "../../shared/lambda/composition.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { authoriseOnSolution, solutionPlaces, targetSolution } from "./solution-access.ts";

export const handler = http({ body: noBody }, async (request) => {
  const { open } = await openForReading(records, request, solutionPlaces(request), (snapshot, standing) =>
    authoriseOnSolution("solution.read", request, snapshot, standing),
  );
  const solution = open(targetSolution(request), solutionSchema);
  if (solution === undefined) throw notFound();
  return { status: 200, body: solutionView(solution), version: solution.seq };
});
