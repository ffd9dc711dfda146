import { randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, jest } from "@jest/globals";
import { createKms } from "../../../local/kms/kms.ts";
import { keyOf } from "../../../shared/adapters/dynamodb/attributes.ts";
import type { Role } from "../../../shared/domain/directory/roles.ts";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import type { InstructionTask } from "../../../shared/domain/segur/instruction.ts";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import type { Solution } from "../../../shared/domain/segur/solution.ts";
import type { Wait } from "../../../shared/lambda/waits.ts";
import { listPartition, places } from "../../../shared/ports/places.ts";
import type { Item, Place } from "../../../shared/ports/records.ts";
import { ACCOUNT, openDoor, REGION } from "../../local/iam-cloud.ts";
import { call, Founder } from "../adapters/people.ts";
import { type Store, startStore } from "../adapters/store.ts";
import { editeur, granted } from "../segur-solutions/samples.ts";
import { dossier, file, pieces } from "../segur-workflow/made.ts";

const base = "../../../functions/segur";

/** The functions themselves, imported once the environment names the store. */
async function importFunctions() {
  const { handler: queue } = await import(`${base}/list-queue.ts`);
  const { handler: claim } = await import(`${base}/claim-dossier.ts`);
  const { handler: release } = await import(`${base}/release-dossier.ts`);
  const { handler: examination } = await import(`${base}/get-examination.ts`);
  const { handler: facts } = await import(`${base}/review-facts.ts`);
  const { handler: invitation } = await import(`${base}/invite-to-complete.ts`);
  const { handler: decision } = await import(`${base}/decide-dossier.ts`);
  const { handler: reopening } = await import(`${base}/reopen-dossier.ts`);
  const { handler: dossier } = await import(`${base}/get-dossier.ts`);
  return { queue, claim, release, examination, facts, invitation, decision, reopening, dossier };
}

/** Open while the tests run: the store, the functions over it, and the people of the operator and of a Fournisseur. */
export let store: Store;
export let instructor: Founder;
export let colleague: Founder;
export let ordonnateur: Founder;
export let filer: Founder;
let functions: Awaited<ReturnType<typeof importFunctions>>;

const since = "2022-01-03T08:00:00.000Z";
export const now = "2022-12-01T10:00:00.000Z";

/** A local KMS in which the functions find the key that wraps the keys of persons. */
async function openKeys() {
  const cloud = await openDoor((iam, clock, dataDir) => {
    clock.at = Date.now();
    const kms = createKms({ iam, clock, dataDir, account: ACCOUNT, region: REGION });
    players = kms.players;
    return [kms.service];
  });
  const key = players.find(({ type }) => type === "AWS::KMS::Key");
  const resource = { logicalId: "Key", type: "AWS::KMS::Key", properties: {}, assemblyDir: "/", generatedName: "key" };
  const { ref, attributes } = await key!.create(resource);
  const sealer = cloud.role("sealer", { Effect: "Allow", Action: "kms:*", Resource: "*" });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${cloud.port}`,
    PERSONAL_KEY_ARN: attributes.Arn ?? ref,
    AWS_ACCESS_KEY_ID: sealer.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sealer.secretAccessKey,
    AWS_SESSION_TOKEN: sealer.sessionToken,
  });
  return cloud.door;
}
let players: ReturnType<typeof createKms>["players"] = [];
let keys: Awaited<ReturnType<typeof openKeys>>;

/** Opens the desk for the tests of the file that calls this. */
export function useDesk(): void {
  beforeAll(async () => {
    jest.spyOn(process.stdout, "write").mockReturnValue(true);
    if (process.env.GUICHET_MISSING?.includes("jdk")) return;
    store = await startStore();
    keys = await openKeys();
    functions = await importFunctions();
    const at = since as Parameters<Founder["found"]>[1];
    instructor = await new Founder({ kind: "operator", roles: ["administrator", "instructor"] }).found(store, at);
    colleague = await joining(["instructor"]);
    ordonnateur = await joining(["authorising-officer"]);
    filer = await new Founder().found(store, at);
  }, 120_000);
  afterEach(() => store?.letThrough());
  afterAll(async () => {
    await store?.stop();
    await keys?.close();
    jest.restoreAllMocks();
  });
}

/** Another member of the operator. */
export async function joining(roles: readonly Role[], personId: string = randomUUID()): Promise<Founder> {
  const member = new Founder();
  member.organisation = instructor.organisation;
  await become(member, { roles, personId, state: "active" });
  return member;
}

/** The membership of a member of the operator, rewritten. */
export const become = (member: Founder, changes: Item) => {
  const { organisation: organisationId, memberId: id } = member;
  const whole = {
    v: 1,
    id,
    personId: randomUUID(),
    organisationId,
    roles: ["instructor"],
    from: since,
    identitySeq: 1,
  };
  return put(places.member(organisationId, id), { ...whole, ...changes });
};

export async function put(place: Place, item: Item): Promise<void> {
  const Item = { ...marshall(item, { removeUndefinedValues: true }), ...keyOf(place) };
  await store.client.send(new PutItemCommand({ TableName: `test-${place.table}`, Item }));
}

const codes = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"] as const satisfies readonly PieceCode[];

export interface Filed {
  readonly head?: Partial<Enrolment>;
  readonly task?: Partial<InstructionTask>;
  readonly wait?: Partial<Wait> | null;
  readonly solution?: Partial<Solution>;
  readonly files?: Parameters<typeof pieces>[0];
}

/** A complete dossier of the Fournisseur as its examination leaves it: in the queue, its execution waiting. */
export async function inQueue({ head = {}, task = {}, wait = {}, solution = {}, files }: Filed = {}): Promise<string> {
  const [id, solutionId] = [randomUUID(), randomUUID()];
  const made = dossier([...codes], { id, owner: filer.organisation, siret: editeur, solution: solutionId, ...head });
  await put(places.dossier(id), { ...made, hash: "0".repeat(64) });
  const received = files ?? Object.fromEntries(codes.map((code) => [code, file(code)]));
  await put(places.pieces(id), { ...pieces(received), dossierId: id });
  await put(places.solution(solutionId), granted({ id: solutionId, conventionSignedOn: on, ...solution }));
  const opened = { v: 1, caseId: id, rev: 1, state: "waiting", since: made.receivedAt };
  await put(places.task(id), {
    ...opened,
    ...listPartition("QUEUE#enrolment", id, `${made.receivedAt}#${id}`),
    ...task,
  });
  if (wait !== null) await put(places.wait(id), { ...waitOf(id), ...wait });
  return id;
}
const on = "2022-02-01" as NonNullable<Solution["conventionSignedOn"]>;

const waitOf = (id: string) => ({
  v: 1,
  id: `${id}-2.3.instruction.token`,
  caseId: id,
  name: "instruction",
  execution: `${id}-2`,
  state: "open",
  seq: 3,
  openedAt: "2022-11-28T10:00:00.000Z",
  until: "2023-10-24T10:00:00.000Z",
});

type Route = keyof Awaited<ReturnType<typeof importFunctions>>;
type Asking = Omit<NonNullable<Parameters<Founder["asking"]>[1]>, "path">;

/** Asks something of a dossier. */
export const ask = (who: Founder, route: Route, dossierId: string, options: Asking = {}) => {
  const path: Record<string, string> = dossierId === "" ? {} : { dossierId };
  return call(functions[route], who.asking(`POST ${route}`, { at: now, path, ...options }));
};

export const queue = async (who: Founder, query: Readonly<Record<string, string>> = {}) =>
  ask(who, "queue", "", { query });

/** A dossier that the instructor has in hand. */
export async function inHand(filed: Filed = {}): Promise<string> {
  const id = await inQueue(filed);
  await ask(instructor, "claim", id);
  return id;
}

/** What is stored of a case, by its sort key. */
export async function itemOf(id: string, sk: string) {
  return (await store.items("cases")).find((item) => item.pk === `CASE#${id}` && item.sk === sk);
}

export async function outboxOf(id: string) {
  return (await store.items("cases")).filter(
    (item) => item.pk === `CASE#${id}` && String(item.sk).startsWith("OUTBOX#"),
  );
}

export async function eventsOf(id: string) {
  const items = (await store.items("events")).filter(({ pk }) => pk === id);
  return items.sort((one, other) => one.sk - other.sk).map(({ text }) => JSON.parse(text));
}
