import { type Client, person } from "./client.ts";
import type { Product } from "./product.ts";

/** SIRETs that hold both keys and belong to no one in these tests. */
let sirets = 0;
const luhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0) %
    10 ===
  0;
const complete = (start: string): string => `${start}${[..."0123456789"].find((last) => luhn(start + last))}`;

export function newSiret(): string {
  sirets += 1;
  const siren = complete(`${50_000_000 + sirets}`);
  return complete(`${siren}0001`);
}

export const someone = (name: string) => ({
  displayName: `${name} Durand`,
  mail: `${name.toLowerCase()}@fournisseur.example`,
});

export interface Supplier {
  readonly id: string;
  readonly memberId: string;
  readonly siret: string;
  /** Acting for the supplier, administrator and filer. */
  readonly client: Client;
}

/** The operator's first member, founded at the first boot, acting for the operator. */
export async function operator(product: Product): Promise<Client & { readonly id: string }> {
  const odile = await person(product, "odile");
  const memberships = await odile.get("/v1/memberships");
  const id = memberships.body.items[0].organisation.id;
  return { ...odile.actingFor(id), id };
}

export const evidence = { evidence: { kind: "powers-attestation", sha256: "a".repeat(64) } };

/** A supplier registered by `sub` and confirmed by the operator. */
export async function newSupplier(product: Product, sub: string, mail = someone(sub).mail): Promise<Supplier> {
  const siret = newSiret();
  const asPerson = await person(product, sub);
  const registered = await asPerson.post("/v1/organisations", {
    name: `Fournisseur de ${sub}`,
    siret,
    person: { ...someone(sub), mail },
  });
  const id = registered.body.id;
  const agent = await operator(product);
  const members = await agent.get(`/v1/organisations/${id}/members`);
  const memberId = members.body.items[0].id;
  const confirmed = await agent.post(`/v1/organisations/${id}/members/${memberId}/confirmation`, evidence, {
    version: 1,
  });
  if (confirmed.status !== 200) throw new Error(confirmed.text);
  return { id, memberId, siret, client: asPerson.actingFor(id) };
}

export const enrolment = {
  programme: "BIO-SGL-Va1",
  declared: { role: "editeur", depositorIsLegalRep: true, exception: false, formNumber: "SGL-2022-0042" },
};
