import { expect, test } from "@jest/globals";
import { workflowFaults } from "../workflows.ts";
import { plant, project } from "./planted.ts";

const file = "workflows/segur/planted.asl.json";
const call = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "$".concat("{Notify}"), Payload: { due: "{% $due %}" } },
  Retry: [{ ErrorEquals: ["Lambda.TooManyRequestsException"] }],
  Catch: [{ ErrorEquals: ["States.ALL"], Next: "Undone" }],
  Next: "Done",
};
const sound = {
  Set: { Type: "Pass", Assign: { due: "{% $now() %}" }, Next: "Call" },
  Call: call,
  Done: { Type: "Succeed" },
  Undone: { Type: "Fail" },
};
const faultsOf = (States: object) =>
  workflowFaults(plant({ [file]: JSON.stringify({ QueryLanguage: "JSONata", StartAt: "Set", States }) }));

test("a sound workflow, its functions by name: no fault", () => {
  expect(faultsOf(sound)).toEqual([]);
});

test.each<[string, object, string]>([
  ["a variable that no state assigns", { Set: { Type: "Pass", Next: "Call" } }, "/States/Call reads $due"],
  [
    "States.ALL before another error",
    { Call: { ...call, Catch: [...call.Catch, { ErrorEquals: ["Refused"], Next: "Undone" }] } },
    "States.ALL must appear alone and last at /States/Call",
  ],
  [
    "a task without Retry or Catch that states no reason",
    { Call: { ...call, Retry: undefined, Catch: undefined, Next: "Undone" } },
    "/States/Call has neither Retry nor Catch",
  ],
  ["a state to which nothing leads", { Lost: { Type: "Succeed" } }, "Lost"],
])("%s: one line, with the file and the place", (_, planted, said) => {
  const faults = faultsOf({ ...sound, ...planted });
  expect(faults).toContainEqual(expect.stringContaining(said));
  expect(faults.every((fault) => fault.startsWith(`${file}: `))).toBe(true);
});

test("a file that is no JSON: one line", () => {
  expect(workflowFaults(plant({ [file]: "{" }))).toEqual([
    `${file}: INVALID_JSON_DESCRIPTION: The definition is not a JSON object`,
  ]);
});

test("the workflows of the project: none has a fault", () => {
  expect(workflowFaults(project)).toEqual([]);
});
