import type { Answer, Client } from "../api/support/client.ts";
import { person } from "../api/support/client.ts";
import { type Product, startProduct } from "../api/support/product.ts";
import { countRequests } from "../api/support/requests.ts";
import { enrolment, evidence, newSiret, operator, someone } from "../api/support/scenario.ts";
import { table } from "./figures.ts";

const port = 15_400;

/** The least that an act can ask of AWS, in requests. */
const batch = 1;
const transaction = 1;
const query = 1;
/** Each person or invited address that is new has a key of its own. */
const newKey = 1;
/** Each name or address that is shown is opened with its key. */
const openedKey = 1;
/** A list by owner is spread over partitions. */
const shards = 4;

/** One run through the acts of the API, each in the state that the one before has left. */
class Course {
  readonly rows: {
    readonly act: string;
    readonly requests: Readonly<Record<string, number>>;
    readonly least: number;
  }[] = [];
  readonly #product: Product;

  constructor(product: Product) {
    this.#product = product;
  }

  async take(act: string, least: number, ask: () => Promise<Answer>): Promise<Answer["body"]> {
    const { answer, requests } = await countRequests(this.#product, ask);
    if (answer.status >= 300) throw new Error(`${act}: ${answer.text}`);
    this.rows.push({ act, requests, least });
    return answer.body;
  }
}

/** The AWS requests of each act over HTTP, against the least possible; the description of the API makes none. */
export async function benchRequests(): Promise<void> {
  const product = await startProduct({ port });
  try {
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
  } finally {
    await product.stop();
    product.remove();
  }
}

async function run(product: Product, name: string): Promise<Course> {
  const course = new Course(product);
  const founder = await person(product, name);
  const id = await organisationActs(course, founder, await operator(product));
  await memberActs(course, founder.actingFor(id), await person(product, `${name}-second`), id);
  await dossierActs(course, founder.actingFor(id));
  return course;
}

async function organisationActs(course: Course, founder: Client, agent: Client): Promise<string> {
  const organisation = { name: "Labonova", siret: newSiret(), person: someone("camille") };
  const { id } = await course.take("register-organisation", batch + transaction + newKey, () =>
    founder.post("/v1/organisations", organisation),
  );
  await course.take("list-memberships", query + batch, () => founder.get("/v1/memberships"));
  const members = `/v1/organisations/${id}/members`;
  const { items } = await course.take("list-members", batch + query + batch + openedKey, () => agent.get(members));
  await course.take("confirm-member", batch + transaction, () =>
    agent.post(`${members}/${items[0].id}/confirmation`, evidence, { version: 1 }),
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
    invited.post(`${invitations}/${invitation.id}/acceptance`, { person: someone("lucas") }),
  );
  await course.take("end-membership", batch + transaction, () =>
    admin.post(`/v1/organisations/${id}/members/${member.id}/end`, undefined, { version: 4 }),
  );
}

async function dossierActs(course: Course, filer: Client): Promise<void> {
  const dossiers = "/v1/segur/dossiers";
  const { id } = await course.take("create-dossier", batch + transaction, () => filer.post(dossiers, enrolment));
  await course.take("get-dossier", batch, () => filer.get(`${dossiers}/${id}`));
  await course.take("list-dossiers", batch + shards * query, () => filer.get(dossiers));
  await course.take("withdraw-dossier", batch + transaction, () =>
    filer.post(`${dossiers}/${id}/withdrawal`, undefined, { version: 1 }),
  );
  await course.take("get-timeline", batch + query, () => filer.get(`/v1/cases/${id}/timeline`));
}
