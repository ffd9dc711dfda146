import { randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, jest } from "@jest/globals";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { places } from "../../../shared/ports/places.ts";
import type { Item, Place } from "../../../shared/ports/records.ts";
import { call, Founder } from "../adapters/people.ts";
import { type Store, startStore } from "../adapters/store.ts";
import { dossier, editeur, instant } from "./samples.ts";

/** The functions themselves, imported once the environment names the store. */
async function importFunctions() {
  const { handler: register } = await import("../../../functions/segur/register-solution.ts");
  const { handler: completeFile } = await import("../../../functions/segur/record-complete-file.ts");
  const { handler: grant } = await import("../../../functions/segur/grant-referencement.ts");
  const { handler: refusal } = await import("../../../functions/segur/refuse-referencement.ts");
  const { handler: withdrawal } = await import("../../../functions/segur/withdraw-referencement.ts");
  const { handler: distributors } = await import("../../../functions/segur/declare-distributors.ts");
  const { handler: get } = await import("../../../functions/segur/get-solution.ts");
  const { handler: list } = await import("../../../functions/segur/list-solutions.ts");
  const { handler: timeline } = await import("../../../functions/cases/get-timeline.ts");
  const { handler: apply } = await import("../../../functions/segur/apply-referencement.ts");
  return { register, completeFile, grant, refusal, withdrawal, distributors, get, list, timeline, apply };
}

/** Open while the tests run. */
export let store: Store;
export let functions: Awaited<ReturnType<typeof importFunctions>>;
export let ans: Founder;

/** The store, the functions over it, and ANS, for the tests of the file that calls this. */
export function useRegister(): void {
  beforeAll(async () => {
    jest.spyOn(process.stdout, "write").mockReturnValue(true);
    if (process.env.GUICHET_MISSING?.includes("jdk")) return;
    store = await startStore();
    functions = await importFunctions();
    ans = await new Founder({ kind: "ans", roles: ["administrator", "ans"] }).found(
      store,
      instant("2022-01-03T08:00:00.000Z"),
    );
  }, 120_000);
  afterEach(() => store?.letThrough());
  afterAll(async () => {
    await store?.stop();
    jest.restoreAllMocks();
  });
}

type Options = Parameters<Founder["asking"]>[1];

/** Registers a Solution under a number of its own, and gives its id. */
export async function registered(requestNumber: string = randomUUID(), name = "Labonova SGL") {
  const json = { requestNumber, name, editeurSiret: editeur, requestReceivedAt: "2022-03-01T09:00:00+01:00" };
  return call(functions.register, ans.asking("POST /v1/segur/solutions", { json }));
}

/** Something that ANS tells of a Solution. */
export const tell = (
  act: "completeFile" | "grant" | "refusal" | "withdrawal" | "distributors",
  solutionId: string,
  options: Options,
) => call(functions[act], ans.asking(`POST ${act}`, { path: { solutionId }, ...options }));

export const completeFile = { json: { completeFileReceivedAt: "2022-04-11T22:30:00Z" }, version: 1 };

/** A Solution whose file is complete. */
export async function completed(requestNumber: string = randomUUID()): Promise<string> {
  const { id } = (await registered(requestNumber)).json;
  await tell("completeFile", id, completeFile);
  return id;
}

export const grantIt = (id: string, number: string = randomUUID(), at?: string) =>
  tell("grant", id, { json: { number, pronouncedOn: "2022-05-10" }, version: 2, ...(at && { at }) });
export const refuseIt = (id: string) => tell("refusal", id, { json: { pronouncedOn: "2022-05-10" }, version: 2 });
export const withdrawIt = (id: string, at?: string) =>
  tell("withdrawal", id, { json: { withdrawnOn: "2022-06-20" }, version: 3, ...(at && { at }) });

/** Puts an item where an earlier act would have left it. */
export async function put(place: Place, item: Item): Promise<void> {
  const key = { pk: place.pk, ...(place.sk === undefined ? {} : { sk: place.sk }) };
  const whole = marshall({ ...item, ...key }, { removeUndefinedValues: true });
  await store.client.send(new PutItemCommand({ TableName: store.tables.cases, Item: whole }));
}

/** A dossier as its filing and decision would have left it: linked to its Solution, its execution waiting for ANS. */
export async function filed(solutionId: string, changes: Partial<Enrolment> = {}): Promise<string> {
  const id = randomUUID();
  await put(places.dossier(id), dossier({ id, solution: solutionId, ...changes }));
  await put(places.solutionDossier(solutionId, id), { v: 1, dossierId: id });
  return id;
}

/** The execution of a dossier waits for ANS. */
export async function waiting(caseId: string): Promise<string> {
  const id = `${caseId}-9.9.referencement.token`;
  const openedAt = "2022-05-01T08:00:00.000Z";
  const until = "2023-03-27T08:00:00.000Z";
  const wait = {
    v: 1,
    id,
    caseId,
    name: "referencement",
    execution: `${caseId}-9`,
    state: "open",
    seq: 9,
    openedAt,
    until,
  };
  await put(places.wait(caseId), wait);
  return id;
}

/** What the bus puts into the queue: that something was recorded on a chain. */
export const told = (procedure: "referencement" | "enrolment", chain: string, type = "referencement-granted") => ({
  messageId: randomUUID(),
  body: JSON.stringify({ source: "guichet.events", "detail-type": type, detail: { procedure, chain, seq: 3, type } }),
});

export const apply = (...messages: readonly { messageId: string; body: string }[]) =>
  functions.apply({ Records: messages });

/** The item at a place of `cases`. */
export async function itemAt({ pk, sk }: Place): Promise<Item | undefined> {
  return (await store.items("cases")).find((item) => item.pk === pk && item.sk === sk);
}

/** The events that were recorded on a chain. */
export async function eventsOf(chain: string): Promise<readonly { type: string; at: string; actor: string }[]> {
  const items = (await store.items("events")).filter(({ pk }) => pk === chain);
  return items.sort((one, other) => Number(one.sk) - Number(other.sk)).map(({ text }) => JSON.parse(String(text)));
}
