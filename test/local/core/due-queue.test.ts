import { describe, expect, test } from "@jest/globals";
import { openDueQueue } from "../../../local/clock/due-queue.ts";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "./temporary.ts";

describe("due queue", () => {
  test("several dues: taken by instant, then by order of arrival, and not before their instant", () => {
    const queue = openDueQueue(openStore(temporaryDirectory()));
    queue.add(200, "k", "late");
    queue.add(100, "k", "first");
    queue.add(100, "k", "second");
    expect(queue.take(99)).toBeUndefined();
    expect([queue.take(150), queue.take(150), queue.take(150)].map((due) => due?.payload)).toEqual([
      "first",
      "second",
      undefined,
    ]);
    expect(queue.nextAt()).toBe(200);
  });

  test("a due that was taken, then a restart: it is not taken again; one that waited still waits", () => {
    const directory = temporaryDirectory();
    const queue = openDueQueue(openStore(directory));
    queue.add(1, "k", "taken");
    queue.add(2, "k", "waits");
    queue.take(1);
    const again = openDueQueue(openStore(directory));
    expect(again.take(10)?.payload).toBe("waits");
    expect(again.take(10)).toBeUndefined();
  });

  test("a process that dies while it records what it took: the due is still there, and the record is not", () => {
    const store = openStore(temporaryDirectory());
    const queue = openDueQueue(store);
    queue.add(1, "k", "a");
    const dying = () =>
      queue.take(1, () => {
        store.put("done", "a", true);
        throw new Error("killed");
      });
    expect(dying).toThrow("killed");
    expect(store.get("done", "a")).toBeUndefined();
    expect(queue.take(1, () => store.put("done", "a", true))?.payload).toBe("a");
    expect(store.get("done", "a")).toBe(true);
  });

  test("a due of a kind that nobody receives: an error, and the due is not lost", () => {
    const store = openStore(temporaryDirectory());
    const runner = openDueRunner(store, { now: () => 1 });
    runner.add(1, "unknown", "kept");
    expect(() => runner.start()).toThrow("Nobody receives what is due of kind unknown");
    runner.close();
    expect(openDueQueue(store).take(1)?.payload).toBe("kept");
  });

  test("the runner, opened on dues of an earlier run: delivers those that are past at once, the next at its instant", async () => {
    const directory = temporaryDirectory();
    const before = openDueQueue(openStore(directory));
    const origin = performance.now();
    const clock = { now: () => performance.now() - origin };
    before.add(-5, "k", "past");
    before.add(60, "k", "soon");
    const runner = openDueRunner(openStore(directory), clock);
    const delivered: Array<{ payload: unknown; at: number }> = [];
    const both = new Promise<void>((resolve) => {
      runner.on("k", (payload) => {
        delivered.push({ payload, at: clock.now() });
        if (delivered.length === 2) resolve();
      });
    });
    runner.start();
    expect(delivered.map(({ payload }) => payload)).toEqual(["past"]);
    await both;
    runner.close();
    expect(delivered[1]?.payload).toBe("soon");
    expect(delivered[1]?.at).toBeGreaterThanOrEqual(60);
  });
});
