import * as z from "zod/mini";
import { organisationSchema } from "../../shared/domain/directory/items.ts";
import { solutionList, solutionSchema } from "../../shared/domain/segur/solution.ts";
import { register } from "../../shared/domain/segur/solution-acts.ts";
import { type RegisterSolution, registerSolutionBody, solutionView } from "../../shared/domain/segur/solution-api.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import { type Act, actorOf } from "../../shared/lambda/act.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { listPartition, places } from "../../shared/ports/places.ts";
import { actingPlace } from "./dossier-access.ts";
import { authoriseOnRegister } from "./solution-access.ts";
import { numberTaken, recorded } from "./solution-act.ts";

/** Mirrors a request for référencement that ANS received: dossiers that name its number are found by it. */
const registerSolution: Act<RegisterSolution> = {
  acting: "organisation",
  places: ({ caller }) => [actingPlace(caller)],
  authorise: ({ caller }, snapshot, standing) => authoriseOnRegister("solution.register", caller, snapshot, standing),
  decide: ({ body, at, caller }, open, standing, { subject: id }) => {
    const ans = open(actingPlace(caller), organisationSchema);
    if (ans === undefined) throw notFound();
    const owner = ans.id;
    const place = places.solution(id);
    const { changes, event } = register(body, at);
    const head = { v: 1, kind: "referencement", id, owner, ...changes, createdAt: at };
    return {
      ...recorded(event, at),
      chain: { id, procedure: "referencement", seq: 0, hash: "" },
      actor: actorOf(standing),
      head: { place, owner, item: { ...head, ...listPartition(solutionList, id, `${at}#${id}`) } },
      puts: numberTaken(id, body.requestNumber),
      subject: place,
    };
  },
};

export const handler = http({ body: registerSolutionBody }, async (request) => {
  const { subject, version } = await performAct(actDeps, registerSolution, request);
  const solution = solutionView(z.parse(solutionSchema, subject));
  return { status: 201, body: solution, version, location: `/v1/segur/solutions/${solution.id}` };
});
