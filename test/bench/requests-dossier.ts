import type { Client } from "../api/support/client.ts";
import { done, settle } from "../api/support/dossier.ts";
import { reviewsOf } from "../api/support/facts.ts";
import { askUpload, pathOf, required, type Sent, send, sendForm, sha256Of } from "../api/support/filing.ts";
import { versionOf } from "../api/support/instruction.ts";
import { officer } from "../api/support/officers.ts";
import { agency } from "../api/support/register.ts";
import { enrolment } from "../api/support/scenario.ts";
import { pieceSaying, type Said } from "../support/pdf/enrolment-pieces.ts";
import { batch, type Course, openedKey, query, shards, transaction } from "./course.ts";

/** Who files, and the number of its Solution. */
interface Filer {
  readonly client: Client;
  readonly siret: string;
  readonly number: string;
}

const solutions = "/v1/segur/solutions";

/** ANS tells of the Solution. */
export async function registerActs(course: Course, { siret, number }: Filer): Promise<void> {
  const ans = await agency(course.product);
  const request = {
    requestNumber: `DEM-${number}`,
    name: "Labonova SGL",
    editeurSiret: siret,
    requestReceivedAt: "2022-03-01T09:00:00+01:00",
    conventionSignedOn: "2022-02-01",
  };
  const act = batch + transaction;
  const path = `${solutions}/${(await course.take("register-solution", act, () => ans.post(solutions, request))).body.id}`;
  const complete = { completeFileReceivedAt: "2022-05-02T09:00:00+02:00" };
  await course.take("record-complete-file", act, () => ans.post(`${path}/complete-file`, complete, { version: 1 }));
  const granted = { number, pronouncedOn: "2022-06-20" };
  await course.take("grant-referencement", act, () => ans.post(`${path}/grant`, granted, { version: 2 }));
  await course.take("get-solution", batch, () => ans.get(path));
  await course.take("list-solutions", batch + shards * query, () => ans.get(solutions));
}

const saidBy = ({ siret, number }: Filer): Said => ({
  fournisseur: "Labonova",
  siret,
  legalRep: "Camille Durand",
  formNumber: number,
  iban: "FR76 3000 6000 0112 3456 7890 189",
});

/** A dossier is filed; gives its id. */
export async function uploadActs(course: Course, filer: Filer): Promise<string> {
  const { client, number } = filer;
  const declared = { ...enrolment.declared, formNumber: number };
  const draft = { ...enrolment, declared, persons: { legalRep: "Camille Durand" } };
  const id: string = done(await client.post("/v1/segur/dossiers", draft)).body.id;
  const [first, ...others] = required;
  const bytes = await pieceSaying(first, saidBy(filer));
  const granted = await course.take("grant-upload", batch + transaction, () => askUpload(client, id, first, bytes));
  const stored = await sendForm(granted.body, bytes);
  const version = stored.headers.get("x-amz-version-id") ?? "";
  const pieces: Record<string, Sent> = { [first]: { version, sha256: sha256Of(bytes) } };
  for (const code of others) pieces[code] = await send(client, id, code, await pieceSaying(code, saidBy(filer)));
  await course.take("submit-dossier", batch + transaction, () =>
    client.post(`${pathOf(id)}/submission`, { pieces }, { version: 1 }),
  );
  await course.take("get-receipt", batch + query, () => client.get(`${pathOf(id)}/receipt`));
  await course.take("read-piece", batch, () => client.get(`${pathOf(id)}/pieces/${first}/content`));
  return id;
}

/** A dossier is instructed, and decided on. Whatever reads texts needs the dossier first, which says where they are. */
export async function instructionActs(course: Course, filer: Filer, id: string, name: string): Promise<void> {
  const { client: instructor } = await officer(course.product, `${name}-officer`, "instructor");
  await settle(course.product);
  const path = pathOf(id);
  const step = batch + transaction;
  await course.take("list-queue", batch + shards * query + batch, () => instructor.get("/v1/segur/queue"));
  await course.take("claim-dossier", step, () => instructor.post(`${path}/claim`));
  await course.take("release-dossier", step, () => instructor.post(`${path}/release`));
  done(await instructor.post(`${path}/claim`));
  const texts = batch + openedKey;
  const examination = await course.take("get-examination", batch + texts, () => instructor.get(`${path}/examination`));
  const reviews = reviewsOf(examination.body.facts, saidBy(filer));
  const settled = await course.take("review-facts", texts + step, () =>
    instructor.post(`${path}/facts`, { reviews }, { version: versionOf(examination) }),
  );
  await course.take("decide-dossier", texts + step, () =>
    instructor.post(`${path}/decision`, { outcome: "enrolled" }, { version: versionOf(settled) }),
  );
}
