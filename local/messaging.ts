import type { DueRunner } from "./clock/due-runner.ts";
import type { Work } from "./clock/work.ts";
import type { Metrics } from "./cloudwatch/metric.ts";
import type { AwsService, Clock, ResourcePlayer } from "./contracts.ts";
import { type Events, openEvents } from "./events/events.ts";
import { principalFor } from "./events/service-role.ts";
import { type StartExecution, Targets } from "./events/targets.ts";
import type { LocalIam } from "./iam/iam.ts";
import { AsyncConfigs } from "./lambda/async-config.ts";
import { AsyncInvocations } from "./lambda/async-invocations.ts";
import { type SendOnFailure, sendingOnFailure } from "./lambda/on-failure.ts";
import type { PlayedLambda } from "./lambda/played-lambda.ts";
import { openScheduler } from "./scheduler/scheduler.ts";
import { openSes, type Ses } from "./ses/ses.ts";
import { openSqs, type Sqs } from "./sqs/sqs.ts";
import type { SqliteStore } from "./store/sqlite-store.ts";

interface MessagingParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly metrics?: Metrics;
  readonly work: Work;
  readonly iam: LocalIam;
  readonly lambda: PlayedLambda;
  readonly startExecution: StartExecution;
  readonly account: string;
  readonly region: string;
  /** Port of the AWS endpoint. */
  readonly port: number;
}

/** What carries messages between the other parts: queues, asynchronous invocations, event buses, schedules, mail. */
export interface Messaging {
  readonly sqs: Sqs;
  readonly events: Events;
  readonly invocations: AsyncInvocations;
  readonly sendOnFailure: SendOnFailure;
  readonly ses: Ses;
  readonly services: readonly AwsService[];
  readonly players: readonly ResourcePlayer[];
}

/** Opens what carries messages; deliveries begin when the players are started. */
export function openMessaging(parts: MessagingParts): Messaging {
  const { lambda, iam, clock } = parts;
  const sqs = openSqs(parts);
  const principalOf = (roleArn: string) =>
    principalFor(iam, { roleArn, service: "lambda.amazonaws.com", sourceArn: roleArn });
  const { registry } = lambda;
  const sendOnFailure = sendingOnFailure({ registry, sqs, principalOf });
  const configs = new AsyncConfigs({ ...parts, registry, sendOnFailure, now: () => clock.now() });
  const invocations = new AsyncInvocations({
    ...parts,
    invoke: (request) => lambda.invoke(request),
    rulesOf: (functionArn) => configs.rulesOf(functionArn),
    giveUp: (invocation, payload) => configs.giveUp(invocation, payload),
  });
  const targets = new Targets({ ...parts, sqs, invocations });
  const events = openEvents({ ...parts, targets });
  const scheduler = openScheduler({ ...parts, targets });
  const ses = openSes({ ...parts, buses: events.buses });
  const asynchronous = { ...configs.player(), start: async () => invocations.start() };
  return {
    sqs,
    events,
    invocations,
    sendOnFailure,
    ses,
    services: [sqs.service, events.service, scheduler.service, ses.service],
    players: [...sqs.players, ...events.players, ...scheduler.players, ...ses.players, asynchronous],
  };
}
