import { describe, expect, test } from "@jest/globals";
import { reviewMachine } from "../../../local/step-functions/review.ts";

const review = (States: object) => reviewMachine(JSON.stringify({ QueryLanguage: "JSONata", StartAt: "A", States }));
const says = (Output: string) => ({ Type: "Pass", Output, End: true });

describe("a machine under review", () => {
  test.each([
    ["assigned before", "{% $due %}"],
    ["bound in the expression itself", "{% ($n := 1; $map($states.input, function($x) { $x + $n })) %}"],
    ["only named in a text", "{% 'it costs $other' %}"],
    ["a function", "{% $map([1], $string) & $now() %}"],
  ])("a variable that is %s: nothing to say", (_, output) => {
    expect(review({ A: { Type: "Pass", Assign: { due: 1 }, Next: "B" }, B: says(output) })).toEqual([]);
  });

  test("a variable that no state assigns: said, with its place", () => {
    expect(review({ A: says("{% $due + $states.input %}") })).toEqual(["/States/A reads $due, which no state assigns"]);
  });

  test("a variable of a branch, read outside of it: said; one from outside, read in the branch: not", () => {
    const branch = { StartAt: "C", States: { C: { ...says("{% $outer %}"), Assign: { inner: 1 } } } };
    const States = {
      A: { Type: "Pass", Assign: { outer: 1 }, Next: "B" },
      B: { Type: "Parallel", Branches: [branch], Next: "D" },
      D: says("{% $inner %}"),
    };
    expect(review(States)).toEqual(["/States/D reads $inner, which no state assigns"]);
  });

  test("a task without Retry or Catch: said, unless its comment gives the reason", () => {
    const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments: {}, End: true };
    expect(review({ A: task })).toEqual(["/States/A has neither Retry nor Catch, and no Comment that says why"]);
    expect(review({ A: { ...task, Comment: "A failure is for a person" } })).toEqual([]);
    expect(review({ A: { ...task, Retry: [] } })).toEqual([]);
  });
});
