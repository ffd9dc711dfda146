import { describe, expect, test } from "@jest/globals";
import { KillOrders, RunOrders } from "./kill-orders.ts";

const counts = new Map([
  ["after-mail", 3],
  ["after-sqs-send", 40],
  ["before-mail", 1],
]);
const drawn = (orders: KillOrders, count: number, left = 1) => Array.from({ length: count }, () => orders.next(left));

describe("the orders to cut a run off", () => {
  test("the same seed: the same orders; another seed: others", () => {
    const first = drawn(new KillOrders(counts, 1), 12);
    expect(drawn(new KillOrders(counts, 1), 12)).toEqual(first);
    expect(drawn(new KillOrders(counts, 2), 12)).not.toEqual(first);
  });

  test("each point comes once before any comes again, at a passage that the run has", () => {
    const orders = new KillOrders(counts, 3);
    for (let round = 0; round < 20; round += 1) {
      const three = drawn(orders, 3);
      expect(three.map(({ point }) => point).sort()).toEqual([...counts.keys()]);
      for (const { point, nth } of three) {
        expect(nth).toBeGreaterThanOrEqual(1);
        expect(nth).toBeLessThanOrEqual(counts.get(point)!);
      }
    }
  });

  test("with a tenth of the run left: passages that may still come", () => {
    const orders = new KillOrders(new Map([["after-sqs-send", 40]]), 4);
    for (const { nth } of drawn(orders, 50, 0.1)) expect(nth).toBeLessThanOrEqual(4);
  });

  test("a run that is to be cut off four times: each kill falls into its share of what is left", () => {
    const orders = new KillOrders(new Map([["after-sqs-send", 40]]), 6);
    for (let round = 0; round < 50; round += 1) {
      const run = new RunOrders(orders, 4);
      const nths = [1, 0.75, 0.5, 0.25].map((left) => Number(run.next(left)?.split(":")[1]));
      expect(Math.max(...nths)).toBeLessThanOrEqual(10);
    }
  });

  test("a run asks for an order at each boot, until it was cut off often enough; what was not reached comes next", () => {
    const orders = new KillOrders(counts, 5);
    const run = new RunOrders(orders, 2);
    const asked = [run.next(1), run.next(0.5), run.next(0.5)];
    expect(asked.map((order) => typeof order)).toEqual(["string", "string", "undefined"]);
    expect(run.end().map(({ point, nth }) => `${point}:${nth}`)).toEqual(asked.slice(0, 2));

    const spared = new RunOrders(orders, 2);
    const order = spared.next(1);
    expect(spared.end()).toEqual([]);
    expect(orders.next(1).point).toBe(order?.split(":")[0]);
  });
});
