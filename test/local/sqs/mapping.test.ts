import { afterEach, describe, expect, test } from "@jest/globals";
import type { InvocationResult } from "../../../local/contracts.ts";
import { parsePattern } from "../../../local/patterns/event-pattern.ts";
import { QueueConsumer, type QueueConsumerParts } from "../../../local/sqs/queue-consumer.ts";
import { openQueues, queueArn } from "./open-queues.ts";

const DEAD = { RedrivePolicy: { deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 2 } };
const done: InvocationResult = { payload: "null" };
const failed: InvocationResult = { payload: "{}", functionError: "Unhandled" };

type Played = (bodies: readonly string[], ids: readonly string[]) => InvocationResult | Promise<InvocationResult>;
const stopping: QueueConsumer[] = [];
afterEach(async () => {
  for (const consumer of stopping.splice(0)) await consumer.stop();
});

async function open() {
  const cloud = await openQueues();
  await cloud.declare("dead");
  await cloud.declare("orders", { VisibilityTimeout: 60, ...DEAD });
  const { queues } = cloud.sqs;
  const [queue, dead] = [queues.get("orders"), queues.get("dead")];
  const batches: string[][] = [];
  const events: Array<{ Records: object[] }> = [];
  const consume = (played: Played, more: Partial<QueueConsumerParts> = {}) => {
    const invoke = async (payload: string) => {
      const event: { Records: Array<{ body: string; messageId: string }> } = JSON.parse(payload);
      events.push(event);
      batches.push(event.Records.map(({ body }) => body));
      return played(
        event.Records.map(({ body }) => body),
        event.Records.map(({ messageId }) => messageId),
      );
    };
    const parts = { id: "m", queue, queues, work: cloud.work, batchSize: 10, concurrency: 1, ...more };
    const consumer = new QueueConsumer({ filters: undefined, reportsFailures: false, invoke, ...parts });
    stopping.push(consumer);
    consumer.start();
    return consumer;
  };
  const send = (...bodies: string[]) => {
    for (const body of bodies) queues.send(queue, { body, sender: "test" });
  };
  /** Lets time pass and everything come to rest. */
  const pass = async (seconds: number) => {
    cloud.pass(seconds);
    await cloud.work.drained();
  };
  return { ...cloud, queue, dead, batches, events, consume, send, pass, counts: () => queues.counts(queue) };
}

describe("a mapping on a queue", () => {
  test("messages that wait, then one that comes: handed over without anybody looking, deleted once dealt with", async () => {
    const { consume, send, batches, events, pass, counts, clock } = await open();
    send("a", "b", "c");
    consume(() => done, { batchSize: 2 });
    await pass(0);
    send("d");
    await pass(0);
    expect(batches).toEqual([["a", "b"], ["c"], ["d"]]);
    expect(counts()).toEqual({ visible: 0, delayed: 0, held: 0 });
    expect(events[0]?.Records[0]).toMatchObject({
      eventSource: "aws:sqs",
      eventSourceARN: queueArn("orders"),
      awsRegion: "eu-west-3",
      body: "a",
      messageAttributes: {},
      attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(clock.at) },
    });
  });

  test("a function that fails: the same messages again after the visibility timeout, then in the dead-letter queue", async () => {
    const { consume, send, batches, pass, sqs, dead } = await open();
    send("poison");
    consume(() => failed);
    await pass(0);
    await pass(59.999);
    expect(batches).toHaveLength(1);
    await pass(0.001);
    expect(batches).toHaveLength(2);
    await pass(60);
    expect(batches).toHaveLength(2);
    expect(sqs.queues.counts(dead).visible).toBe(1);
  });

  test("a function that names the message that failed: that one again, the others deleted", async () => {
    const { consume, send, batches, pass } = await open();
    send("a", "bad", "c");
    const report: Played = (bodies, ids) => {
      const itemIdentifier = ids[bodies.indexOf("bad")];
      return { payload: JSON.stringify({ batchItemFailures: [{ itemIdentifier }] }) };
    };
    consume(report, { reportsFailures: true });
    await pass(0);
    await pass(60);
    expect(batches).toEqual([["a", "bad", "c"], ["bad"]]);
  });

  test("a function that names a message that is not of the batch: all of them again", async () => {
    const { consume, send, batches, pass } = await open();
    send("a", "b");
    consume(() => ({ payload: '{"batchItemFailures":[{"itemIdentifier":""}]}' }), { reportsFailures: true });
    await pass(0);
    await pass(60);
    expect(batches).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  test("a filter on the body: what it does not match is deleted unseen", async () => {
    const { consume, send, batches, pass, counts } = await open();
    send('{"kind":"a"}', '{"kind":"b"}', "no JSON");
    consume(() => done, { filters: [parsePattern({ body: { kind: ["b"] } })] });
    await pass(0);
    expect(batches).toEqual([['{"kind":"b"}']]);
    expect(counts()).toEqual({ visible: 0, delayed: 0, held: 0 });
  });

  test("more messages than batches at a time: the next batch waits for a place", async () => {
    const { consume, send, batches, pass, counts } = await open();
    const first = Promise.withResolvers<InvocationResult>();
    send("a", "b", "c");
    consume((bodies) => (bodies[0] === "a" ? first.promise : done), { batchSize: 1, concurrency: 1 });
    await Promise.resolve();
    expect(counts()).toMatchObject({ visible: 2, held: 1 });
    first.resolve(done);
    await pass(0);
    expect(batches).toEqual([["a"], ["b"], ["c"]]);
  });

  test("a stop while the function runs: at the next start it has the message at once, as if for the first time", async () => {
    const { consume, send, batches, events, pass } = await open();
    const interrupted = Promise.withResolvers<InvocationResult>();
    send("a");
    const first = consume(() => interrupted.promise);
    await Promise.resolve();
    const stopped = first.stop();
    interrupted.resolve(failed);
    await stopped;
    consume(() => done);
    await pass(0);
    expect(batches).toEqual([["a"], ["a"]]);
    expect(events[1]?.Records[0]).toMatchObject({ attributes: { ApproximateReceiveCount: "1" } });
  });

  test("a batch too large for one invocation: handed over in parts", async () => {
    const { consume, send, batches, pass } = await open();
    const large = "x".repeat(1_000_000);
    send(large, large, large, large, large);
    consume(() => done, { concurrency: 2 });
    await pass(0);
    expect(batches.map(({ length }) => length)).toEqual([4, 1]);
  });
});
