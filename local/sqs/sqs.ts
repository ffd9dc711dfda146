import type { DueRunner } from "../clock/due-runner.ts";
import type { Metrics } from "../cloudwatch/metric.ts";
import type { AwsService, Clock, Iam, ResourcePlayer } from "../contracts.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { QueueAccess } from "./access.ts";
import { MoveTasks } from "./move-tasks.ts";
import { queuePlayers } from "./players.ts";
import { Queues } from "./queues.ts";
import { sqsService } from "./service.ts";

export interface SqsParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly metrics?: Metrics;
  readonly iam: Pick<Iam, "authorize" | "authorizeService">;
  readonly account: string;
  readonly region: string;
  /** Port of the AWS endpoint. */
  readonly port: number;
}

/** SQS: the service behind the AWS door, the players of its resources, and what other services send and receive by. */
export interface Sqs {
  readonly service: AwsService;
  readonly players: readonly ResourcePlayer[];
  readonly queues: Queues;
  readonly access: QueueAccess;
}

/** Opens the queues on the store. */
export function openSqs(parts: SqsParts): Sqs {
  const queues = new Queues(parts);
  const access = new QueueAccess(parts.iam);
  const moves = new MoveTasks({ ...parts, queues });
  return {
    service: sqsService({ queues, access, moves }),
    players: queuePlayers({ ...parts, queues, access }),
    queues,
    access,
  };
}
