import { afterEach, describe, expect, test } from "@jest/globals";
import { createIam } from "../../../local/iam/iam.ts";
import { ACCOUNT, TestClock, temporaryDirectory } from "../iam-cloud.ts";
import { type Open, openMachines } from "./open-machines.ts";

const opened: Open[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function open(): Open {
  const [clock, dataDir] = [new TestClock(), temporaryDirectory()];
  const machines = openMachines({ iam: createIam({ clock, dataDir, account: ACCOUNT }), clock, dataDir });
  opened.push(machines);
  return machines;
}

function declare({ played }: Open, type: string, properties: object) {
  const player = played.players.find((one) => one.type === `AWS::StepFunctions::${type}`)!;
  const resource = { logicalId: "Notice", type, assemblyDir: "/nowhere", generatedName: "stack-Notice" };
  return player.create({ ...resource, properties: { ...properties } });
}

const RoleArn = "arn:aws:iam::000000000000:role/machine";
const text = (state: object, more = {}) =>
  JSON.stringify({ QueryLanguage: "JSONata", StartAt: "S", States: { S: { End: true, ...state } }, ...more });

describe("a machine of a template", () => {
  test("with substitutions: they stand in its definition", async () => {
    const machines = open();
    const DefinitionString = text({ Type: "Task", Resource: `$${"{Close}"}` });
    const Close = "arn:aws:lambda:eu-west-3:000000000000:function:close";
    await declare(machines, "StateMachine", { DefinitionString, DefinitionSubstitutions: { Close }, RoleArn });
    const id = (
      await declare(machines, "StateMachine", { DefinitionString, DefinitionSubstitutions: { Close }, RoleArn })
    ).attributes.StateMachineRevisionId!;
    expect(machines.played.runner.executions.definition(id)).toMatchObject({ States: { S: { Resource: Close } } });
  });

  test.each([
    [
      "an item reader",
      { Type: "Map", ItemReader: {}, ItemProcessor: { StartAt: "P", States: { P: { Type: "Succeed" } } } },
      "ItemReader",
    ],
    [
      "a result writer",
      { Type: "Map", ResultWriter: {}, ItemProcessor: { StartAt: "P", States: { P: { Type: "Succeed" } } } },
      "ResultWriter",
    ],
    [
      "a service that is not played",
      { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem" },
      "dynamodb:putItem",
    ],
    ["a state without a way out", { Type: "Pass", End: undefined }, "AWS refuserait"],
  ])("that asks for %s: stops the boot, by name", async (_, state, said) => {
    const declared = declare(open(), "StateMachine", { DefinitionString: text(state), RoleArn });
    await expect(declared).rejects.toThrow(said);
  });

  test("of type EXPRESS: stops the boot", async () => {
    const properties = { DefinitionString: text({ Type: "Pass" }), RoleArn, StateMachineType: "EXPRESS" };
    await expect(declare(open(), "StateMachine", properties)).rejects.toThrow("STANDARD");
  });
});

test("started by its alias: the execution runs, and says by which alias", async () => {
  const machines = open();
  const { ref } = await declare(machines, "StateMachine", { DefinitionString: text({ Type: "Pass" }), RoleArn });
  const version = await declare(machines, "StateMachineVersion", { StateMachineArn: ref });
  const RoutingConfiguration = [{ StateMachineVersionArn: version.ref, Weight: 100 }];
  const alias = await declare(machines, "StateMachineAlias", { Name: "live", RoutingConfiguration });
  expect([version.ref, alias.ref]).toEqual([`${ref}:1`, `${ref}:live`]);
  machines.played.startExecution({ stateMachineArn: alias.ref, input: "1" });
  await machines.settled();
  const [kept] = machines.played.runner.executions.list(alias.ref, { status: "SUCCEEDED", limit: 1, offset: 0 });
  expect(kept).toMatchObject({ startedAs: alias.ref, run: { output: 1 } });
});

test("an execution that began before its machine changed: ends by the definition it began with", async () => {
  const machines = open();
  const waits = { Type: "Wait", Seconds: 60 };
  await declare(machines, "StateMachine", { DefinitionString: text({ ...waits, Output: "old" }), RoleArn });
  const { ref } = await declare(machines, "StateMachine", {
    DefinitionString: text({ ...waits, Output: "old" }),
    RoleArn,
  });
  machines.played.startExecution({ stateMachineArn: ref, input: "{}" });
  await machines.settled();
  await declare(machines, "StateMachine", { DefinitionString: text({ ...waits, Output: "new" }), RoleArn });
  await machines.passed(60_000);
  const [kept] = machines.played.runner.executions.list(ref, { status: undefined, limit: 1, offset: 0 });
  expect(kept!.run.output).toBe("old");
});
