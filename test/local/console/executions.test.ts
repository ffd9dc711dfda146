import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { openWork } from "../../../local/clock/work.ts";
import { EXECUTION_PATH, executionLine, executions, MOST_EVENTS } from "../../../local/console/executions.ts";
import { startConsole } from "../../../local/console/start.ts";
import type { ConsoleState } from "../../../local/console/state.ts";
import { newRun } from "../../../local/step-functions/engine/engine.ts";
import { Runner } from "../../../local/step-functions/runner.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "../core/temporary.ts";
import { freePort } from "../http-api/harness.ts";

const NOW = Date.UTC(2031, 0, 1, 12);
const arnOf = (name: string) => `arn:aws:states:eu-west-3:000000000000:execution:orders:${name}`;
const machine = { id: "arn:aws:states:eu-west-3:000000000000:stateMachine:orders", name: "orders", roleArn: "r" };
const evil = '<script>alert("x")</script>';

const loop = {
  Count: { Type: "Pass", Assign: { n: "{% $n + 1 %}" }, Next: "Enough" },
  Enough: { Type: "Choice", Choices: [{ Condition: "{% $n < 400 %}", Next: "Count" }], Default: "End" },
  End: { Type: "Succeed", Output: "{% $n %}" },
};
/** What each execution does. */
const definitions: Readonly<Record<string, object>> = {
  waiting: {
    StartAt: "UntilMonday",
    States: { UntilMonday: { Type: "Wait", Seconds: 86_400, Next: "End" }, End: { Type: "Succeed" } },
  },
  failed: { StartAt: "Refuse", States: { Refuse: { Type: "Fail", Error: "Refused", Cause: evil } } },
  long: { StartAt: "Begin", States: { Begin: { Type: "Pass", Assign: { n: 0 }, Next: "Count" }, ...loop } },
};

let runner: Runner;
let port: number;
let running: Awaited<ReturnType<typeof startConsole>>;

beforeAll(async () => {
  const store = openStore(temporaryDirectory());
  const clock = { now: () => NOW };
  const call = async () => {
    throw new Error("nothing is called");
  };
  runner = new Runner({ store, due: openDueRunner(store, clock), clock, work: openWork(), call });
  runner.start();
  for (const [name, definition] of Object.entries(definitions)) {
    runner.executions.putDefinition(name, JSON.stringify({ QueryLanguage: "JSONata", ...definition }));
    const run = newRun({ id: arnOf(name), name, machine, input: { evil }, startedAt: NOW });
    runner.executions.begin({ run, definition: name, startedAs: machine.id });
    await runner.settled(run.id);
  }
  port = await freePort();
  const inbox = { list: () => [], find: () => undefined };
  const state = () => ({}) as ConsoleState;
  running = await startConsole({ port, clock, state, inbox, executions: runner.executions, posts: {} });
});
afterAll(() => running.close());

const listed = () =>
  runner.executions.list(undefined, { status: undefined, limit: 20, offset: 0 }).map(({ run }) => executionLine(run));
const section = (lines: ConsoleState["executions"]) => executions({ executions: lines } as ConsoleState).toString();
const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
const pageOf = async (name: string) => (await get(EXECUTION_PATH + encodeURIComponent(arnOf(name)))).text();

describe("executions on the console", () => {
  test("none: the section says so", () => {
    expect(section([])).toContain("Aucune exécution.");
  });

  test("of all machines, newest first, with where each stands", () => {
    expect(listed()).toMatchObject([
      { name: "long", machine: "orders", status: "SUCCEEDED", states: [] },
      { name: "failed", status: "FAILED" },
      { name: "waiting", status: "RUNNING", states: ["UntilMonday"], since: NOW },
    ]);
    const text = section(listed());
    expect(text).toContain("En cours");
    expect(text).toContain("<code>UntilMonday</code>");
    expect(text).toContain(`<a href="${EXECUTION_PATH}${encodeURIComponent(arnOf("waiting"))}">waiting</a>`);
  });

  test("the page of one: input, error, history in order; markup escaped; what scrolls is reached by the keyboard", async () => {
    const text = await pageOf("failed");
    for (const shown of ["Échouée", "Refused", "ExecutionStarted", "ExecutionFailed"]) expect(text).toContain(shown);
    expect(text.indexOf("ExecutionStarted")).toBeLessThan(text.indexOf("ExecutionFailed"));
    expect(text).not.toContain("<script");
    expect(text.match(/<pre/g)).toEqual(text.match(/<pre(?= tabindex="0")/g));
  });

  test("a history longer than the page: its end, and how much of it that is", async () => {
    const text = await pageOf("long");
    expect(text).toMatch(/Les 500 derniers événements, sur \d\u202f\d{3}\./);
    expect(text).toContain("ExecutionSucceeded");
    expect(text).not.toContain("ExecutionStarted");
    expect(text.match(/<tr role="row"><td/g)).toHaveLength(MOST_EVENTS);
  });

  test.each(["nobody", "%E0%A4%A"])("an execution that is not there (%s): 404", async (name) => {
    expect((await get(EXECUTION_PATH + name)).status).toBe(404);
  });
});
