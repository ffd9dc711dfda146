import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createIam } from "../../../local/iam/iam.ts";
import { describedEvent } from "../../../local/step-functions/answers.ts";
import { ACCOUNT, TestClock, temporaryDirectory } from "../iam-cloud.ts";
import { machineOn, type Open, openMachines } from "./open-machines.ts";

let machines: Open;
beforeEach(() => {
  const [clock, dataDir] = [new TestClock(), temporaryDirectory()];
  machines = openMachines({ iam: createIam({ clock, dataDir, account: ACCOUNT }), clock, dataDir });
});
afterEach(() => machines.close());

/** Runs a machine to where it waits, and gives what tells its history. */
async function ran(States: Record<string, object>) {
  const stateMachineArn = await machineOn(machines, { StartAt: "S0", States });
  machines.played.startExecution({ stateMachineArn, input: '{"n":1}' });
  await machines.settled();
  const { executions } = machines.played.runner;
  const [kept] = executions.list(stateMachineArn, { status: undefined, limit: 1, offset: 0 });
  return (reverse: boolean, offset: number, limit: number) =>
    executions.history(kept!.run.id, { reverse, offset, limit });
}

test("a hundred states in one step, a wait, then a hundred more: each page in its order, no event missing or twice", async () => {
  const pass = (n: number) => [`S${n}`, { Type: "Pass", Next: `S${n + 1}` }] as const;
  const chain = Object.fromEntries(Array.from({ length: 200 }, (_, n) => pass(n)));
  const history = await ran({ ...chain, S100: { Type: "Wait", Seconds: 60, Next: "S101" }, S200: { Type: "Succeed" } });
  const began = machines.clock.now();
  await machines.passed(60_000);
  const all = history(false, 0, 1_000);
  expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 404 }, (_, index) => index + 1));
  expect(all.map(({ previousEventId }) => previousEventId)).toEqual([0, 0, ...all.slice(1, -1).map(({ id }) => id)]);
  expect([all[201], all[202]]).toMatchObject([
    { type: "WaitStateEntered", timestamp: began },
    { type: "WaitStateExited", timestamp: began + 60_000 },
  ]);
  const pages = (reverse: boolean) => [0, 90, 180, 270, 360].flatMap((offset) => history(reverse, offset, 90));
  expect(pages(false)).toEqual(all);
  expect(pages(true)).toEqual(all.toReversed());
});

test("an event as it is described: what AWS may cut is told to be whole, with the data and without", async () => {
  const history = await ran({ S0: { Type: "Pass", Assign: { due: 2 }, End: true } });
  const [, entered, exited] = history(false, 0, 4);
  const details = { name: "S0", output: '{"n":1}', outputDetails: { truncated: false } };
  const assigned = { assignedVariables: { due: "2" }, assignedVariablesDetails: { truncated: false } };
  expect(describedEvent(exited!, true)).toMatchObject({ stateExitedEventDetails: { ...details, ...assigned } });
  expect(describedEvent(entered!, false)).toEqual({
    id: 2,
    previousEventId: 0,
    type: "PassStateEntered",
    timestamp: machines.clock.now() / 1000,
    stateEnteredEventDetails: { name: "S0", inputDetails: { truncated: false } },
  });
});
