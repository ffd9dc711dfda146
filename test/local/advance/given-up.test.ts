import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Advance } from "../../../local/advance/advance.ts";
import type { DueRunner } from "../../../local/clock/due-runner.ts";
import type { VirtualClock } from "../../../local/clock/virtual-clock.ts";
import { openClockDoor } from "./open-clock-door.ts";

const START = Date.parse("2031-03-29T12:00:00+01:00");
const DAY = 24 * 60 * 60 * 1000;
let clock: VirtualClock;
let due: DueRunner;
let advance: Advance;
let port: number;
let close: () => Promise<void>;
/** What the first due begins, and what ends it. */
const begun = Promise.withResolvers<void>();
const ended = Promise.withResolvers<void>();

beforeAll(async () => {
  const opened = await openClockDoor(START);
  ({ clock, due, advance, port, close } = opened);
  due.on("day", () => {
    begun.resolve();
    void opened.work.track(() => ended.promise);
  });
  for (const days of [1, 2, 3]) due.add(START + days * DAY, "day", null);
  due.start();
});
afterAll(() => close());

async function ask(to: string): Promise<{ readonly status: number; readonly sentence: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to }),
  });
  const { sentence } = (await response.json()) as { sentence: string };
  return { status: response.status, sentence };
}

test.each(["2036-04-01T12:00:00+02:00", "2202-03-29T12:00:00+01:00", "+099999-01-01T00:00:00Z"])(
  "to %s, more than five years away: refused with a sentence, and the clock stays",
  async (to) => {
    expect(await ask(to)).toEqual({ status: 409, sentence: expect.stringContaining("plus de 5 ans à la fois") });
    expect(clock.now()).toBeLessThan(START + DAY);
  },
);

test("the client that asked goes away: the clock stops at that instant, and what is due later stays due", async () => {
  const asking = request({
    host: "127.0.0.1",
    port,
    path: "/clock",
    method: "POST",
    headers: { "content-type": "application/json" },
  });
  asking.on("error", () => undefined);
  asking.end(JSON.stringify({ to: new Date(START + 10 * DAY).toISOString() }));
  await begun.promise;
  asking.destroy();
  // The door learns of it from the connection, while what came due is still at work.
  await new Promise((resolve) => setTimeout(resolve, 200));
  ended.resolve();
  while (clock.held()) await new Promise((resolve) => setImmediate(resolve));
  expect(clock.now()).toBeLessThan(START + 2 * DAY);
  expect(due.nextAt()).toBe(START + 2 * DAY);
});

test("asked again, for almost five years: goes on from there", async () => {
  expect(await advance.to(START + 5 * 365 * DAY)).toMatchObject({ delivered: 2 });
  expect(due.nextAt()).toBeUndefined();
});
