import { setTimeout as sleep } from "node:timers/promises";
import { consoleState } from "./account.ts";
import type { Product } from "./product.ts";

/** Lambda reads streams all the time: no act asks for it. */
const byLambda = /:(DescribeStream|GetRecords|GetShardIterator)$/;

/** What an act gave, and the AWS requests that it made, by operation. */
export interface Counted<Answer> {
  readonly answer: Answer;
  readonly requests: Readonly<Record<string, number>>;
}

const countsNow = async (product: Product): Promise<string> =>
  JSON.stringify(Object.entries((await consoleState(product)).requests).filter(([name]) => !byLambda.test(name)));

/** Waits until what follows from earlier acts, on the bus and in queues, is done: nothing asks AWS for a second. */
export async function quiet(product: Product): Promise<void> {
  for (let before = "", now = await countsNow(product); before !== now; ) {
    await sleep(1_000);
    before = now;
    now = await countsNow(product);
  }
}

/** Counts the AWS requests of an act while nothing else acts. */
export async function countRequests<Answer>(product: Product, act: () => Promise<Answer>): Promise<Counted<Answer>> {
  const before = (await consoleState(product)).requests;
  const answer = await act();
  const after = (await consoleState(product)).requests;
  const made = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return { answer, requests: Object.fromEntries(made.filter(([name, count]) => count > 0 && !byLambda.test(name))) };
}
