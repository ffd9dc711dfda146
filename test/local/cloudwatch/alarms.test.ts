import { afterEach, describe, expect, test } from "@jest/globals";
import { type DueRunner, openDueRunner } from "../../../local/clock/due-runner.ts";
import { Alarms } from "../../../local/cloudwatch/alarms.ts";
import { alarmPlayer } from "../../../local/cloudwatch/players.ts";
import type { BusEvent } from "../../../local/events/bus-event.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "../core/temporary.ts";
import { ACCOUNT, REGION, TestClock } from "../iam-cloud.ts";

const place = { account: ACCOUNT, region: REGION };
const closing: Array<() => void> = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const errors = {
  AlarmName: "errors",
  AlarmDescription: "A function failed.",
  Namespace: "AWS/Lambda",
  MetricName: "Errors",
  Dimensions: [{ Name: "FunctionName", Value: "orders" }],
  Statistic: "Sum",
  Period: 60,
  Threshold: 1,
  EvaluationPeriods: 1,
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  TreatMissingData: "notBreaching",
};
const deadLetters = {
  ...errors,
  AlarmName: "dead-letters",
  Namespace: "AWS/SQS",
  MetricName: "Visible",
  Dimensions: [{ Name: "QueueName", Value: "dead" }],
  Statistic: "Maximum",
};
const level = { namespace: "AWS/SQS", name: "Visible", dimensions: { QueueName: "dead" } };

/** Alarms on a store, at a time that stands still until `pass`. */
async function openAlarms(declared: readonly object[], { dataDir = temporaryDirectory(), at = 0, waiting = 0 } = {}) {
  const clock = new TestClock();
  clock.at += at;
  const store = openStore(dataDir);
  const due: DueRunner = openDueRunner(store, clock);
  closing.push(() => due.close());
  const events: BusEvent[] = [];
  const alarms = new Alarms({ ...place, store, due, clock, putEvent: (event) => events.push(event) });
  const player = alarmPlayer(alarms, place);
  for (const properties of declared) {
    const resource = { logicalId: "Alarm", type: player.type, assemblyDir: "/nowhere", generatedName: "stack-Alarm" };
    await player.create({ ...resource, properties: { ...properties } });
  }
  alarms.level(level, () => waiting);
  await player.start?.();
  return {
    alarms,
    due,
    events,
    dataDir,
    /** How often something woke. */
    pass: (seconds: number): number => {
      const end = clock.at + seconds * 1000;
      let woken = 0;
      for (let next = due.nextAt(); next !== undefined && next <= end; next = due.nextAt()) {
        clock.at = Math.max(clock.at, next);
        due.deliverNext();
        woken += 1;
      }
      clock.at = end;
      return woken;
    },
    fail: (count = 1) => alarms.count("AWS/Lambda", { Errors: count }, { FunctionName: "orders" }),
    states: () => alarms.list().map(({ state }) => state),
  };
}

describe("an alarm on what is counted", () => {
  test("nothing happens: at rest from the start, and nothing wakes for it in a year", async () => {
    const { states, pass, due } = await openAlarms([errors]);
    expect([states(), due.nextAt()]).toEqual([["OK"], undefined]);
    expect(pass(365 * 86_400)).toBe(0);
  });

  test("an occurrence: rings at once, tells the default bus why, and is silent some minutes later", async () => {
    const { states, pass, fail, events } = await openAlarms([errors]);
    fail(0);
    expect(states()).toEqual(["OK"]);
    fail();
    expect(states()).toEqual(["ALARM"]);
    expect(events.at(-1)).toMatchObject({
      source: "aws.cloudwatch",
      "detail-type": "CloudWatch Alarm State Change",
      resources: [`arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:errors`],
      detail: {
        alarmName: "errors",
        state: { value: "ALARM" },
        previousState: { value: "OK" },
        configuration: { description: "A function failed." },
      },
    });
    expect(pass(600)).toBeLessThanOrEqual(4);
    expect(states()).toEqual(["OK"]);
    expect(events.map(({ detail }) => detail)).toMatchObject([
      { state: { value: "OK" } },
      { state: { value: "ALARM" } },
      { state: { value: "OK" } },
    ]);
    expect(pass(365 * 86_400)).toBe(0);
  });

  test("occurrences of another function or of another metric: not counted", async () => {
    const { alarms, states } = await openAlarms([errors]);
    alarms.count("AWS/Lambda", { Errors: 1 }, { FunctionName: "bills" });
    alarms.count("AWS/Lambda", { Errors: 1 }, { FunctionName: "orders", Resource: "orders:live" });
    alarms.count("AWS/Lambda", { Throttles: 1 }, { FunctionName: "orders" });
    alarms.count("Other", { Errors: 1 }, { FunctionName: "orders" });
    expect(states()).toEqual(["OK"]);
  });

  test("a sum of five minutes with threshold 3: rings at the third occurrence within them, not at the third of an hour", async () => {
    const { states, pass, fail } = await openAlarms([{ ...errors, Period: 300, Threshold: 3 }]);
    for (let time = 0; time < 3; time += 1) {
      fail();
      pass(1200);
    }
    expect(states()).toEqual(["OK"]);
    for (let time = 0; time < 2; time += 1) fail();
    expect(states()).toEqual(["OK"]);
    fail();
    expect(states()).toEqual(["ALARM"]);
  });

  test("an average of 0.5 and a threshold of 0.6: rings at the next failure", async () => {
    const { states, fail } = await openAlarms([{ ...errors, Statistic: "Average", Threshold: 0.6 }]);
    for (const count of [0, 1]) fail(count);
    expect(states()).toEqual(["OK"]);
    fail();
    expect(states()).toEqual(["ALARM"]);
  });
});

describe("an alarm on a level", () => {
  test("rings while it stays up, without waking anything, and is silent when it goes down", async () => {
    const { alarms, states, pass } = await openAlarms([deadLetters]);
    alarms.level(level, () => 2);
    expect(states()).toEqual(["ALARM"]);
    expect(pass(30 * 86_400)).toBeLessThanOrEqual(4);
    expect(states()).toEqual(["ALARM"]);
    alarms.level(level, () => 0);
    pass(600);
    expect(states()).toEqual(["OK"]);
  });

  test("two periods of two: up for one only, silent; up for two, rings", async () => {
    const twice = { ...deadLetters, EvaluationPeriods: 2 };
    const { alarms, states, pass } = await openAlarms([twice]);
    alarms.level(level, () => 0);
    pass(120);
    alarms.level(level, () => 1);
    expect(states()).toEqual(["OK"]);
    pass(60);
    expect(states()).toEqual(["ALARM"]);
  });

  test("nobody watches it: it is not even read", async () => {
    const { alarms } = await openAlarms([errors]);
    alarms.level(level, () => {
      throw new Error("read");
    });
  });
});

describe("an alarm that rang", () => {
  test("after a restart: what waits is told before it is judged: it rings on, since the same instant", async () => {
    const before = await openAlarms([deadLetters]);
    before.alarms.level(level, () => 1);
    const [rung] = before.alarms.list();
    const after = await openAlarms([deadLetters], { dataDir: before.dataDir, at: 3_600_000, waiting: 1 });
    expect(after.alarms.list()).toMatchObject([{ state: "ALARM", since: rung?.since, rangAt: rung?.since }]);
    expect(after.events).toEqual([]);
  });
});

describe("an alarm as the template declares it", () => {
  test("on an expression or a percentile: accepted, never judged, stays without data", async () => {
    const { MetricName, Namespace, Statistic, ...others } = errors;
    const expression = { ...others, AlarmName: "expression", Metrics: [] };
    const percentile = { ...errors, AlarmName: "percentile", Statistic: undefined, ExtendedStatistic: "p99" };
    const { states } = await openAlarms([expression, percentile]);
    expect(states()).toEqual(["INSUFFICIENT_DATA", "INSUFFICIENT_DATA"]);
  });

  test("with a period below a minute: refused, with the reason", async () => {
    await expect(openAlarms([{ ...errors, Period: 10 }])).rejects.toThrow("periods below a minute are not played");
  });
});
