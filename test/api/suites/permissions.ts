import { expect, test } from "@jest/globals";
import { invoke } from "../support/account.ts";
import { beyond, exercisedIn, type Permission, statementsOf, unused } from "../support/permissions.ts";
import type { Product } from "../support/product.ts";
import { newSiret, newSupplier, operator, someone } from "../support/scenario.ts";

/** Granted for what AWS does around the roles, and the local cloud does in another way or not at all. */
const notAsked: readonly { readonly who: RegExp; readonly what: RegExp; readonly because: string }[] = [
  { who: /./, what: /^logs:/, because: "logs are files here" },
  {
    who: /./,
    what: /^sqs:SendMessage .*(Failures|DeadLetters)/,
    because: "what is given up is sent there, and nothing was",
  },
  { who: /./, what: /^dynamodb:ListStreams /, because: "Lambda asks when a mapping is made; here it names its stream" },
  { who: /EnrolmentRole/, what: /^kms:/, because: "executions lie in a directory that only its owner reads" },
  { who: /MalwareScan/, what: /^events:/, because: "GuardDuty makes a rule of its own; here S3 tells it" },
  {
    who: /MalwareScan/,
    what: /^s3:(Get|Put)BucketNotification |^s3:ListBucket /,
    because: "asked when a plan is made",
  },
  { who: /MalwareScan/, what: /^s3:PutObject |^kms:GenerateDataKey /, because: "as above, with an object to try" },
  {
    who: /MalwareScan/,
    what: /^s3:(Get|Put)Object(Tagging)? /,
    because: "every object here has a version, which is named",
  },
];

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
    const founding = { kind: "operator", name: "Autre opérateur", siret: newSiret(), person: someone("usurper") };
    const again = { ...founding, issuer: product().issuer, subject: "usurper" };
    expect(await invoke(product(), "BootstrapOperator", again)).toEqual({ founded: false });
  });

  const isAsked = (exception: (typeof notAsked)[number], { role, action, resource }: Permission) =>
    !(exception.who.test(role) && exception.what.test(`${action} ${resource}`));
  /** Whatever needs no reason to be absent from the run. */
  const comparable = (permission: Permission) => notAsked.every((exception) => isAsked(exception, permission));
  const grantedBy = async () => (await statementsOf(product())).flatMap(({ permissions }) => permissions);

  test("SEC-19 every permission granted to a role was used by the run, and none beside them", async () => {
    const [granted, exercised] = [await grantedBy(), await exercisedIn(product())];
    expect(exercised.length).toBeGreaterThan(50);
    expect(beyond(granted, exercised)).toEqual([]);
    const idle = notAsked.filter((exception) => granted.every((permission) => isAsked(exception, permission)));
    expect(idle).toEqual([]);
    expect(unused(granted.filter(comparable), exercised)).toEqual([]);
  });

  test("SEC-19 a permission too many: seen", async () => {
    const granted = (await grantedBy()).filter(comparable);
    const planted = { ...granted[0]!, action: "dynamodb:Scan" };
    expect(unused([...granted, planted], await exercisedIn(product()))).toContain(
      `${planted.role}: dynamodb:Scan on ${planted.resource}`,
    );
  });

  test("SEC-20 each statement that allows something, taken away alone: the run would have failed", async () => {
    const statements = (await statementsOf(product())).filter(({ permissions }) => permissions.some(comparable));
    const survivors = statements.filter(({ isNeeded }) => !isNeeded);
    process.stderr.write(`SEC-20: ${statements.length - survivors.length}/${statements.length} statements killed\n`);
    expect(statements.length).toBeGreaterThan(50);
    expect(survivors.map(({ permissions }) => permissions)).toEqual([]);
  });
}
