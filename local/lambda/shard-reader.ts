import type { DueRunner } from "../clock/due-runner.ts";
import type { Clock, InvocationResult } from "../contracts.ts";
import { around } from "../kill-points.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import type { EventSourceMapping } from "./declarations.ts";
import type { SendOnFailure } from "./on-failure.ts";
import { StreamCallError } from "./stream-client.ts";
import { afterBatch, type BatchOutcome, type StreamPosition, type StreamPositions } from "./stream-position.ts";
import {
  failureOf,
  firstFailure,
  Iterator,
  Records,
  type StreamRecord,
  sequenceOf,
  streamEvent,
} from "./stream-records.ts";

export interface ShardReaderParts {
  /** Name of the mapping in the store: the same at each boot. */
  readonly id: string;
  readonly mapping: EventSourceMapping;
  readonly positions: StreamPositions;
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  /** Calls an operation of DynamoDB Streams. */
  readonly call: (operation: string, input: unknown) => Promise<unknown>;
  readonly invoke: (payload: string) => Promise<InvocationResult>;
  readonly sendOnFailure: SendOnFailure;
  /** How often anything was written that a stream may tell of. */
  readonly changes: () => number;
  /** Once aborted, a failure is not the function's. */
  readonly stopping: AbortSignal;
}

/** Kind of the retries in the due queue; their payload is `{mapping, shard}`. */
export const STREAM_RETRY = "stream-retry";
const DISCARDED = "stream-discarded";
/** GetRecords gives no more. */
const MOST_RECORDS = 1_000;

/** Reads one shard for one mapping, batch by batch. */
export class ShardReader {
  readonly #parts: ShardReaderParts;
  readonly #shard: string;
  #iterator: string | undefined;

  constructor(parts: ShardReaderParts, shard: string) {
    this.#parts = parts;
    this.#shard = shard;
  }

  /** Hands the next batch to the function. True when there may be more to read at once. */
  async readBatch(): Promise<boolean> {
    return this.#read((records) => this.#deliver(records));
  }

  /** Passes over the next batch. True when there may be more. */
  async passOver(): Promise<boolean> {
    return this.#read(async (records) => ({ kind: "done", last: lastOf(records) }));
  }

  async #read(deal: (records: readonly StreamRecord[]) => Promise<BatchOutcome>): Promise<boolean> {
    const { mapping, positions } = this.#parts;
    const position = positions.get(this.#shard);
    const Limit = Math.min(position.batchSize ?? mapping.BatchSize, MOST_RECORDS);
    const { Records: records, NextShardIterator: next } = await this.#getRecords(position.after, Limit);
    if (records.length === 0) {
      if (next) this.#iterator = next;
      else positions.put(this.#shard, { ...position, finished: true });
      return false;
    }
    const outcome = await deal(records);
    this.#settle(position, outcome, records);
    if (next && outcome.kind === "done") this.#iterator = next;
    return outcome.kind === "done";
  }

  /** What follows the position. An iterator that was kept while the stream dropped what it stood at is taken anew. */
  async #getRecords(after: string | undefined, Limit: number) {
    const kept = this.#iterator;
    // Taken again from the position on disk, if what follows fails.
    this.#iterator = undefined;
    try {
      return await this.#recordsAt(kept ?? (await this.#openIterator(after)), Limit);
    } catch (error) {
      if (kept === undefined || !isTrimmed(error)) throw error;
      return this.#recordsAt(await this.#openIterator(after), Limit);
    }
  }

  async #recordsAt(ShardIterator: string, Limit: number) {
    return Records.parse(await this.#parts.call("GetRecords", { ShardIterator, Limit }));
  }

  async #openIterator(after: string | undefined): Promise<string> {
    if (after === undefined) return this.#iteratorFrom({ ShardIteratorType: "TRIM_HORIZON" });
    try {
      return await this.#iteratorFrom({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after });
    } catch (error) {
      // The stream keeps records for a day: what came next is gone, and the oldest that is left follows.
      if (isTrimmed(error)) return this.#openIterator(undefined);
      throw error;
    }
  }

  async #iteratorFrom(from: Readonly<Record<string, string>>): Promise<string> {
    const input = { StreamArn: this.#parts.mapping.EventSourceArn, ShardId: this.#shard, ...from };
    return Iterator.parse(await this.#parts.call("GetShardIterator", input)).ShardIterator;
  }

  /** The position and the retry that an outcome asks for are on disk together. */
  #settle(position: StreamPosition, outcome: BatchOutcome, records: readonly StreamRecord[]): void {
    const { id, mapping, positions, store, due, clock, stopping } = this.#parts;
    // A function that was stopped with the cloud has not failed: the same records are handed over at the next boot.
    if (stopping.aborted && outcome.kind === "failed") return;
    const rules = { bisect: mapping.BisectBatchOnFunctionError, mostAttempts: mapping.MaximumRetryAttempts };
    const next = afterBatch(position, outcome, rules);
    const advance = () => {
      positions.put(this.#shard, next.position);
      const retry = { mapping: id, shard: this.#shard };
      if (next.backOffMillis !== undefined) due.add(clock.now() + next.backOffMillis, STREAM_RETRY, retry);
      if (next.discarded) this.#giveUp(records, position.attempts + 1);
    };
    around("stream-position", store.database, () => store.transaction(advance));
  }

  async #deliver(all: readonly StreamRecord[]): Promise<BatchOutcome> {
    const { mapping, invoke } = this.#parts;
    const last = lastOf(all);
    const records = all.filter((record) => this.#isYoung(record) && this.#isWanted(record));
    if (records.length === 0) return { kind: "done", last };
    const result = await invoke(streamEvent(records, mapping.EventSourceArn));
    const whole: BatchOutcome = { kind: "failed", last, count: all.length, lastDone: undefined };
    if (result.functionError !== undefined) return whole;
    const failed = mapping.FunctionResponseTypes.length > 0 ? firstFailure(result.payload, records) : -1;
    return failed === -1 ? { kind: "done", last } : { ...whole, lastDone: records.map(sequenceOf)[failed - 1] };
  }

  #isYoung({ dynamodb }: StreamRecord): boolean {
    const { mapping, clock } = this.#parts;
    const at = (dynamodb.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY) * 1000;
    return at >= clock.now() - mapping.MaximumRecordAgeInSeconds * 1000;
  }

  /** Whether one of the mapping's filters matches; without filters, every record is wanted. */
  #isWanted(record: StreamRecord): boolean {
    const filters = this.#parts.mapping.FilterCriteria?.Filters;
    return filters === undefined || filters.some(({ Pattern }) => Pattern(record));
  }

  /** Sends where the records stand to the destination of failures; without one, that is kept and told in the log. */
  #giveUp(records: readonly StreamRecord[], attempts: number): void {
    const { id, mapping, store, clock, sendOnFailure } = this.#parts;
    const destination = mapping.DestinationConfig?.OnFailure?.Destination;
    const told = failureOf(mapping, this.#shard, records, { at: clock.now(), attempts });
    if (destination !== undefined && sendOnFailure(destination, mapping.FunctionName, told)) return;
    const { startSequenceNumber: first, endSequenceNumber: last, batchSize: count } = told.DDBStreamBatchInfo;
    const discarded = { mapping: id, shard: this.#shard, at: clock.now(), first, last, count };
    store.put(DISCARDED, `${id} ${this.#shard} ${first}`, discarded);
    console.error(`Stream mapping ${id}: ${records.length} record(s) given up after their last attempt`);
  }
}

const isTrimmed = (error: unknown): boolean =>
  error instanceof StreamCallError && error.name === "TrimmedDataAccessException";

function lastOf(records: readonly StreamRecord[]): string {
  return records.map(sequenceOf).at(-1) ?? "";
}
