import { afterEach, describe, expect, test } from "@jest/globals";
import { instantSchema } from "../../../shared/kernel/time.ts";
import { type Answer, openPlatform } from "./platform.ts";

const caseId = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let platform: Awaited<ReturnType<typeof openPlatform>>;
afterEach(() => platform.close());

/** The machine, started, with these answers of its first steps. */
async function started(...answers: readonly Answer[]) {
  platform = await openPlatform(caseId);
  platform.willAnswer(...answers);
  await platform.start();
}

const later = (millis: number) => instantSchema.parse(new Date(Date.parse(platform.now()) + millis).toISOString());
const succeeded = { status: "SUCCEEDED" };
const running = { status: "RUNNING" };

describe("the enrolment machine", () => {
  test("not receivable: judged once, and at rest", async () => {
    await started({ stage: "rest" });
    expect([platform.called, await platform.standing()]).toEqual([["step"], succeeded]);
  });

  test("straight: judged, its pieces inspected, examined, decided, at rest", async () => {
    await started({ stage: "inspection" });
    platform.willAnswer({ stage: "instruction" });
    await platform.resume("inspected");
    expect(await platform.standing()).toEqual(running);
    platform.willAnswer({ stage: "rest" });
    await platform.resume("decided");
    expect(platform.called).toEqual(["step", "register inspection", "step", "register instruction", "step"]);
    expect(await platform.standing()).toEqual(succeeded);
  });

  test("started again at the stage of the instruction: no wait of before is gone through again", async () => {
    await started({ stage: "instruction" }, { stage: "instruction" });
    expect(platform.waits.map(({ wait }) => wait)).toEqual(["instruction"]);
  });

  test("pieces that nobody has looked at: it waits for them, day after day, and instructs nothing", async () => {
    await started({ stage: "inspection" });
    platform.willAnswer({ stage: "inspection" });
    await platform.passed(6 * hour);
    platform.willAnswer({ stage: "inspection" });
    await platform.passed(6 * hour);
    expect(platform.waits.map(({ wait }) => wait)).toEqual(["inspection", "inspection", "inspection"]);
    expect(await platform.standing()).toEqual(running);
  });

  test("SEG-6.1-29 an invitation without answer: nothing at its end, the expiry a minute later", async () => {
    platform = await openPlatform(caseId);
    const dueAt = later(30 * day);
    platform.willAnswer({ stage: "instruction" }, { stage: "completion", dueAt });
    await platform.start();
    expect(platform.waits.at(-1)).toMatchObject({ wait: "completion", until: dueAt });
    const before = platform.called.length;
    await platform.passed(30 * day);
    expect(platform.called).toHaveLength(before);
    platform.willAnswer({ stage: "rest" });
    await platform.passed(minute);
    expect(platform.called.slice(before)).toEqual(["step"]);
    expect(await platform.standing()).toEqual(succeeded);
  });

  test("an answer to a part of it: examined again, then it waits for the next due date", async () => {
    platform = await openPlatform(caseId);
    platform.willAnswer({ stage: "instruction" }, { stage: "completion", dueAt: later(10 * day) });
    await platform.start();
    const next = later(30 * day);
    platform.willAnswer({ stage: "completion", seq: 5, dueAt: next });
    await platform.resume("partly-completed");
    expect(platform.waits.at(-1)).toMatchObject({ wait: "completion", until: next });
  });

  test("a due date that is past when it is waited for: a minute for what is still on its way, then the expiry", async () => {
    platform = await openPlatform(caseId);
    platform.willAnswer({ stage: "instruction" }, { stage: "completion", dueAt: later(-hour) });
    await platform.start();
    platform.willAnswer({ stage: "rest" });
    await platform.passed(minute);
    expect(await platform.standing()).toEqual(succeeded);
  });

  test("SEG-2-19 enrolled pending ANS: it waits for its decision, and for no longer than 300 days", async () => {
    await started({ stage: "instruction" }, { stage: "referencement" });
    expect(platform.waits.at(-1)).toMatchObject({ wait: "referencement", until: later(300 * day) });
    platform.willAnswer({ stage: "rest" });
    await platform.resume("granted");
    expect(await platform.standing()).toEqual(succeeded);
  });

  test("a wait for a person that outlives its limit: left to a person, and the alarm of the machine rings", async () => {
    await started({ stage: "instruction" }, { stage: "instruction" });
    await platform.passed(300 * day);
    expect(await platform.standing()).toEqual({ status: "FAILED", error: "Guichet.LeftToAPerson" });
  });

  test("waits that follow each other beyond 330 days: the execution ends, for the reaper to start the next one from the head", async () => {
    await started({ stage: "instruction" }, { stage: "referencement" });
    await platform.passed(200 * day);
    platform.willAnswer({ stage: "instruction" });
    await platform.resume("granted");
    await platform.passed(131 * day);
    expect(await platform.standing()).toEqual({ status: "TIMED_OUT", error: "States.Timeout" });
  });

  test("a step that fails: tried again for more than an hour, then left to a person", async () => {
    await started("fails");
    let tried = 0;
    for (; tried < 200 && (await platform.standing()).status === "RUNNING"; tried += 1)
      await platform.passed(5 * minute);
    expect(tried).toBeGreaterThan(12);
    expect(await platform.standing()).toEqual({ status: "FAILED", error: "Guichet.LeftToAPerson" });
  });

  test("a step that fails once: tried again, and nothing is lost", async () => {
    await started("fails", { stage: "rest" });
    await platform.passed(minute);
    expect(await platform.standing()).toEqual(succeeded);
  });
});
