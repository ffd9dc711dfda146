import type { DueRunner } from "../clock/due-runner.ts";
import type { Clock, Iam, ResourcePlayer, SessionCredentials } from "../contracts.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { type EventSourceMapping, EventSourceMappingProperties } from "./declarations.ts";
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
  readonly account: string;
  readonly region: string;
  /** Port of the AWS endpoint. */
  readonly port: number;
}

/** Plays event source mappings on streams of DynamoDB. */
export interface MappingPlayer {
  readonly player: ResourcePlayer;
  /** Stops reading; resolves when no batch is under way. */
  stop(): Promise<void>;
}

/** A role session lives 12 hours: a new one is taken well before. */
const RENEWED_AFTER_MILLIS = 6 * 60 * 60 * 1000;

/** Opens the player; the streams are read from `start` on. */
export function openMappingPlayer(parts: MappingPlayerParts): MappingPlayer {
  const pollers: StreamPoller[] = [];
  return {
    player: {
      type: "AWS::Lambda::EventSourceMapping",
      reads: Object.keys(EventSourceMappingProperties.shape),
      ignores: {
        MaximumBatchingWindowInSeconds: "a batch is handed over as soon as it is read",
        ParallelizationFactor: "a shard is read by one invocation at a time",
        Tags: "a text for people",
      },
      replacedBy: [],
      create: async (resource) => {
        const mapping = EventSourceMappingProperties.parse(resource.properties);
        const id = resource.generatedName;
        if (mapping.Enabled) pollers.push(pollerFor(parts, id, mapping));
        const arn = `arn:aws:lambda:${parts.region}:${parts.account}:event-source-mapping:${id}`;
        return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn } };
      },
      start: async () => {
        StreamPoller.receiveRetries(parts.due, pollers);
        for (const poller of pollers) await poller.start();
      },
    },
    stop: async () => {
      await Promise.all(pollers.map((poller) => poller.stop()));
    },
  };
}

function pollerFor(parts: MappingPlayerParts, id: string, mapping: EventSourceMapping): StreamPoller {
  const { lambda, store, due, clock, region, port } = parts;
  const { roleArn } = lambda.registry.target(mapping.FunctionName).definition;
  const credentials = sessionOf(parts, roleArn, id.slice(-64));
  return new StreamPoller({
    id,
    mapping,
    positions: streamPositions(store, id, mapping.EventSourceArn),
    store,
    due,
    clock,
    call: (operation, input) => callStreams({ port, region, clock, credentials }, operation, input),
    // Lambda reads the stream with the function's role, and invokes the function by its own right.
    invoke: (payload) => lambda.invoke({ functionArn: mapping.FunctionName, payload }),
  });
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
