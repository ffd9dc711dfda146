import { z } from "zod";
import type { Deployment } from "./assembly/deploy.ts";
import type { Services } from "./cloud.ts";
import { alarmLine } from "./console/alarms.ts";
import { discardedDeliveries } from "./console/discarded.ts";
import { executionLine } from "./console/executions.ts";
import type { ConsoleState } from "./console/state.ts";

export interface Shown {
  readonly name: string;
  readonly addresses: ConsoleState["addresses"];
  readonly services: Services;
  readonly deployment: Deployment;
}

/** Reads from the services what the console page shows now. */
export async function consoleState({ name, addresses, services, deployment }: Shown): Promise<ConsoleState> {
  const { cloud, lambda, requests, machines } = services;
  const namesOf = (...types: string[]) =>
    deployment.resources.filter(({ type }) => types.includes(type)).map(({ physical }) => physical.ref);
  const functions = namesOf("AWS::Lambda::Function");
  const tables = namesOf("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table");
  return {
    name,
    at: cloud.clock.now(),
    addresses,
    resources: deployment.resources.map(({ id, type, physical, inert }) => ({
      logicalId: id,
      type,
      ref: physical.ref,
      ...(inert === undefined ? {} : { inert }),
    })),
    functions,
    crashing: lambda.crashing(),
    invocations: lambda.invocations(),
    requests: requests.read(),
    exercised: cloud.iam.exercised(),
    denials: cloud.iam.denials(),
    logs: functions.map((functionName) => ({ name: functionName, lines: lambda.tail(functionName) })),
    ...messagesOf(services),
    alarms: services.alarms.list().map(alarmLine),
    executions: machines.runner.executions
      .list(undefined, { status: undefined, limit: SHOWN, offset: 0 })
      .map(({ run }) => executionLine(run)),
    discarded: discardedDeliveries(cloud.store).slice(0, SHOWN),
    scanner: scannerOf(services),
    tables: await Promise.all(tables.map(async (table) => ({ name: table, items: await countItems(services, table) }))),
  };
}

const SHOWN = 20;

/** What waits, and what was sent. */
function messagesOf({ due, messaging }: Services): Pick<ConsoleState, "upcoming" | "queues" | "mails"> {
  const { queues } = messaging.sqs;
  const all = queues.all();
  const deadLettersOf = (arn: string) =>
    all.filter(({ redrive }) => redrive?.deadLetterTargetArn === arn).map(({ name }) => name);
  return {
    upcoming: due.list(SHOWN).map(({ at, kind, payload }) => ({ at, kind, detail: JSON.stringify(payload) })),
    queues: all.map((queue) => ({
      name: queue.name,
      ...queues.counts(queue),
      deadLettersOf: deadLettersOf(queue.arn),
    })),
    mails: messaging.ses.inbox.list(SHOWN).map(({ id, at, subject, from, recipients, outcome }) => {
      return { id, at, subject, from, recipients, outcome };
    }),
  };
}

function scannerOf({ guardduty }: Services): ConsoleState["scanner"] {
  const { scanner, plans, scans } = guardduty;
  const forced = scans.forced();
  return {
    name: scanner.name,
    isUsed: plans.list().length > 0,
    ...(forced && { forced }),
    scans: scans.last(SHOWN).map(({ object, verdict, at, forced, tagFailure }) => ({
      at,
      bucket: object.bucket,
      key: object.key,
      ...(object.versionId !== undefined && { versionId: object.versionId }),
      ...verdict,
      isForced: forced !== undefined,
      ...(tagFailure !== undefined && { tagFailure }),
    })),
  };
}

const Counted = z.looseObject({ Table: z.looseObject({ ItemCount: z.number() }) });

async function countItems({ dynamodb }: Services, table: string): Promise<number> {
  const { body } = await dynamodb.call("DynamoDB_20120810.DescribeTable", JSON.stringify({ TableName: table }));
  return Counted.parse(JSON.parse(body)).Table.ItemCount;
}
