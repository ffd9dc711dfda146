import { describe, expect, test } from "@jest/globals";
import {
  type AlarmState,
  type Condition,
  evaluate,
  LOOKED_AT_BEYOND,
  type MissingData,
} from "../../../local/cloudwatch/evaluation.ts";

const condition = (missingData: MissingData, datapointsToAlarm = 3): Condition => ({
  comparison: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  evaluationPeriods: 3,
  datapointsToAlarm,
  missingData,
});

/** `X` beyond the threshold, `0` within it, `-` missing; the oldest first, five of them. */
const points = (text: string) => [...text].map((mark) => (mark === "-" ? undefined : mark === "X" ? 5 : 0));

const kinds = ["missing", "ignore", "breaching", "notBreaching"] as const;
const told: Readonly<Record<string, AlarmState>> = { o: "OK", A: "ALARM", i: "INSUFFICIENT_DATA", k: "ALARM" };

describe("an alarm of three points of three", () => {
  /** What the documentation of CloudWatch says: by missing, ignore, breaching, notBreaching; `k` keeps the state. */
  test.each([
    ["0-X-X", "oooo"],
    ["----0", "oooo"],
    ["-----", "ikAo"],
    ["0XX-X", "AAAA"],
    ["--X--", "AkAo"],
  ])("five periods %s: %s", (text, states) => {
    expect(points(text)).toHaveLength(3 + LOOKED_AT_BEYOND);
    for (const [index, kind] of kinds.entries()) {
      expect([kind, evaluate(condition(kind), points(text), "ALARM")]).toEqual([kind, told[states[index]!]]);
    }
  });
});

describe("an alarm of two points of three", () => {
  test.each([
    ["00X-X", "AAAA"],
    ["---X0", "okAo"],
    ["--0X0", "oooo"],
    ["---XX", "AAAA"],
  ])("five periods %s: %s", (text, states) => {
    for (const [index, kind] of kinds.entries()) {
      expect([kind, evaluate(condition(kind, 2), points(text), "ALARM")]).toEqual([kind, told[states[index]!]]);
    }
  });
});

test.each([
  ["GreaterThanOrEqualToThreshold", "oAA"],
  ["GreaterThanThreshold", "ooA"],
  ["LessThanOrEqualToThreshold", "AAo"],
  ["LessThanThreshold", "Aoo"],
] as const)("%s: below, at and above the threshold", (comparison, states) => {
  const one = { ...condition("missing", 1), evaluationPeriods: 1, comparison };
  const found = [0, 1, 2].map((value) => evaluate(one, [value], "OK"));
  expect(found).toEqual([...states].map((state) => told[state]));
});
