import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { DueRunner } from "../clock/due-runner.ts";
import { ShardReader, type ShardReaderParts, STREAM_RETRY } from "./shard-reader.ts";
import { Description, type Shard } from "./stream-records.ts";

/** As often as Lambda looks into a shard. */
const POLL_MILLIS = 250;
const AFTER_ERROR_MILLIS = 2_000;
const RELIST_MILLIS = 10_000;
const MOST_LOOKS = 5;
const Retry = z.object({ mapping: z.string(), shard: z.string() });

/** Reads a stream for one event source mapping and hands its records to a function, in order within a shard. */
export class StreamPoller {
  readonly #parts: ShardReaderParts;
  readonly #stopping = new AbortController();
  readonly #readers = new Map<string, ShardReader>();
  #shards: readonly Shard[] = [];
  #listedAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> = Promise.resolve();
  /** The look under way, or the last one. */
  #looking: Promise<number> = Promise.resolve(0);
  #lastError = "";
  #wakes = 0;
  /** What there was to look for before the last look that was whole. */
  #seen: number | undefined;

  constructor(parts: Omit<ShardReaderParts, "stopping">) {
    this.#parts = { ...parts, stopping: this.#stopping.signal };
  }

  /** The retries of all mappings come from one queue: a shard whose retry is due is read again. */
  static receiveRetries(due: DueRunner, pollers: readonly StreamPoller[]): void {
    due.on(STREAM_RETRY, (payload) => {
      const { mapping, shard } = Retry.parse(payload);
      for (const poller of pollers) {
        if (poller.#parts.id === mapping) poller.#wake(shard);
      }
    });
  }

  /** Passes over what was written before a mapping with `StartingPosition: LATEST` existed, then reads until `stop`. */
  async start(): Promise<void> {
    const { mapping, positions } = this.#parts;
    if (mapping.StartingPosition === "LATEST" && !positions.caughtUp()) {
      await this.#pass((reader) => reader.passOver());
      positions.markCaughtUp();
    }
    this.#running = this.#loop();
  }

  /**
   * Looks once more, after the look under way, unless nothing was written since: resolves when all that is in the stream now
   * has been handed over. A look that failed has seen nothing: it is taken again, a few times.
   */
  async look(): Promise<void> {
    await this.#looking;
    if (this.#seen === this.#toSee()) return;
    for (let attempt = 0; attempt < MOST_LOOKS && (await this.#nextLook()) === AFTER_ERROR_MILLIS; attempt += 1);
  }

  /** Stops reading; resolves when no batch is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  #wake(shard: string): void {
    const { positions } = this.#parts;
    positions.put(shard, { ...positions.get(shard), waiting: false });
    this.#wakes += 1;
  }

  /** Grows with all that is written and with every retry that is due. */
  #toSee(): number {
    return this.#parts.changes() + this.#wakes;
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const wait = await this.#nextLook();
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  #nextLook(): Promise<number> {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  /** Looks once into each shard; gives the wait before the next look, in milliseconds. An error that lasts is told once. */
  async #look(): Promise<number> {
    const toSee = this.#toSee();
    try {
      await this.#pass((reader) => reader.readBatch());
      this.#seen = toSee;
      this.#lastError = "";
      return POLL_MILLIS;
    } catch (error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      if (text !== this.#lastError && !this.#stopping.signal.aborted)
        console.error(`Stream mapping ${this.#parts.id}: ${text}`);
      this.#lastError = text;
      return AFTER_ERROR_MILLIS;
    }
  }

  /** Each readable shard, until it has no more. */
  async #pass(read: (reader: ShardReader) => Promise<boolean>): Promise<void> {
    for (const shard of await this.#listShards()) {
      if (!this.#isReadable(shard)) continue;
      const reader = this.#readers.get(shard.ShardId) ?? new ShardReader(this.#parts, shard.ShardId);
      this.#readers.set(shard.ShardId, reader);
      while (!this.#stopping.signal.aborted && (await read(reader)));
    }
  }

  async #listShards(): Promise<readonly Shard[]> {
    if (performance.now() - this.#listedAt < RELIST_MILLIS) return this.#shards;
    const shards: Shard[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const input = { StreamArn: this.#parts.mapping.EventSourceArn, ExclusiveStartShardId };
      const { StreamDescription } = Description.parse(await this.#parts.call("DescribeStream", input));
      shards.push(...StreamDescription.Shards);
      ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
    } while (ExclusiveStartShardId !== undefined);
    this.#shards = shards;
    this.#listedAt = performance.now();
    return shards;
  }

  /** A shard is read after its parent, and not while a retry waits. */
  #isReadable(shard: Shard): boolean {
    const { positions } = this.#parts;
    const position = positions.get(shard.ShardId);
    if (position.finished || position.waiting) return false;
    const parent = this.#shards.find(({ ShardId }) => ShardId === shard.ParentShardId);
    return parent === undefined || positions.get(parent.ShardId).finished;
  }
}
