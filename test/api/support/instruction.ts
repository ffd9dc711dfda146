import { setTimeout as sleep } from "node:timers/promises";
import { pieceSaying } from "../../support/pdf/enrolment-pieces.ts";
import { type Answer, type Client, person } from "./client.ts";
import { onceReceived, required, type Sent, saidBy, send, submit } from "./filing.ts";
import type { Product } from "./product.ts";
import { agency, completeSolution, newRequest, solutions } from "./register.ts";
import { enrolment, newSupplier, operator, type Supplier, someone } from "./scenario.ts";

export const pathOf = (dossier: string) => `/v1/segur/dossiers/${dossier}`;

export interface Officer {
  readonly client: Client;
  readonly memberId: string;
}

/** A new member of the operator with these roles, acting for it. */
export async function officer(product: Product, sub: string, ...roles: readonly string[]): Promise<Officer> {
  const head = await operator(product);
  const invited = await head.post(`/v1/organisations/${head.id}/invitations`, { mail: `${sub}@op.example`, roles });
  const joining = await person(product, sub);
  const { id } = invited.body;
  const acceptance = `/v1/organisations/${head.id}/invitations/${id}/acceptance`;
  const accepted = await joining.post(acceptance, { person: someone(sub) });
  const memberId: string = accepted.body.id;
  const confirmed = await asAdministrator(head, `members/${memberId}/confirmation`, {});
  if (confirmed.status !== 200) throw new Error(confirmed.text);
  return { client: joining.actingFor(head.id), memberId };
}

/** Ends the membership of an officer. */
export async function leaves(product: Product, { memberId }: Officer): Promise<void> {
  await asAdministrator(await operator(product), `members/${memberId}/end`);
}

async function asAdministrator(head: Client & { readonly id: string }, path: string, body?: object): Promise<Answer> {
  const members = await head.get(`/v1/organisations/${head.id}/members`);
  const version = Number(members.headers.get("etag")?.replaceAll('"', ""));
  return head.post(`/v1/organisations/${head.id}/${path}`, body, { version });
}

export interface Filed {
  readonly id: string;
  readonly supplier: Supplier;
  readonly number: string;
  readonly pieces: Readonly<Record<string, Sent>>;
}

/** A draft of the Editeur of a référencée Solution, and what its pieces are to say. */
export async function referencedDraft(product: Product, sub: string, mail?: string) {
  const supplier = await newSupplier(product, sub, mail);
  const number = `SGL-2022-${sub}`;
  const ans = await agency(product);
  const solution = await completeSolution(ans, { ...newRequest(), requestNumber: sub, editeurSiret: supplier.siret });
  const grant = { number, pronouncedOn: "2022-06-10", conventionSignedOn: "2022-04-01" };
  const granted = await ans.post(`${solutions}/${solution}/grant`, grant, { version: 2 });
  if (granted.status !== 200) throw new Error(granted.text);
  const declared = { ...enrolment.declared, formNumber: number };
  const persons = { legalRep: "Camille Durand" };
  const id: string = (await supplier.client.post("/v1/segur/dossiers", { ...enrolment, declared, persons })).body.id;
  return { id, supplier, number, said: { ...saidBy(supplier, sub), formNumber: number } };
}

/** A complete dossier of the Editeur of a référencée Solution, filed and in the operator's queue. */
export async function filedDossier(product: Product, sub: string): Promise<Filed> {
  const { id, supplier, number, said } = await referencedDraft(product, sub);
  const { client } = supplier;
  const pieces: Record<string, Sent> = {};
  for (const code of required) pieces[code] = await send(client, id, code, await pieceSaying(code, said));
  for (const code of required) await onceReceived(client, id, code, pieces[code]!);
  const filed = await submit(client, id, pieces);
  if (filed.status !== 200) throw new Error(filed.text);
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

interface Fact {
  readonly fact: string;
  readonly settled: boolean;
  readonly reviewable: boolean;
  readonly value?: unknown;
}

const found: Readonly<Record<string, string | boolean>> = {
  formTemplate: true,
  formSigned: true,
  contact: "contact@fournisseur.example",
  paymentDetails: "FR76 3000 6000 0112 3456 7890 189",
  fournisseurName: "Fournisseur",
  siret: "73282932000074",
  identityType: "cni",
  identityName: "Camille Durand",
  dossierComplete: true,
  competitiveMarket: true,
  marketSituation: "none",
  exclusiveOwnUse: false,
  membersOnly: false,
  publisherIsGrouping: false,
  membersFreeToBuyElsewhere: true,
};

/** What an instructor does with an examination: confirms what was read, and supplies the rest. */
function reviewing({ body }: Answer, changes: Readonly<Record<string, string | boolean>> = {}) {
  const open: readonly Fact[] = body.facts.filter((one: Fact) => one.reviewable && !one.settled);
  const reviews = open.map(({ fact, value }) => {
    if (value !== undefined && !(fact in changes)) return { action: "confirm", fact };
    const given = changes[fact] ?? found[fact];
    const finding = given === undefined ? { none: true } : { value: given };
    return { action: "override", fact, ...finding, reason: "Lu sur les pièces" };
  });
  return { reviews };
}

/** Takes a dossier in hand and settles all its facts; the answer is the dossier. */
export async function settle(
  { client }: Officer,
  id: string,
  changes: Readonly<Record<string, string | boolean>> = {},
) {
  const examination = await onceInQueue(client, id);
  await client.post(`${pathOf(id)}/claim`);
  const body = reviewing(examination, changes);
  const settled = await client.post(`${pathOf(id)}/facts`, body, { version: versionOf(examination) });
  if (settled.status !== 200) throw new Error(settled.text);
  return settled;
}

export const decide = ({ client }: Officer, id: string, outcome: string, version: number) =>
  client.post(`${pathOf(id)}/decision`, { outcome }, { version });
