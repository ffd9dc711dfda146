import { expect, test } from "@jest/globals";
import { invoke } from "../support/account.ts";
import { difference, exercisedIn, grantedBy, type Permission } from "../support/permissions.ts";
import type { Product } from "../support/product.ts";
import { newSiret, newSupplier, operator, someone } from "../support/scenario.ts";

/** Granted for what AWS does around a function and the local cloud does in another way. */
const notAsked: Readonly<Record<string, string>> = {
  "logs:CreateLogStream": "Lambda writes the log of a function; here its process writes into a file",
  "logs:PutLogEvents": "as above",
  "sqs:SendMessage": "Lambda sends the batches given up; here they are kept in the store",
  "dynamodb:ListStreams": "Lambda asks for it when a mapping is made; here the mapping names its stream",
};

/** SEC-19: roles may do what the run has made them do, and nothing else. Comes last: it looks back at the whole run. */
export function permissions(product: () => Product): void {
  test("a person whom the platform knows joins two more organisations: one name, opened with one key", async () => {
    const { client } = await newSupplier(product(), "known");
    const other = await newSupplier(product(), "inviting-the-known");
    const second = { name: "Filiale", siret: newSiret(), person: someone("known") };
    const { body: registered } = await client.post("/v1/organisations", second);
    const agent = await operator(product());
    const founders = await agent.get(`/v1/organisations/${registered.id}/members`);
    expect(founders.body.items).toMatchObject([{ displayName: "known Durand" }]);

    const invitations = `/v1/organisations/${other.id}/invitations`;
    const invitation = { mail: "known@fournisseur.example", roles: ["filer"] };
    const { body: invited } = await other.client.post(invitations, invitation);
    const accepted = await client.post(`${invitations}/${invited.id}/acceptance`, { person: someone("known") });
    expect(accepted.status).toBe(201);
    const members = await other.client.get(`/v1/organisations/${other.id}/members`);
    expect(members.body.items).toContainEqual(
      expect.objectContaining({ kind: "member", state: "proposed", displayName: "known Durand" }),
    );
  });

  test("the operator founded a second time, by a person whom the platform knows: nothing is founded", async () => {
    await newSupplier(product(), "usurper");
    const founding = { name: "Autre opérateur", siret: newSiret(), person: someone("usurper") };
    const again = { ...founding, issuer: product().issuer, subject: "usurper" };
    expect(await invoke(product(), "BootstrapOperator", again)).toEqual({ founded: false });
  });

  /** Whatever needs no reason to be absent from the run. */
  const comparable = (permission: Permission) => !(permission.action in notAsked);

  test("SEC-19 every permission granted to a role was used by the run, and none beside them", async () => {
    const [granted, exercised] = [grantedBy(product()), await exercisedIn(product())];
    expect(exercised.length).toBeGreaterThan(50);
    expect(difference(granted.filter(comparable), exercised)).toEqual([]);
    expect(difference(exercised, granted)).toEqual([]);
    const excepted = new Set(granted.map(({ action }) => action)).difference(
      new Set(exercised.map((one) => one.action)),
    );
    expect([...excepted].sort()).toEqual(Object.keys(notAsked).sort());
  });

  test("SEC-19 a permission too many: seen", async () => {
    const granted = grantedBy(product()).filter(comparable);
    const planted = { ...granted[0]!, action: "dynamodb:Scan" };
    expect(difference([...granted, planted], await exercisedIn(product()))).toEqual([
      `${planted.role}: dynamodb:Scan on ${planted.resource}`,
    ]);
  });
}
