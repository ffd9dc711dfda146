import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { type DueRunner, openDueRunner } from "../../../local/clock/due-runner.ts";
import type { InvocationResult } from "../../../local/contracts.ts";
import { EventSourceMappingProperties } from "../../../local/lambda/declarations.ts";
import type { SendOnFailure } from "../../../local/lambda/on-failure.ts";
import { StreamCallError } from "../../../local/lambda/stream-client.ts";
import { StreamPoller } from "../../../local/lambda/stream-poller.ts";
import { streamPositions } from "../../../local/lambda/stream-position.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "../core/temporary.ts";

const STREAM = "arn:aws:dynamodb:eu-west-3:000000000000:table/t/stream/2026";

interface PlayedShard {
  readonly parent?: string;
  readonly sequences: number[];
  closed?: boolean;
}

/** A stream as DynamoDB gives it; an iterator is `shard|index`. */
class PlayedStream {
  readonly shards: Record<string, PlayedShard> = { s1: { sequences: [] } };
  trimmed = false;
  /** Calls to come that are refused, as one that was signed before the clock went on. */
  refusals = 0;
  /** How often it was called. */
  calls = 0;

  /** How much was ever written. */
  get changes(): number {
    return Object.values(this.shards).reduce((sum, { sequences }) => sum + sequences.length, 0);
  }

  readonly call = async (operation: string, input: unknown): Promise<unknown> => {
    this.calls += 1;
    this.refusals -= 1;
    if (this.refusals >= 0) throw new StreamCallError("InvalidSignatureException", "Signature expired");
    const asked = input as Record<string, string>;
    if (operation === "DescribeStream") {
      return { StreamDescription: { Shards: Object.entries(this.shards).map(describeShard) } };
    }
    return operation === "GetShardIterator" ? this.#iterator(asked) : this.#records(asked);
  };

  #iterator({ ShardId, SequenceNumber }: Record<string, string>) {
    if (this.trimmed && SequenceNumber) throw new StreamCallError("TrimmedDataAccessException", "trimmed");
    const { sequences } = this.#shard(ShardId);
    return { ShardIterator: `${ShardId}|${SequenceNumber ? sequences.indexOf(Number(SequenceNumber)) + 1 : 0}` };
  }

  #records({ ShardIterator, Limit }: Record<string, string>) {
    const [shard, from] = String(ShardIterator).split("|");
    const { sequences, closed } = this.#shard(shard);
    const read = sequences.slice(Number(from), Number(from) + Number(Limit));
    const end = Number(from) + read.length;
    return {
      Records: read.map(recordOf),
      NextShardIterator: closed && end === sequences.length ? null : `${shard}|${end}`,
    };
  }

  #shard(id: string | undefined): PlayedShard {
    return this.shards[id ?? ""]!;
  }
}

const describeShard = ([ShardId, { parent }]: [string, PlayedShard]) => ({
  ShardId,
  ...(parent && { ParentShardId: parent }),
});
const recordOf = (n: number) => ({
  eventName: "INSERT",
  dynamodb: { SequenceNumber: String(n), NewImage: { n: { N: String(n) } } },
});

const closing: Array<() => Promise<void> | void> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Played = (batch: readonly number[]) => InvocationResult | Promise<InvocationResult>;
const done: InvocationResult = { payload: "null" };
const failed: InvocationResult = { payload: "{}", functionError: "Unhandled" };

interface Run {
  readonly batches: number[][];
  readonly stop: () => Promise<void>;
  readonly look: () => Promise<void>;
  readonly discarded: () => readonly unknown[];
  /** What was sent to the destination of failures. */
  readonly sent: unknown[];
}

/** Starts one mapping over the data of a directory, whose retries are due at once. */
async function start(directory: string, stream: PlayedStream, played: Played, properties = {}): Promise<Run> {
  const store = openStore(directory);
  const clock = { now: () => 0 };
  const slow = openDueRunner(store, clock);
  const due: DueRunner = { ...slow, add: (_, kind, payload) => slow.add(clock.now(), kind, payload) };
  const mapping = EventSourceMappingProperties.parse({
    EventSourceArn: STREAM,
    FunctionName: "f",
    StartingPosition: "TRIM_HORIZON",
    ...properties,
  });
  const batches: number[][] = [];
  const invoke = async (payload: string) => {
    const records: Array<{ dynamodb: { SequenceNumber: string } }> = JSON.parse(payload).Records;
    const batch = records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
    batches.push(batch);
    return played(batch);
  };
  const positions = streamPositions(store, "m", STREAM);
  const sent: unknown[] = [];
  const sendOnFailure: SendOnFailure = (queue, functionArn, told) => {
    if (queue === REFUSING) return false;
    sent.push({ queue, functionArn, told });
    return true;
  };
  const parts = {
    id: "m",
    mapping,
    positions,
    store,
    due,
    clock,
    call: stream.call,
    invoke,
    sendOnFailure,
    changes: () => stream.changes,
  };
  const poller = new StreamPoller(parts);
  StreamPoller.receiveRetries(due, [poller]);
  due.start();
  await poller.start();
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await poller.stop();
    due.close();
    store.close();
  };
  closing.push(stop);
  return {
    batches,
    stop,
    look: () => poller.look(),
    discarded: () => store.list("stream-discarded").map(({ value }) => value),
    sent,
  };
}

const DESTINATION = "arn:aws:sqs:eu-west-3:0:failures";
const REFUSING = "arn:aws:sqs:eu-west-3:0:refusing";

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("an event source mapping", () => {
  test("records in a stream: handed over in order, in batches of at most its size, with the ARN of the stream", async () => {
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1, 2, 3, 4, 5);
    const { batches } = await start(temporaryDirectory(), stream, () => done, { BatchSize: 2 });
    await until(() => batches.length === 3);
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  test("a restart: goes on after the last batch that succeeded, skips nothing that came meanwhile", async () => {
    const directory = temporaryDirectory();
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1, 2);
    const first = await start(directory, stream, () => done);
    await until(() => first.batches.length === 1);
    await first.stop();
    stream.shards.s1!.sequences.push(3);
    const second = await start(directory, stream, () => done);
    await until(() => second.batches.length === 1);
    expect([...first.batches, ...second.batches]).toEqual([[1, 2], [3]]);
  });

  test("a stop while the function runs: what it had is handed over again at the next start, and is no failed attempt", async () => {
    const directory = temporaryDirectory();
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1);
    const interrupted = Promise.withResolvers<InvocationResult>();
    const first = await start(directory, stream, () => interrupted.promise, { MaximumRetryAttempts: 0 });
    await until(() => first.batches.length === 1);
    const stopped = first.stop();
    interrupted.resolve(failed);
    await stopped;
    const second = await start(directory, stream, () => done, { MaximumRetryAttempts: 0 });
    await until(() => second.batches.length === 1);
    expect(second.batches).toEqual([[1]]);
    expect(second.discarded()).toEqual([]);
  });

  test("a function that fails twice: tried again with the same records, nothing after them is handed over before", async () => {
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1, 2, 3);
    let failures = 2;
    const { batches } = await start(temporaryDirectory(), stream, () => (failures-- > 0 ? failed : done), {
      BatchSize: 2,
    });
    await until(() => batches.length === 4);
    expect(batches).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
  });

  test("a retry that waits when the cloud stops: happens after the restart, and its attempts are not forgotten", async () => {
    const directory = temporaryDirectory();
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1, 2);
    const once = { BatchSize: 1, MaximumRetryAttempts: 1 };
    const first = await start(directory, stream, () => failed, once);
    await until(() => first.batches.length === 1);
    await first.stop();
    const second = await start(directory, stream, ([n]) => (n === 1 ? failed : done), once);
    await until(() => second.batches.some(([n]) => n === 2));
    expect(second.batches).toEqual([[1], [2]]);
    expect(second.discarded()).toMatchObject([{ first: "1", last: "1", count: 1 }]);
  });

  test("given up, with a destination of failures: it is told where the stream has them, and nothing is discarded", async () => {
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1, 2, 3);
    const DestinationConfig = { OnFailure: { Destination: DESTINATION } };
    const properties = { BatchSize: 2, MaximumRetryAttempts: 1, DestinationConfig };
    const played: Played = (batch) => (batch.includes(1) ? failed : done);
    const { batches, discarded, sent } = await start(temporaryDirectory(), stream, played, properties);
    await until(() => batches.length === 3);
    expect(batches).toEqual([[1, 2], [1, 2], [3]]);
    expect(discarded()).toEqual([]);
    const DDBStreamBatchInfo = {
      shardId: "s1",
      startSequenceNumber: "1",
      endSequenceNumber: "2",
      batchSize: 2,
      streamArn: STREAM,
    };
    const requestContext = { functionArn: "f", condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 };
    expect(sent).toMatchObject([
      { queue: DESTINATION, functionArn: "f", told: { requestContext, DDBStreamBatchInfo } },
    ]);
  });

  test("given up, and the destination refuses: kept among what was discarded", async () => {
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1);
    const DestinationConfig = { OnFailure: { Destination: REFUSING } };
    const properties = { MaximumRetryAttempts: 0, DestinationConfig };
    const { batches, discarded } = await start(temporaryDirectory(), stream, () => failed, properties);
    await until(() => batches.length === 1 && discarded().length === 1);
    expect(discarded()).toMatchObject([{ first: "1", count: 1 }]);
  });

  test("one bad record, batches split on error: the good ones pass, the bad one alone is given up", async () => {
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1, 2, 3, 4);
    const properties = { BisectBatchOnFunctionError: "true", MaximumRetryAttempts: 2 };
    const bad3: Played = (batch) => (batch.includes(3) ? failed : done);
    const { batches, discarded } = await start(temporaryDirectory(), stream, bad3, properties);
    await until(() => batches.some((batch) => batch.length === 1 && batch[0] === 4));
    expect(discarded()).toMatchObject([{ first: "3", count: 1 }]);
    expect(batches.filter((batch) => batch.length === 1 && batch[0] === 3)).toHaveLength(3);
    expect(batches.filter((batch) => !batch.includes(3)).flat()).toEqual([1, 2, 4]);
  });

  test("a function that reports the failed item: tried again from that item on", async () => {
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1, 2, 3);
    let first = true;
    const report: Played = () => {
      const answer = first ? { payload: JSON.stringify({ batchItemFailures: [{ itemIdentifier: "2" }] }) } : done;
      first = false;
      return answer;
    };
    const properties = { FunctionResponseTypes: ["ReportBatchItemFailures"] };
    const { batches } = await start(temporaryDirectory(), stream, report, properties);
    await until(() => batches.length === 2);
    expect(batches).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
  });

  test("a shard that was split: the child is read once its parent is read to the end", async () => {
    const stream = new PlayedStream();
    Object.assign(stream.shards, { s0: { sequences: [7, 8], parent: "s1" } });
    stream.shards.s1!.sequences.push(1, 2);
    stream.shards.s1!.closed = true;
    let failures = 1;
    const { batches } = await start(temporaryDirectory(), stream, () => (failures-- > 0 ? failed : done));
    await until(() => batches.length === 3);
    expect(batches).toEqual([
      [1, 2],
      [1, 2],
      [7, 8],
    ]);
  });

  test("records that the stream no longer keeps: goes on with the oldest that is left", async () => {
    const directory = temporaryDirectory();
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1);
    const first = await start(directory, stream, () => done);
    await until(() => first.batches.length === 1);
    await first.stop();
    Object.assign(stream, { shards: { s1: { sequences: [5, 6] } }, trimmed: true });
    const second = await start(directory, stream, () => done);
    await until(() => second.batches.length === 1);
    expect(second.batches).toEqual([[5, 6]]);
  });

  test("a look that the stream refuses, once and again: taken anew, so that nothing which is there is passed off as none", async () => {
    const told = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const stream = new PlayedStream();
    const { batches, look } = await start(temporaryDirectory(), stream, () => done);
    await look();
    stream.shards.s1!.sequences.push(1);
    stream.refusals = 3;
    await look();
    expect(batches).toEqual([[1]]);
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });

  test("nothing written since the last look: the stream is not asked; something written, or a retry due: it is", async () => {
    const stream = new PlayedStream();
    let failures = 1;
    const { batches, look } = await start(temporaryDirectory(), stream, () => (failures-- > 0 ? failed : done));
    await look();
    const { calls } = stream;
    await look();
    expect(stream.calls).toBe(calls);
    stream.shards.s1!.sequences.push(1);
    await look();
    await until(() => batches.length === 2);
    expect(batches).toEqual([[1], [1]]);
  });

  test("a mapping from LATEST: what was there before is passed over, what comes after is handed over", async () => {
    const directory = temporaryDirectory();
    const stream = new PlayedStream();
    stream.shards.s1!.sequences.push(1, 2);
    const latest = { StartingPosition: "LATEST" };
    const first = await start(directory, stream, () => done, latest);
    stream.shards.s1!.sequences.push(3);
    await until(() => first.batches.length === 1);
    await first.stop();
    stream.shards.s1!.sequences.push(4);
    const second = await start(directory, stream, () => done, latest);
    await until(() => second.batches.length === 1);
    expect([...first.batches, ...second.batches]).toEqual([[3], [4]]);
  });
});
