import { type Client, person } from "./client.ts";
import type { Product } from "./product.ts";
import { newSiret } from "./scenario.ts";

export const solutions = "/v1/segur/solutions";

/** The agent of ANS, founded at the first boot, acting for ANS. */
export async function agency(product: Product): Promise<Client> {
  const noemie = await person(product, "noemie");
  const memberships = await noemie.get("/v1/memberships");
  return noemie.actingFor(memberships.body.items[0].organisation.id);
}

let requests = 0;

/** A request that ANS received in time, under a number of its own. */
export function newRequest() {
  requests += 1;
  return {
    requestNumber: `DEM-${requests}`,
    name: "Labonova SGL",
    editeurSiret: newSiret(),
    requestReceivedAt: "2022-03-01T09:00:00+01:00",
  };
}

/** A Solution whose evidence was complete before the reception of requests ended. */
export async function completeSolution(ans: Client, request = newRequest()): Promise<string> {
  const registered = await ans.post(solutions, request);
  const { id } = registered.body;
  const complete = { completeFileReceivedAt: "2022-05-02T10:00:00+02:00" };
  const told = await ans.post(`${solutions}/${id}/complete-file`, complete, { version: 1 });
  if (told.status !== 200) throw new Error(told.text);
  return id;
}
