import { z } from "zod";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { pieceSaying, type Said } from "../../support/pdf/enrolment-pieces.ts";
import { type Answer, type Client, person } from "./client.ts";
import { onceReceived, required, type Sent, saidBy, send, submit } from "./filing.ts";
import { advance } from "./messages.ts";
import type { Product } from "./product.ts";
import { agency, newRequest, solutions } from "./register.ts";
import { newSupplier, operator, type Supplier, someone } from "./scenario.ts";

export const dossierPath = (id: string): string => `/v1/segur/dossiers/${id}`;

/** A supplier and the Solution that ANS knows of it; what its pieces say leads to it. */
export interface Editeur extends Supplier {
  readonly solution: string;
  readonly said: Said;
}

/** A supplier whose Solution ANS has granted, or has not decided upon yet. */
export async function newEditeur(product: Product, sub: string, ans: "granted" | "undecided"): Promise<Editeur> {
  const supplier = await newSupplier(product, sub);
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

/** A person of the operator with these roles, confirmed by its administrator. */
export async function officer(product: Product, sub: string, roles: readonly string[]): Promise<Client> {
  const odile = await operator(product);
  const path = `/v1/organisations/${odile.id}`;
  const invited = done(await odile.post(`${path}/invitations`, { mail: `${sub}@operateur.example`, roles }));
  const newcomer = await person(product, sub);
  const acceptance = `${path}/invitations/${invited.body.id}/acceptance`;
  const { id } = done(await newcomer.post(acceptance, { person: someone(sub) })).body;
  const { headers } = await odile.get(`${path}/members`);
  const version = Number(headers.get("etag")?.replaceAll('"', ""));
  done(await odile.post(`${path}/members/${id}/confirmation`, {}, { version }));
  return newcomer.actingFor(odile.id);
}

/** A person acting again for an organisation, with a new token: the clock has gone on. */
export const anew = async (product: Product, sub: string, organisation: string): Promise<Client> =>
  (await person(product, sub)).actingFor(organisation);

interface Opened {
  readonly codes?: readonly PieceCode[];
  readonly exception?: boolean;
}

/** A dossier of the supplier, filed with these pieces; all that follows at once has come to rest. */
export async function fileDossier(
  product: Product,
  editeur: Editeur,
  { codes = required, exception = false }: Opened = {},
) {
  const { client, said } = editeur;
  const declared = { role: "editeur", depositorIsLegalRep: true, exception, formNumber: said.formNumber };
  const draft = { programme: "BIO-SGL-Va1", declared, persons: { legalRep: said.legalRep } };
  const id: string = done(await client.post("/v1/segur/dossiers", draft)).body.id;
  const pieces = await sendPieces(editeur, id, codes);
  const filed = done(await submit(client, id, pieces));
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
  const { headers } = done(await client.get(dossierPath(id)));
  const version = Number(headers.get("etag")?.replaceAll('"', ""));
  const answer = done(await client.post(`${dossierPath(id)}/${what}`, body, { version }));
  await settle(product);
  return answer;
}

/** What only an officer finds, and what a paper says that no program reads for certain. */
const foundByOfficer = {
  formTemplate: true,
  formSigned: true,
  identityType: "passport",
  contact: "contact@fournisseur.example",
  paymentDetails: "Virement au compte du formulaire",
  dossierComplete: true,
  competitiveMarket: true,
  marketSituation: "none",
  exclusiveOwnUse: false,
  membersOnly: false,
  publisherIsGrouping: false,
  membersFreeToBuyElsewhere: true,
};

interface FactLine {
  readonly fact: string;
  readonly reviewable: boolean;
  readonly settled: boolean;
  readonly value?: unknown;
}

/** What an instructor says of each fact that is open: confirms what was read, establishes the rest from the pieces. */
export function reviewsOf(facts: readonly FactLine[], { said, siret }: Pick<Editeur, "said" | "siret">) {
  const papers = {
    fournisseurName: said.fournisseur,
    siret,
    legalRep: said.legalRep,
    identityName: said.legalRep,
    formIban: said.iban,
    ribIban: said.iban,
    referencementNumber: said.formNumber,
  };
  const known: Readonly<Record<string, unknown>> = { ...foundByOfficer, ...papers };
  return facts
    .filter(({ reviewable, settled }) => reviewable && !settled)
    .flatMap(({ fact, value }) => {
      if (value !== undefined) return [{ fact, action: "confirm" }];
      return fact in known ? [{ fact, action: "override", value: known[fact], reason: "Lu sur la pièce" }] : [];
    });
}

/** An instructor takes the dossier and settles every fact. */
export async function settleFacts(product: Product, instructor: Client, id: string, editeur: Editeur): Promise<void> {
  done(await instructor.post(`${dossierPath(id)}/claim`));
  const { facts } = done(await instructor.get(`${dossierPath(id)}/examination`)).body as { facts: FactLine[] };
  await actOn(product, instructor, id, "facts", { reviews: reviewsOf(facts, editeur) });
}
