import { z } from "zod";

/** One record of a stream as GetRecords gives it; the rest of it is handed on untouched. */
export const StreamRecord = z.looseObject({
  dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.number().optional() }),
  /** Who removed an item that expired; functions and filters see it in lower case. */
  userIdentity: z
    .object({ Type: z.string(), PrincipalId: z.string() })
    .transform(({ Type, PrincipalId }) => ({ type: Type, principalId: PrincipalId }))
    .optional(),
});
export type StreamRecord = z.infer<typeof StreamRecord>;

export const Records = z.looseObject({ Records: z.array(StreamRecord), NextShardIterator: z.string().nullish() });

export const Iterator = z.looseObject({ ShardIterator: z.string() });

const Shard = z.looseObject({ ShardId: z.string(), ParentShardId: z.string().optional() });
export type Shard = z.infer<typeof Shard>;

export const Description = z.looseObject({
  StreamDescription: z.looseObject({
    Shards: z.array(Shard).default([]),
    LastEvaluatedShardId: z.string().optional(),
  }),
});

/** The event that Lambda hands to the function of a mapping. */
export function streamEvent(records: readonly StreamRecord[], streamArn: string): string {
  return JSON.stringify({ Records: records.map((record) => ({ ...record, eventSourceARN: streamArn })) });
}

/** What Lambda tells the destination of failures: not the records themselves, but where the stream still has them. */
export function failureOf(
  { FunctionName, EventSourceArn }: { readonly FunctionName: string; readonly EventSourceArn: string },
  shardId: string,
  records: readonly StreamRecord[],
  { at, attempts }: { readonly at: number; readonly attempts: number },
) {
  const instant = (record: StreamRecord | undefined) =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? at / 1000) * 1000).toISOString();
  const [first, last] = [records.at(0), records.at(-1)];
  return {
    version: "1.0",
    timestamp: new Date(at).toISOString(),
    requestContext: {
      functionArn: FunctionName,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, functionError: "Unhandled" },
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first && sequenceOf(first),
      endSequenceNumber: last && sequenceOf(last),
      approximateArrivalOfFirstRecord: instant(first),
      approximateArrivalOfLastRecord: instant(last),
      batchSize: records.length,
      streamArn: EventSourceArn,
    },
  };
}

/** The sequence number of a record. */
export function sequenceOf(record: StreamRecord): string {
  return record.dynamodb.SequenceNumber;
}

const Answer = z.looseObject({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() });

/**
 * Index of the first record that a function says it could not deal with, or -1. As on Lambda, an identifier that is not of
 * the batch fails the whole of it.
 */
export function firstFailure(payload: string, records: readonly StreamRecord[]): number {
  const answer = Answer.safeParse(JSON.parse(payload));
  const failures = answer.success ? (answer.data.batchItemFailures ?? []) : [];
  if (failures.length === 0) return -1;
  const indexes = failures.map((failure) =>
    records.findIndex((record) => sequenceOf(record) === failure.itemIdentifier),
  );
  return Math.max(Math.min(...indexes), 0);
}
