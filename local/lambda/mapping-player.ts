import type { DueRunner } from "../clock/due-runner.ts";
import type { Work } from "../clock/work.ts";
import type { Clock, Iam, ResourcePlayer, SessionCredentials } from "../contracts.ts";
import type { Queue } from "../sqs/queue.ts";
import { QueueConsumer } from "../sqs/queue-consumer.ts";
import type { Sqs } from "../sqs/sqs.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { Refusal } from "../supervisor/refusal.ts";
import {
  type EventSourceMapping,
  EventSourceMappingProperties,
  type QueueMapping,
  QueueMappingProperties,
} from "./declarations.ts";
import type { SendOnFailure } from "./on-failure.ts";
import type { PlayedLambda } from "./played-lambda.ts";
import { callStreams } from "./stream-client.ts";
import { StreamPoller } from "./stream-poller.ts";
import { streamPositions } from "./stream-position.ts";

export interface MappingPlayerParts {
  readonly lambda: PlayedLambda;
  readonly iam: Iam;
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly sqs: Pick<Sqs, "queues" | "access">;
  readonly sendOnFailure: SendOnFailure;
  readonly work: Work;
  /** How often anything was written that a stream may tell of. */
  readonly changes: () => number;
  readonly account: string;
  readonly region: string;
  /** Port of the AWS endpoint. */
  readonly port: number;
}

/** Plays event source mappings on streams of DynamoDB and on queues. */
export interface MappingPlayer {
  readonly player: ResourcePlayer;
  /** Stops reading; resolves when no batch is under way. */
  stop(): Promise<void>;
}

/** A role session lives 12 hours: a new one is taken well before. */
const RENEWED_AFTER_MILLIS = 6 * 60 * 60 * 1000;

/** Opens the player; streams and queues are read from `start` on. */
export function openMappingPlayer(parts: MappingPlayerParts): MappingPlayer {
  const pollers: StreamPoller[] = [];
  const consumers: QueueConsumer[] = [];
  const queueMappings: Array<readonly [id: string, mapping: QueueMapping]> = [];
  parts.work.addLook(async () => {
    for (const poller of pollers) await poller.look();
  });
  return {
    player: {
      type: "AWS::Lambda::EventSourceMapping",
      reads: [
        ...new Set([...Object.keys(EventSourceMappingProperties.shape), ...Object.keys(QueueMappingProperties.shape)]),
      ],
      ignores: {
        MaximumBatchingWindowInSeconds: "a batch is handed over as soon as it is read",
        ParallelizationFactor: "a shard is read by one invocation at a time",
        Tags: "a text for people",
      },
      replacedBy: [],
      create: async ({ properties, generatedName: id }) => {
        if (isQueue(properties.EventSourceArn)) queueMappings.push([id, QueueMappingProperties.parse(properties)]);
        else pollers.push(...pollerFor(parts, id, EventSourceMappingProperties.parse(properties)));
        const arn = `arn:aws:lambda:${parts.region}:${parts.account}:event-source-mapping:${id}`;
        return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn } };
      },
      start: async () => {
        StreamPoller.receiveRetries(parts.due, pollers);
        for (const poller of pollers) await poller.start();
        consumers.push(...queueMappings.flatMap(([id, mapping]) => consumerFor(parts, id, mapping)));
        for (const consumer of consumers) consumer.start();
      },
    },
    stop: async () => {
      await Promise.all([...pollers, ...consumers].map((reader) => reader.stop()));
    },
  };
}

const isQueue = (arn: unknown) => typeof arn === "string" && arn.startsWith("arn:aws:sqs:");

/** None for a mapping that is switched off. */
function consumerFor(parts: MappingPlayerParts, id: string, mapping: QueueMapping): QueueConsumer[] {
  if (!mapping.Enabled) return [];
  const { lambda, sqs, work } = parts;
  const { definition } = lambda.registry.target(mapping.FunctionName);
  const queue = sqs.queues.get(mapping.EventSourceArn);
  checkReader(parts, id, definition.roleArn, queue);
  const consumer = new QueueConsumer({
    id,
    queue,
    queues: sqs.queues,
    work,
    batchSize: mapping.BatchSize,
    concurrency: Math.min(mapping.ScalingConfig.MaximumConcurrency, definition.reservedConcurrency ?? 1000),
    filters: mapping.FilterCriteria?.Filters.map(({ Pattern }) => Pattern),
    reportsFailures: mapping.FunctionResponseTypes.length > 0,
    invoke: (payload) => lambda.invoke({ functionArn: mapping.FunctionName, payload }),
  });
  return [consumer];
}

/** As AWS refuses the mapping, throws a Refusal when the role of the function may not read the queue. */
function checkReader({ iam, sqs }: MappingPlayerParts, id: string, roleArn: string, queue: Queue): void {
  try {
    const { accessKeyId } = iam.assumeForService(roleArn, "lambda.amazonaws.com", id.slice(-64));
    const reader = iam.lookup(accessKeyId)?.principal;
    if (reader === undefined) return;
    for (const action of ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"])
      sqs.access.check(reader, action, queue);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`${id} ne peut pas lire la file ${queue.name} : ${reason}`, { cause: error });
  }
}

/** None for a mapping that is switched off. */
function pollerFor(parts: MappingPlayerParts, id: string, mapping: EventSourceMapping): StreamPoller[] {
  if (!mapping.Enabled) return [];
  const { lambda, store, due, clock, region, port, sendOnFailure, changes } = parts;
  const { roleArn } = lambda.registry.target(mapping.FunctionName).definition;
  const credentials = sessionOf(parts, roleArn, id.slice(-64));
  const poller = new StreamPoller({
    id,
    mapping,
    positions: streamPositions(store, id, mapping.EventSourceArn),
    store,
    due,
    clock,
    call: (operation, input) => callStreams({ port, region, clock, credentials }, operation, input),
    // Lambda reads the stream with the function's role, and invokes the function by its own right.
    invoke: (payload) => lambda.invoke({ functionArn: mapping.FunctionName, payload }),
    sendOnFailure,
    changes,
  });
  return [poller];
}

function sessionOf({ iam, clock }: MappingPlayerParts, roleArn: string, name: string): () => SessionCredentials {
  let session: { readonly since: number; readonly credentials: SessionCredentials } | undefined;
  return () => {
    if (session === undefined || clock.now() - session.since > RENEWED_AFTER_MILLIS) {
      const credentials = iam.assumeForService(roleArn, "lambda.amazonaws.com", name);
      session = { since: clock.now(), credentials };
    }
    return session.credentials;
  };
}
