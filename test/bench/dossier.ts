import { GetExecutionHistoryCommand, paginateListExecutions, SFNClient } from "@aws-sdk/client-sfn";
import { consoleState, signing } from "../api/support/account.ts";
import type { Client } from "../api/support/client.ts";
import { done, type Editeur, newEditeur, settle } from "../api/support/dossier.ts";
import { reviewsOf } from "../api/support/facts.ts";
import { pathOf, required, type Sent, send, submit } from "../api/support/filing.ts";
import { versionOf } from "../api/support/instruction.ts";
import { officer } from "../api/support/officers.ts";
import type { Product } from "../api/support/product.ts";
import { countRequests } from "../api/support/requests.ts";
import { pieceSaying } from "../support/pdf/enrolment-pieces.ts";
import { ratioLine, table } from "./figures.ts";
import { leastOf, leastRequests, leastTransitions, type Part } from "./least-dossier.ts";

const aim = 1.5;

/** Requests and transitions of one dossier that lacks nothing, from its draft to its enrolment, against the least possible. */
export async function benchDossier(product: Product): Promise<void> {
  const editeur = await newEditeur(product, "bench-dossier", "granted");
  const { client: instructor } = await officer(product, "bench-officer", "instructor");
  await settle(product);
  const course = new Course(product);
  const id = await filed(course, editeur);
  await decided(course, editeur, instructor, id);
  tell(course);
  const transitions = await transitionsOf(product, id);
  const least = Object.values(leastTransitions).reduce((sum, each) => sum + each, 0);
  console.log(
    `Transitions of the execution: ${transitions}, least possible ${least} (${Object.keys(leastTransitions).join(", ")})`,
  );
  ratioLine("transitions of a dossier", transitions / least, { atMost: aim });
}

/** What each part asked, everything that followed from it included. */
class Course {
  readonly rows: { readonly part: Part; readonly requests: Readonly<Record<string, number>> }[] = [];
  readonly product: Product;

  constructor(product: Product) {
    this.product = product;
  }

  async take<T>(part: Part, work: () => Promise<T>): Promise<T> {
    const { answer, requests } = await countRequests(this.product, async () => {
      const result = await work();
      await settle(this.product);
      return result;
    });
    this.rows.push({ part, requests });
    return answer;
  }
}

async function filed(course: Course, { client, said }: Editeur): Promise<string> {
  const declared = { role: "editeur", depositorIsLegalRep: true, exception: false, formNumber: said.formNumber };
  const draft = { programme: "BIO-SGL-Va1", declared, persons: { legalRep: said.legalRep } };
  const { id } = await course.take("draft", async () => done(await client.post("/v1/segur/dossiers", draft)).body);
  const pieces: Record<string, Sent> = {};
  await course.take("files", async () => {
    for (const code of required) pieces[code] = await send(client, id, code, await pieceSaying(code, said));
  });
  await course.take("submission", async () => {
    done(await client.get(pathOf(id)));
    done(await submit(client, id, pieces));
  });
  return id;
}

async function decided(course: Course, editeur: Editeur, instructor: Client, id: string): Promise<void> {
  const path = pathOf(id);
  const version = await course.take("instruction", async () => {
    done(await instructor.post(`${path}/claim`));
    const examination = done(await instructor.get(`${path}/examination`));
    const reviews = reviewsOf(examination.body.facts, editeur.said);
    return versionOf(done(await instructor.post(`${path}/facts`, { reviews }, { version: versionOf(examination) })));
  });
  await course.take("decision", async () =>
    done(await instructor.post(`${path}/decision`, { outcome: "enrolled" }, { version })),
  );
}

function tell({ rows }: Course): void {
  const counted = rows.map(({ part, requests }) => {
    const count = Object.values(requests).reduce((sum, each) => sum + each, 0);
    const made = Object.entries(requests).map(([name, each]) => `${each} ${name}`);
    return { part, count, least: leastOf(part), made: made.join(", ") };
  });
  table(
    "AWS requests of a dossier against the least possible",
    ["part", "requests", "least", "ratio", "made of"],
    counted.map(({ part, count, least, made }) => [part, count, least, (count / least).toFixed(2), made]),
  );
  table(
    "The least possible, and what each request is for",
    ["part, and what for", "least"],
    counted.flatMap(({ part }) => leastRequests[part].map((need) => [`${part}: ${need.for}`, need.requests])),
  );
  const sum = (what: "count" | "least") => counted.reduce((total, row) => total + row[what], 0);
  ratioLine("AWS requests of a dossier", sum("count") / sum("least"), { atMost: aim });
}

/** States that the execution of a dossier has entered. */
async function transitionsOf(product: Product, dossier: string): Promise<number> {
  const client = new SFNClient(signing(product));
  const executionArn = await executionOf(client, product, dossier);
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
  return events.filter(({ type }) => type?.endsWith("StateEntered")).length;
}

async function executionOf(client: SFNClient, product: Product, dossier: string): Promise<string | undefined> {
  const { resources } = await consoleState(product);
  const stateMachineArn = resources.find(({ type }) => type === "AWS::StepFunctions::StateMachine")?.ref;
  for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
    const found = executions.find(({ name }) => name?.startsWith(dossier));
    if (found !== undefined) return found.executionArn;
  }
  throw new Error("the dossier has no execution");
}
