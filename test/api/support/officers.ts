import { type Answer, type Client, person } from "./client.ts";
import { done } from "./dossier.ts";
import type { Product } from "./product.ts";
import { operator, someone } from "./scenario.ts";

/** A person of the operator, acting for it. */
export interface Officer {
  readonly client: Client;
  readonly memberId: string;
}

/** A person of the operator with these roles, invited and confirmed by its administrator. */
export async function officer(product: Product, sub: string, ...roles: readonly string[]): Promise<Officer> {
  const head = await operator(product);
  const path = `/v1/organisations/${head.id}/invitations`;
  const { id } = done(await head.post(path, { mail: `${sub}@operateur.example`, roles })).body;
  const newcomer = await person(product, sub);
  const memberId = done(await newcomer.post(`${path}/${id}/acceptance`, { person: someone(sub) })).body.id;
  done(await asAdministrator(head, `members/${memberId}/confirmation`, {}));
  return { client: newcomer.actingFor(head.id), memberId };
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
