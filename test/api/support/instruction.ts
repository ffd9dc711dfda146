import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Client } from "./client.ts";
import { done, newEditeur, openDraft, sendPieces } from "./dossier.ts";
import { reviewsOf } from "./facts.ts";
import { pathOf, required, type Sent, saidBy, submit } from "./filing.ts";
import type { Officer } from "./officers.ts";
import type { Product } from "./product.ts";
import type { Supplier } from "./scenario.ts";

export interface Filed {
  readonly id: string;
  readonly supplier: Supplier;
  readonly number: string;
  readonly pieces: Readonly<Record<string, Sent>>;
}

/** A draft of the Editeur of a référencée Solution, and what its pieces are to say. */
export async function referencedDraft(product: Product, sub: string, mail?: string) {
  const supplier = await newEditeur(product, sub, "granted", mail);
  const { said } = supplier;
  return { id: await openDraft(supplier), supplier, number: said.formNumber, said };
}

/** A complete dossier of the Editeur of a référencée Solution, filed and in the operator's queue. */
export async function filedDossier(product: Product, sub: string): Promise<Filed> {
  const { id, supplier, number } = await referencedDraft(product, sub);
  const pieces = await sendPieces(supplier, id, required);
  done(await submit(supplier.client, id, pieces));
  return { id, supplier, number, pieces };
}

/** The examination of a dossier once it waits for an instructor; fails after a minute. */
export async function onceInQueue(client: Client, id: string): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await client.get(`${pathOf(id)}/examination`);
    if (answer.body.task?.state === "waiting") return answer;
    if (attempt > 120) throw new Error(`not in the queue in a minute: ${answer.text.slice(0, 400)}`);
    await sleep(500);
  }
}

export const versionOf = ({ headers }: Answer): number => Number(headers.get("etag")?.replaceAll('"', ""));

/** What an instructor reads on papers whose texts no program found. */
const onPapers = saidBy({ siret: "73282932000074" }, "papers");

/** Takes a dossier in hand and settles all its facts; the answer is the dossier. */
export async function settle(
  { client }: Officer,
  id: string,
  changes: Readonly<Record<string, string | boolean>> = {},
) {
  const examination = await onceInQueue(client, id);
  await client.post(`${pathOf(id)}/claim`);
  const body = { reviews: reviewsOf(examination.body.facts, onPapers, changes) };
  return done(await client.post(`${pathOf(id)}/facts`, body, { version: versionOf(examination) }));
}

export const decide = ({ client }: Officer, id: string, outcome: string, version: number) =>
  client.post(`${pathOf(id)}/decision`, { outcome }, { version });
