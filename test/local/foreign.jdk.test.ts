import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { ConsoleState } from "../../local/console/state.ts";
import { descendantsOf, freePorts, type LocalRun, runLocal, untilGone } from "./core/run-local.ts";

jest.setTimeout(180_000);

const app = fileURLToPath(new URL("./foreign-app/app.ts", import.meta.url));
const config = JSON.parse(readFileSync(new URL("./foreign-app/local.config.json", import.meta.url), "utf8"));
const project = mkdtempSync(join(tmpdir(), "foreign-"));
let port: number;
beforeAll(async () => {
  port = await freePorts();
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const start = (context: Record<string, string> = {}, args: readonly string[] = []): LocalRun =>
  runLocal(project, { ...config, app: `node ${app}`, context }, ["--port", String(port), ...args]);

const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  return { status: response.status, date: response.headers.get("Date"), body: JSON.parse(await response.text()) };
};
const state = async (): Promise<ConsoleState> =>
  JSON.parse(await (await fetch(`http://127.0.0.1:${port + 3}/state.json`)).text());

/** Reads the loan until the function on the stream has made its reminder. */
const readWithReminder = async (loan: string) => {
  for (;;) {
    const read = await call("GET", `/loans/${loan}`);
    if (read.status !== 200 || read.body.reminder) return read;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe("an app that the local cloud has never seen", () => {
  let loan: string;

  test("it boots, records over HTTP, opens what its key sealed, and the stream's function runs; kill -9 leaves no process", async () => {
    const run = start({}, ["--at", "2031-05-06T07:08:09+02:00"]);
    await run.ready();
    expect(run.output()).toContain(`Prêter un livre : POST http://127.0.0.1:${port}/loans`);
    const lent = await call("POST", "/loans", { title: "Almagest", borrower: "Theon" });
    expect(lent).toMatchObject({ status: 201, body: { hours: "9-17", home: null } });
    expect(lent.body.lentAt).toMatch(/^2031-05-06T05:/);
    expect(lent.date).toMatch(/^Tue, 06 May 2031 05:/);
    loan = lent.body.loan;
    expect((await readWithReminder(loan)).body).toEqual({ title: "Almagest", borrower: "Theon", reminder: true });
    const pids = descendantsOf(run.process.pid ?? 0);
    expect(pids.length).toBeGreaterThanOrEqual(3);
    run.process.kill("SIGKILL");
    await run.ended();
    await untilGone(pids);
  });

  test("the grant of one table taken away: the act fails, the console names the action and the role; Ctrl-C leaves no process", async () => {
    const run = start({ withoutGrant: "yes" });
    await run.ready();
    expect((await call("GET", `/loans/${loan}`)).status).toBe(500);
    const { denials, logs } = await state();
    expect(denials[0]).toMatchObject({
      action: "dynamodb:GetItem",
      principal: expect.stringContaining("assumed-role/Desk-LendServiceRole"),
      resource: expect.stringContaining("table/Holdings-Reminders"),
    });
    expect(JSON.stringify(logs)).toContain("AccessDeniedException");
    const pids = descendantsOf(run.process.pid ?? 0);
    run.process.kill("SIGINT");
    expect(await run.ended()).toBe(0);
    await untilGone(pids);
  });

  test("after both: nothing is lost, the first acts are not done twice, time goes on from where it was", async () => {
    const run = start();
    await run.ready();
    const read = await call("GET", `/loans/${loan}`);
    expect(read.body).toEqual({ title: "Almagest", borrower: "Theon", reminder: true });
    expect(read.date).toMatch(/06 May 2031/);
    const { tables, functions, invocations } = await state();
    expect(tables.map(({ items }) => items)).toEqual([1, 2]);
    expect(functions).toHaveLength(3);
    expect(invocations.map(({ functionName }) => functionName.slice(0, 9))).toEqual(["Desk-Lend"]);
    run.process.kill("SIGTERM");
    await run.ended();
  });

  test("the key of its table renamed: refused, with what would be lost", async () => {
    const run = start({ loanKey: "loanId" });
    expect(await run.ended()).toBe(1);
    expect(run.output()).toMatch(
      /Holdings\/Loans\w+ \(AWS::DynamoDB::GlobalTable\) change de « KeySchema » : la ressource serait remplacée/,
    );
  });
});
