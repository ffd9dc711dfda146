import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, jest } from "@jest/globals";
import { keyOf } from "../../../shared/adapters/dynamodb/attributes.ts";
import type { Place } from "../../../shared/ports/records.ts";
import { call, type Founder, openedAt } from "./people.ts";
import { type Store, startStore } from "./store.ts";

export const enrolment = {
  programme: "BIO-SGL-Va1",
  declared: { role: "editeur", depositorIsLegalRep: true, exception: false },
};
const evidence = { evidence: { kind: "mandate", sha256: "a".repeat(64) } };
export const days = (count: number) => new Date(Date.parse(openedAt) + count * 86_400_000).toISOString();

/** The functions themselves, imported once the environment names the store. */
async function importFunctions() {
  const { handler: createDossier } = await import("../../../functions/segur/create-dossier.ts");
  const { handler: getDossier } = await import("../../../functions/segur/get-dossier.ts");
  const { handler: listDossiers } = await import("../../../functions/segur/list-dossiers.ts");
  const { handler: withdrawDossier } = await import("../../../functions/segur/withdraw-dossier.ts");
  const { handler: confirmMember } = await import("../../../functions/directory/confirm-member.ts");
  const { handler: endMembership } = await import("../../../functions/directory/end-membership.ts");
  const { handler: getTimeline } = await import("../../../functions/cases/get-timeline.ts");
  return { createDossier, getDossier, listDossiers, withdrawDossier, confirmMember, endMembership, getTimeline };
}

/** Open while the tests run. */
export let store: Store;
export let functions: Awaited<ReturnType<typeof importFunctions>>;

/** The store and the functions over it, for the tests of the file that calls this. */
export function useActs(): void {
  beforeAll(async () => {
    jest.spyOn(process.stdout, "write").mockReturnValue(true);
    if (process.env.GUICHET_MISSING?.includes("jdk")) return;
    store = await startStore();
    functions = await importFunctions();
  }, 120_000);
  afterEach(() => store?.letThrough());
  afterAll(async () => {
    await store?.stop();
    jest.restoreAllMocks();
  });
}

export const create = (who: Founder, options: Parameters<Founder["asking"]>[1] = {}) =>
  call(functions.createDossier, who.asking("POST /v1/segur/dossiers", { json: enrolment, ...options }));
export const withdraw = (who: Founder, dossierId: string, version: number, key?: string) =>
  call(
    functions.withdrawDossier,
    who.asking("POST withdrawal", { path: { dossierId }, version, ...(key === undefined ? {} : { key }) }),
  );
export const read = (who: Founder, dossierId: string) =>
  call(functions.getDossier, who.asking("GET dossier", { path: { dossierId } }));
export const list = async (who: Founder, query: Readonly<Record<string, string>> = {}) =>
  (await call(functions.listDossiers, who.asking("GET dossiers", { query }))).json;
export const confirm = (who: Founder, member: Founder, version: number, options: { key?: string; at?: string } = {}) =>
  call(
    functions.confirmMember,
    who.asking("POST confirmation", {
      path: { organisationId: member.organisation, memberId: member.memberId },
      version,
      json: evidence,
      ...options,
    }),
  );
export const type = (answer: { json: { type: string } }) => answer.json.type.replace("urn:guichet:problem:", "");

/** Changes one attribute of an item behind the product's back. */
export async function alter(table: string, place: Place, attribute: string, value: string) {
  await store.client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: keyOf(place),
      UpdateExpression: "SET #a = :v",
      ExpressionAttributeNames: { "#a": attribute },
      ExpressionAttributeValues: { ":v": { S: value } },
    }),
  );
}

/** Does something between the read and the first write of an act. */
export function beforeFirstWrite(act: () => Promise<void>) {
  let done = false;
  store.interfere(async ({ operation }) => {
    if (operation !== "TransactWriteItems" || done) return undefined;
    done = true;
    await act();
    return undefined;
  });
}
