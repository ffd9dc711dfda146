import { expect, test } from "@jest/globals";
import type { RunCase } from "./case.ts";
import { World } from "./world.ts";

/** A machine that catches whatever its function's result of so many bytes leads to. */
function resultOf(bytes: number): RunCase {
  const Send = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: "f" },
    Output: "sent",
    Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.errorOutput.Error %}", Next: "Say" }],
    End: true,
  };
  const definition = { QueryLanguage: "JSONata", StartAt: "Send", States: { Send, Say: { Type: "Pass", End: true } } };
  const result = "é".repeat((bytes - 2) / 2);
  const stub = {
    outcome: "succeed" as const,
    result,
    expectArgumentsAny: [],
    callbackAfterSeconds: 0,
    heartbeatsAtSeconds: [],
  };
  const expected = {
    status: "SUCCEEDED",
    outputAny: [],
    errorSoft: false,
    causeAny: false,
    statesEnteredUnordered: false,
  };
  return {
    name: "quota",
    definition,
    input: {},
    driver: [],
    lambdaStubs: { Send: [stub] },
    expected,
  };
}

test.each([
  [262_144, "sent"],
  [262_146, "States.DataLimitExceeded"],
])("a result of %d bytes: %s", async (bytes, output) => {
  const world = new World(resultOf(bytes));
  await world.play();
  expect(world.run).toMatchObject({ status: "SUCCEEDED", output });
});
