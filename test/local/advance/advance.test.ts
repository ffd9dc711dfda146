import { afterEach, describe, expect, test } from "@jest/globals";
import { Advance } from "../../../local/advance/advance.ts";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { openClock } from "../../../local/clock/virtual-clock.ts";
import { openWork } from "../../../local/clock/work.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "../core/temporary.ts";

const START = Date.UTC(2031, 0, 1);
const DAY = 24 * 60 * 60 * 1000;
const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

const closing: Array<() => void> = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

function open(directory = temporaryDirectory(), at: { readonly start?: number } = { start: START }) {
  const store = openStore(directory);
  const clock = openClock(store, at.start);
  const due = openDueRunner(store, clock);
  const work = openWork();
  const told: number[] = [];
  const advance = new Advance({ clock, due, work, tell: (instant) => told.push(instant) });
  closing.push(() => {
    due.close();
    clock.close();
    store.close();
  });
  return { store, clock, due, work, advance, told };
}

describe("the clock is advanced", () => {
  test("over a year in which something is due each month: it stands at those instants and at no other, in their order", async () => {
    const { clock, due, advance, told } = open();
    const seen: Array<[unknown, number]> = [];
    due.on("month", (payload) => seen.push([payload, clock.now()]));
    const months = Array.from({ length: 12 }, (_, index) => Date.UTC(2031, index + 1, 1));
    for (const at of months.toReversed()) due.add(at, "month", at);
    due.start();
    const to = START + 366 * DAY;
    const advanced = await advance.to(to);
    expect(advanced).toMatchObject({ to, delivered: 12, instants: 12 });
    expect(seen).toEqual(months.map((at) => [at, at]));
    expect(told).toEqual([to]);
    expect(clock.now()).toBeGreaterThanOrEqual(to);
  });

  test("work that what is due sets off, and what that work queues in turn: done before the next, while time stands still", async () => {
    const { store, clock, due, work, advance } = open();
    const seen: Array<[string, number]> = [];
    const begun = async () => {
      seen.push(["begins", clock.now()]);
      await pause(30);
      store.transaction(() => due.add(clock.now() + 5, "retry", null));
      seen.push(["ends", clock.now()]);
    };
    due.on("first", () => queueMicrotask(() => work.track(begun)));
    due.on("retry", () => seen.push(["retry", clock.now()]));
    due.on("second", () => seen.push(["second", clock.now()]));
    due.add(START + DAY, "first", null);
    due.add(START + DAY + 10, "second", null);
    due.start();
    await advance.to(START + 2 * DAY);
    expect(seen).toEqual([
      ["begins", START + DAY],
      ["ends", START + DAY],
      ["retry", START + DAY + 5],
      ["second", START + DAY + 10],
    ]);
  });

  test("a part that learns of its work only by looking: looks until nothing is left, before time moves", async () => {
    const { clock, due, work, advance } = open();
    const unread = [1, 2, 3];
    const read: Array<[number, number]> = [];
    work.addLook(async () => {
      const next = unread.shift();
      if (next !== undefined) await work.track(async () => void read.push([next, clock.now()]));
    });
    due.on("late", () => read.push([9, clock.now()]));
    due.add(START + DAY, "late", null);
    due.start();
    await advance.to(START + DAY);
    expect(read.map(([n]) => n)).toEqual([1, 2, 3, 9]);
    expect(read.filter(([, at]) => at >= START + DAY)).toEqual([[9, START + DAY]]);
  });

  test("into the past, or while it is being advanced: refused, and nothing moves", async () => {
    const { clock, due, work, advance } = open();
    due.start();
    expect(await advance.to(START - 1)).toBe("past");
    const held = Promise.withResolvers<void>();
    void work.track(() => held.promise);
    const first = advance.to(START + DAY);
    expect(await advance.to(START + 2 * DAY)).toBe("under way");
    expect(clock.held()).toBe(true);
    held.resolve();
    await first;
    expect(clock.now()).toBeLessThan(START + 2 * DAY);
  });

  test("afterwards: time runs on from there, and what comes due is delivered by itself", async () => {
    const { clock, due, advance } = open();
    const arrived = Promise.withResolvers<number>();
    due.on("soon", () => arrived.resolve(clock.now()));
    due.start();
    await advance.to(START + DAY);
    due.add(START + DAY + 40, "soon", null);
    expect(await arrived.promise).toBeGreaterThanOrEqual(START + DAY + 40);
  });

  test("and the process is killed at once: the next run begins no earlier than where it stood", async () => {
    const directory = temporaryDirectory();
    const { due, clock, advance } = open(directory);
    due.start();
    await advance.to(START + 30 * DAY);
    const last = clock.now();
    expect(open(directory, {}).clock.now()).toBeGreaterThan(last);
  });

  test("a run that stops meanwhile: takes no further step and stays where it is", async () => {
    const { clock, due, advance } = open();
    due.on("day", () => advance.stop());
    for (const days of [1, 2]) due.add(START + days * DAY, "day", null);
    due.start();
    expect(await advance.to(START + 3 * DAY)).toMatchObject({ to: START + DAY, delivered: 1 });
    expect(clock.now()).toBeLessThan(START + 2 * DAY);
    expect(due.nextAt()).toBe(START + 2 * DAY);
  });
});
