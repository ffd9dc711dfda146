import { z } from "zod";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { pieceSaying, type Said } from "../../support/pdf/enrolment-pieces.ts";
import { type Answer, type Client, person } from "./client.ts";
import { type FactLine, reviewsOf } from "./facts.ts";
import { onceReceived, pathOf, required, type Sent, saidBy, send, submit } from "./filing.ts";
import { advance } from "./messages.ts";
import type { Product } from "./product.ts";
import { agency, newRequest, solutions } from "./register.ts";
import { newSupplier, type Supplier } from "./scenario.ts";

/** A supplier and the Solution that ANS knows of it; what its pieces say leads to it. */
export interface Editeur extends Supplier {
  readonly solution: string;
  readonly said: Said;
}

/** A supplier whose Solution ANS has granted, or has not decided upon yet. */
export async function newEditeur(
  product: Product,
  sub: string,
  ans: "granted" | "undecided",
  mail?: string,
): Promise<Editeur> {
  const supplier = await newSupplier(product, sub, mail);
  const agent = await agency(product);
  const request = { ...newRequest(), editeurSiret: supplier.siret };
  const { id } = (await agent.post(solutions, request)).body;
  const file = { completeFileReceivedAt: "2022-05-02T10:00:00+02:00", conventionSignedOn: "2022-04-01" };
  await agent.post(`${solutions}/${id}/complete-file`, file, { version: 1 });
  const number = `SGL-${request.requestNumber}`;
  if (ans === "granted") await grant(product, id, { number, pronouncedOn: "2022-06-10" });
  const formNumber = ans === "granted" ? number : request.requestNumber;
  return { ...supplier, solution: id, said: { ...saidBy(supplier, sub), formNumber } };
}

/** ANS grants what it held for complete. */
export async function grant(
  product: Product,
  solution: string,
  granted: { readonly number: string; readonly pronouncedOn: string },
): Promise<void> {
  done(await (await agency(product)).post(`${solutions}/${solution}/grant`, granted, { version: 2 }));
}

/** The answer, if it is a success. */
export function done(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}

/** A person acting again for an organisation, with a new token: the clock has gone on. */
export const anew = async (product: Product, sub: string, organisation: string): Promise<Client> =>
  (await person(product, sub)).actingFor(organisation);

interface Opened {
  readonly codes?: readonly PieceCode[];
  readonly exception?: boolean;
}

/** A draft of the supplier, with what its pieces will say. */
export async function openDraft({ client, said }: Editeur, exception = false): Promise<string> {
  const declared = { role: "editeur", depositorIsLegalRep: true, exception, formNumber: said.formNumber };
  const draft = { programme: "BIO-SGL-Va1", declared, persons: { legalRep: said.legalRep } };
  return done(await client.post("/v1/segur/dossiers", draft)).body.id;
}

/** A dossier of the supplier, filed with these pieces; all that follows at once has come to rest. */
export async function fileDossier(
  product: Product,
  editeur: Editeur,
  { codes = required, exception = false }: Opened = {},
) {
  const id = await openDraft(editeur, exception);
  const pieces = await sendPieces(editeur, id, codes);
  const filed = done(await submit(editeur.client, id, pieces));
  await settle(product);
  return { id, pieces, filed };
}

/** Sends a piece of each code, as the supplier's own papers say or as they are changed, and waits until it was received. */
export async function sendPieces(
  { client, said }: Editeur,
  id: string,
  codes: readonly PieceCode[],
  changes: Partial<Said> = {},
): Promise<Readonly<Record<string, Sent>>> {
  const pieces: Record<string, Sent> = {};
  for (const code of codes)
    pieces[code] = await send(client, id, code, await pieceSaying(code, { ...said, ...changes }));
  for (const [code, sent] of Object.entries(pieces)) await onceReceived(client, id, code, sent);
  return pieces;
}

const stateSchema = z.object({
  queues: z.array(
    z.object({
      visible: z.number(),
      delayed: z.number(),
      held: z.number(),
      deadLettersOf: z.array(z.string()),
    }),
  ),
});

/**
 * Waits until nothing is under way any more, and no message either: one that lost a race against another comes again some
 * minutes later.
 */
export async function settle(product: Product): Promise<void> {
  await advance(product, { seconds: 30 });
  for (let attempt = 0; attempt < 5 && (await isWaiting(product)); attempt += 1)
    await advance(product, { seconds: 400 });
}

async function isWaiting({ console: address }: Product): Promise<boolean> {
  const { queues } = stateSchema.parse(await (await fetch(`${address}/state.json`)).json());
  const alive = queues.filter(({ deadLettersOf }) => deadLettersOf.length === 0);
  return alive.some(({ visible, delayed, held }) => visible + delayed + held > 0);
}

/** Completes a dossier by these pieces; all that follows at once has come to rest. */
export async function complete(
  product: Product,
  { client }: Editeur,
  id: string,
  pieces: Readonly<Record<string, Sent>>,
) {
  return actOn(product, client, id, "completion", { pieces });
}

/** An act on the dossier as it stands, which succeeds; all that follows at once has come to rest. */
export async function actOn(
  product: Product,
  client: Client,
  id: string,
  what: string,
  body: unknown,
): Promise<Answer> {
  const { headers } = done(await client.get(pathOf(id)));
  const version = Number(headers.get("etag")?.replaceAll('"', ""));
  const answer = done(await client.post(`${pathOf(id)}/${what}`, body, { version }));
  await settle(product);
  return answer;
}

/** An instructor takes the dossier and settles every fact. */
export async function settleFacts(product: Product, instructor: Client, id: string, editeur: Editeur): Promise<void> {
  done(await instructor.post(`${pathOf(id)}/claim`));
  const { facts } = done(await instructor.get(`${pathOf(id)}/examination`)).body as { facts: FactLine[] };
  await actOn(product, instructor, id, "facts", { reviews: reviewsOf(facts, editeur.said) });
}
