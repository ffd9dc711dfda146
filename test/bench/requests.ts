import type { Client } from "../api/support/client.ts";
import { person } from "../api/support/client.ts";
import type { Product } from "../api/support/product.ts";
import { enrolment, evidence, newSiret, operator, someone } from "../api/support/scenario.ts";
import { batch, Course, newKey, openedKey, query, shards, transaction } from "./course.ts";
import { table } from "./figures.ts";
import { instructionActs, registerActs, uploadActs } from "./requests-dossier.ts";

/** The AWS requests of each act over HTTP, against the least possible; the description of the API makes none. */
export async function benchRequests(product: Product): Promise<void> {
  await run(product, "warming");
  const { rows } = await run(product, "measured");
  table(
    "AWS requests of an act against the least possible (one batch read, one transaction, one request for each key)",
    ["act", "requests", "least", "ratio", "made of"],
    rows.map(({ act, requests, least }) => {
      const count = Object.values(requests).reduce((sum, each) => sum + each, 0);
      const parts = Object.entries(requests).map(([name, each]) => `${each} ${name.replace(/^\w+:/, "")}`);
      return [act, count, least, least === 0 ? "–" : (count / least).toFixed(2), parts.join(", ")];
    }),
  );
}

async function run(product: Product, name: string): Promise<Course> {
  const course = new Course(product);
  const founder = await person(product, name);
  const siret = newSiret();
  const id = await organisationActs(course, founder, await operator(product), siret);
  await memberActs(course, founder.actingFor(id), await person(product, `${name}-second`), id);
  await dossierActs(course, founder.actingFor(id));
  const supplier = { client: founder.actingFor(id), siret, number: `SGL-2022-${name}` };
  await registerActs(course, supplier);
  await instructionActs(course, supplier, await uploadActs(course, supplier), name);
  return course;
}

async function organisationActs(course: Course, founder: Client, agent: Client, siret: string): Promise<string> {
  const organisation = { name: "Labonova", siret, person: someone("camille") };
  const registered = await course.take("register-organisation", batch + transaction + newKey, () =>
    founder.post("/v1/organisations", organisation),
  );
  const { id } = registered.body;
  await course.take("list-memberships", query + batch, () => founder.get("/v1/memberships"));
  const members = `/v1/organisations/${id}/members`;
  const { body } = await course.take("list-members", batch + query + batch + openedKey, () => agent.get(members));
  await course.take("confirm-member", batch + transaction, () =>
    agent.post(`${members}/${body.items[0].id}/confirmation`, evidence, { version: 1 }),
  );
  await course.take("get-organisation", batch, () => agent.get(`/v1/organisations/${id}`));
  return id;
}

async function memberActs(course: Course, admin: Client, invited: Client, id: string): Promise<void> {
  const invitations = `/v1/organisations/${id}/invitations`;
  const invitation = await course.take("invite-member", batch + transaction + newKey, () =>
    admin.post(invitations, { mail: "lucas@fournisseur.example", roles: ["filer"] }),
  );
  const member = await course.take("accept-invitation", batch + transaction + newKey, () =>
    invited.post(`${invitations}/${invitation.body.id}/acceptance`, { person: someone("lucas") }),
  );
  await course.take("end-membership", batch + transaction, () =>
    admin.post(`/v1/organisations/${id}/members/${member.body.id}/end`, undefined, { version: 4 }),
  );
}

async function dossierActs(course: Course, filer: Client): Promise<void> {
  const dossiers = "/v1/segur/dossiers";
  const created = await course.take("create-dossier", batch + transaction, () => filer.post(dossiers, enrolment));
  const { id } = created.body;
  await course.take("get-dossier", batch, () => filer.get(`${dossiers}/${id}`));
  await course.take("list-dossiers", batch + shards * query, () => filer.get(dossiers));
  await course.take("withdraw-dossier", batch + transaction, () =>
    filer.post(`${dossiers}/${id}/withdrawal`, undefined, { version: 1 }),
  );
  await course.take("get-timeline", batch + query, () => filer.get(`/v1/cases/${id}/timeline`));
}
