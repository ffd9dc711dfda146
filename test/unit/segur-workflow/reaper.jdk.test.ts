import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { z } from "zod";
import { proofOfPlatform } from "../../../shared/domain/platform/access.ts";
import { outboxPut, start } from "../../../shared/lambda/waits.ts";
import { places } from "../../../shared/ports/places.ts";
import { type Store, startStore } from "../adapters/store.ts";
import { at } from "./made.ts";

jest.setTimeout(60_000);

let store: Store;
let stepFunctions: Server;
let reap: (event: unknown) => Promise<void>;
let relay: (event: unknown) => Promise<void>;

/** How each execution stands, by its name; one that is not here does not exist. */
const statuses = new Map<string, string>();
/** Names of executions that were started. */
const started: string[] = [];

async function answerOf(operation: string | undefined, input: unknown): Promise<{ status: number; body: object }> {
  const { executionArn = "", name = "" } = z
    .object({ executionArn: z.string().optional(), name: z.string().optional() })
    .parse(input);
  if (operation === "StartExecution") {
    started.push(name);
    return { status: 200, body: { executionArn: name, startDate: 0 } };
  }
  const status = statuses.get(executionArn.split(":").at(-1) ?? "");
  if (status === "denied") return { status: 400, body: { __type: "AccessDeniedException" } };
  return status === undefined
    ? { status: 400, body: { __type: "ExecutionDoesNotExist" } }
    : { status: 200, body: { status } };
}

beforeAll(async () => {
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  store = await startStore();
  stepFunctions = createServer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1];
    const { status, body } = await answerOf(operation, await json(request));
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(stepFunctions, "listening");
  process.env.AWS_ENDPOINT_URL_SFN = `http://127.0.0.1:${(stepFunctions.address() as AddressInfo).port}`;
  process.env.ENROLMENT_MACHINE = "arn:aws:states:eu-west-3:000000000000:stateMachine:Enrolment:live";
  ({ handler: reap } = await import("../../../functions/platform/reap-executions.ts"));
  ({ handler: relay } = await import("../../../functions/platform/relay.ts"));
});
afterAll(async () => {
  jest.restoreAllMocks();
  stepFunctions.close();
  await store.stop();
});
beforeEach(() => {
  statuses.clear();
  started.length = 0;
});

const proof = proofOfPlatform("outbox.relay");
const since = at("2022-12-01T10:00:00Z");
const morning = (day: string) => ({ at: at(`2022-12-${day}T05:00:00Z`) });

/** A case whose execution was started by its second event. */
async function watchedCase(status?: string): Promise<string> {
  const id = randomUUID();
  const puts = start(id, 2, { machine: "enrolment", at: since, input: { caseId: id, seq: 2 } });
  await store.deps.records.commit(proof, { puts, checks: [] });
  if (status !== undefined) statuses.set(`${id}-2`, status);
  return id;
}

const itemsOf = async (id: string) => (await store.items("cases")).filter(({ pk }) => pk === `CASE#${id}`);
/** Executions that the outbox has a line for, and those that are watched. */
async function executionsOf(id: string) {
  const items = await itemsOf(id);
  const names = (prefix: string, isListed: boolean) =>
    items
      .filter(({ sk, gpk }) => String(sk).startsWith(prefix) && (!isListed || gpk !== undefined))
      .map(({ sk }) => String(sk).slice(prefix.length + id.length + 1));
  return { lines: names("OUTBOX#", false), watched: names("EXECUTION#", true) };
}

test("SEC-16 an execution that fails again and again: started anew each morning, once, under a name of that day", async () => {
  const id = await watchedCase("FAILED");
  for (const day of ["02", "03", "04"]) {
    await reap(morning(day));
    await reap(morning(day));
    statuses.set(`${id}-2022-12-${day}`, "FAILED");
    expect((await executionsOf(id)).watched).toEqual([`2022-12-${day}`]);
  }
  expect((await executionsOf(id)).lines).toEqual(["2", "2022-12-02", "2022-12-03", "2022-12-04"]);
  expect((await itemsOf(id)).find(({ sk }) => sk === `OUTBOX#${id}-2022-12-04`)).toMatchObject({
    kind: "start",
    input: { caseId: id, seq: 2 },
  });
});

test.each(["TIMED_OUT", "ABORTED"])("SEC-16 an execution that ended %s: started anew", async (status) => {
  const id = await watchedCase(status);
  await reap(morning("02"));
  expect(await executionsOf(id)).toEqual({ lines: ["2", "2022-12-02"], watched: ["2022-12-02"] });
});

test("SEC-16 an execution that runs: left alone, and still watched", async () => {
  const id = await watchedCase("RUNNING");
  await reap(morning("02"));
  expect(await executionsOf(id)).toEqual({ lines: ["2"], watched: ["2"] });
});

test("SEC-16 an execution that came to its end: nothing is started, nothing is watched", async () => {
  const id = await watchedCase("SUCCEEDED");
  await reap(morning("02"));
  expect(await executionsOf(id)).toEqual({ lines: ["2"], watched: [] });
});

test("SEC-16 an execution that never began: the relay has a day, then another is started", async () => {
  const id = await watchedCase();
  await reap({ at: at("2022-12-02T09:59:59.999Z") });
  expect((await executionsOf(id)).lines).toEqual(["2"]);
  await reap({ at: at("2022-12-02T10:00:00Z") });
  expect((await executionsOf(id)).lines).toEqual(["2", "2022-12-02"]);
});

test("SEC-16 an execution that cannot be looked at: those behind it are followed, and the run fails", async () => {
  const [ahead, behind] = [await watchedCase("denied"), await watchedCase("FAILED")];
  const third = await watchedCase("FAILED");
  await expect(reap(morning("02"))).rejects.toThrow("1 items failed");
  expect((await executionsOf(ahead)).watched).toEqual(["2"]);
  for (const id of [behind, third]) expect((await executionsOf(id)).watched).toEqual(["2022-12-02"]);
});

test("SEC-16 a line that can never be carried: the sweep carries those behind it, and fails", async () => {
  const poison = randomUUID();
  const line = { kind: "start", machine: "gone", name: "none", input: { caseId: poison, seq: 1 } } as const;
  const puts = [outboxPut(poison, "none", at("2022-01-01T00:00:00Z"), line)];
  await store.deps.records.commit(proof, { puts, checks: [] });
  const id = await watchedCase("RUNNING");
  await expect(relay({ sweep: "outbox" })).rejects.toThrow("1 items failed");
  expect(started).toContain(`${id}-2`);
  expect((await store.items("cases")).find(({ sk }) => sk === places.outbox(id, `${id}-2`).sk)).toHaveProperty(
    "sentAt",
  );
});
