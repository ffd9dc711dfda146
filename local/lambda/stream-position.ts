import { z } from "zod";
import type { SqliteStore } from "../store/sqlite-store.ts";

/** How far one mapping has read one shard. */
export const StreamPosition = z.object({
  /** Sequence number of the last record that is dealt with. */
  after: z.string().optional(),
  /** The shard is closed and read to its end. */
  finished: z.boolean().default(false),
  /** Failed attempts at the records that follow. */
  attempts: z.number().int().default(0),
  /** Records of the next batch, when a failed batch was split. */
  batchSize: z.number().int().optional(),
  /** Waits for its retry in the due queue. */
  waiting: z.boolean().default(false),
});
export type StreamPosition = z.infer<typeof StreamPosition>;

const KIND = "stream-positions";

/** The positions of a mapping, durable: what a function has dealt with is not handed to it again after a restart. */
export interface StreamPositions {
  get(shardId: string): StreamPosition;
  put(shardId: string, position: StreamPosition): void;
  /** Whether what was in the stream before the mapping has been passed over (`StartingPosition: LATEST`). */
  caughtUp(): boolean;
  markCaughtUp(): void;
}

/** Opens the positions of one mapping on one stream. */
export function streamPositions(store: SqliteStore, mappingId: string, streamArn: string): StreamPositions {
  const prefix = `${mappingId} ${streamArn} `;
  return {
    get: (shardId) => StreamPosition.parse(store.get(KIND, prefix + shardId) ?? {}),
    put: (shardId, position) => store.put(KIND, prefix + shardId, position),
    caughtUp: () => store.get("stream-mappings", prefix) !== undefined,
    markCaughtUp: () => store.put("stream-mappings", prefix, { caughtUp: true }),
  };
}

/** What becomes of a position after a batch. */
export type BatchOutcome =
  | { readonly kind: "done"; readonly last: string }
  /** `lastDone` is the record before the first failure, where the function names it. */
  | { readonly kind: "failed"; readonly last: string; readonly count: number; readonly lastDone: string | undefined };

export interface RetryRules {
  readonly bisect: boolean;
  readonly mostAttempts: number;
}

export interface NextStep {
  readonly position: StreamPosition;
  /** Wait before the next attempt. */
  readonly backOffMillis?: number;
  /** The batch is given up after its last attempt. */
  readonly discarded?: true;
}

const FIRST_BACK_OFF_MILLIS = 500;
const LONGEST_BACK_OFF_MILLIS = 60_000;

/** Decides what follows a batch: go on, try again (smaller, when the mapping splits batches), or give the batch up. */
export function afterBatch(position: StreamPosition, outcome: BatchOutcome, rules: RetryRules): NextStep {
  if (outcome.kind === "done") return { position: fresh(outcome.last) };
  const { last, count, lastDone } = outcome;
  if (lastDone !== undefined) return retry({ ...fresh(lastDone), attempts: 1 });
  // A split does not count as an attempt: the records are told apart first.
  if (rules.bisect && count > 1) return retry({ ...position, batchSize: Math.ceil(count / 2) });
  const attempts = position.attempts + 1;
  if (attempts > rules.mostAttempts) return { position: fresh(last), discarded: true };
  return retry({ ...position, attempts });
}

function retry(position: StreamPosition): NextStep {
  const backOffMillis = Math.min(FIRST_BACK_OFF_MILLIS * 2 ** position.attempts, LONGEST_BACK_OFF_MILLIS);
  return { position: { ...position, waiting: true }, backOffMillis };
}

function fresh(after: string): StreamPosition {
  return { after, finished: false, attempts: 0, waiting: false };
}
