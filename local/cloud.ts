import type { Catalogue } from "./assembly/catalogue.ts";
import { createAwsDoor } from "./aws-door/door.ts";
import { RequestCounts } from "./aws-door/request-counts.ts";
import { createSts } from "./aws-door/sts.ts";
import { type DueRunner, openDueRunner } from "./clock/due-runner.ts";
import type { VirtualClock } from "./clock/virtual-clock.ts";
import { openWork, type Work } from "./clock/work.ts";
import { Alarms } from "./cloudwatch/alarms.ts";
import { alarmPlayer } from "./cloudwatch/players.ts";
import type { Cloud, Ports } from "./contracts.ts";
import { type DynamodbLocal, startDynamodb } from "./dynamodb/dynamodb-local.ts";
import { Expiry } from "./dynamodb/expiry.ts";
import { createDynamodbGateway } from "./dynamodb/gateway.ts";
import { dynamodbPlayers } from "./dynamodb/players.ts";
import type { BusEvent } from "./events/bus-event.ts";
import { type Guardduty, openGuardduty } from "./guardduty/guardduty.ts";
import { openScanner } from "./guardduty/scanner.ts";
import { httpApiPlayers } from "./http-api/players.ts";
import { createIam, type LocalIam } from "./iam/iam.ts";
import { iamPlayers } from "./iam/players.ts";
import { observed } from "./kill-points.ts";
import { createKms } from "./kms/kms.ts";
import { lambdaApi } from "./lambda/lambda-api.ts";
import { openMappingPlayer } from "./lambda/mapping-player.ts";
import { openLambda, type PlayedLambda } from "./lambda/played-lambda.ts";
import { lambdaPlayers } from "./lambda/players.ts";
import { type Messaging, openMessaging } from "./messaging.ts";
import { inertResources } from "./resources/inert.ts";
import { openS3, type S3Options } from "./s3/s3.ts";
import { messageSender } from "./step-functions/send-message.ts";
import { openStepFunctions, type StepFunctions } from "./step-functions/step-functions.ts";
import type { SqliteStore } from "./store/sqlite-store.ts";
import type { Children } from "./supervisor/children.ts";
import { Refusal } from "./supervisor/refusal.ts";
import type { Shutdown } from "./supervisor/shutdown.ts";

/** What the supervisor has opened before the services. */
export interface Ground {
  readonly dataDir: string;
  readonly ports: Ports;
  readonly clock: VirtualClock;
  readonly store: SqliteStore;
  readonly children: Children;
  readonly shutdown: Shutdown;
}

/** The services of a run, and the resource types that they play. */
export interface Services {
  readonly cloud: Cloud;
  readonly iam: LocalIam;
  readonly lambda: PlayedLambda;
  readonly dynamodb: DynamodbLocal;
  readonly requests: RequestCounts;
  /** To be started once everything that receives from it is deployed. */
  readonly due: DueRunner;
  readonly work: Work;
  readonly messaging: Messaging;
  readonly guardduty: Guardduty;
  readonly machines: StepFunctions;
  readonly alarms: Alarms;
  readonly catalogue: Catalogue;
}

export const ACCOUNT = "000000000000";
export const REGION = "eu-west-3";
const PLACE = { account: ACCOUNT, region: REGION };

/** Opens every service behind the AWS door. What was opened is closed by `ground.shutdown`, also when this throws. */
export async function openServices(ground: Ground): Promise<Services> {
  const { dataDir, ports, clock, store, shutdown } = ground;
  const iam = createIam({ clock, dataDir, account: ACCOUNT });
  const dynamodb = await startDatabase(ground);
  const workers = await openWorkers(ground, iam, dynamodb);
  const { work, lambda, due, messaging, machines, mappings, alarms } = workers;
  const expiry = new Expiry({ local: dynamodb, store, due, clock, work });
  shutdown.add(() => expiry.stop());
  const gateway = createDynamodbGateway({ local: dynamodb, expiry, iam, clock, ...PLACE });
  const kms = createKms({ iam, clock, dataDir, ...PLACE });
  const requests = new RequestCounts();
  const invoke = lambdaApi(lambda, iam, messaging.invocations);
  const services = [gateway, kms.service, invoke, ...messaging.services, machines.service, createSts(ACCOUNT)].map(
    (service) => requests.counted(observed(service)),
  );
  const count = (operation: string) => requests.count("s3", operation);
  const { s3, guardduty } = await openObjects(ground, workers, { iam, useKey: kms.useKey, count });
  const door = await createAwsDoor({ port: ports.aws, region: REGION, clock, iam, services, streaming: s3.service });
  shutdown.add(() => door.close());
  shutdown.add(() => due.close());
  shutdown.add(() => stopWorkers(workers));
  const onShutdown = (close: () => Promise<void> | void) => shutdown.add(close);
  const cloud: Cloud = { ...PLACE, dataDir, ports, clock, store, iam, lambda, metrics: alarms, onShutdown };
  const players = [
    ...iamPlayers(iam, ACCOUNT),
    ...dynamodbPlayers({ local: dynamodb, expiry, ...PLACE }),
    ...kms.players,
    ...s3.players,
    guardduty.player,
    ...lambdaPlayers({ registry: lambda.registry, store, ...PLACE }),
    mappings.player,
    ...messaging.players,
    ...machines.players,
    ...httpApiPlayers(cloud),
    // The last to start: what others tell at their start is then known.
    alarmPlayer(alarms, PLACE),
  ];
  const catalogue = { players: new Map(players.map((player) => [player.type, player])), inert: inertResources(PLACE) };
  return { cloud, iam, lambda, dynamodb, requests, due, work, messaging, guardduty, machines, alarms, catalogue };
}

type Workers = Awaited<ReturnType<typeof openWorkers>>;

/** What runs functions, and what has them run. */
async function openWorkers(
  { dataDir, ports, clock, store, children }: Ground,
  iam: LocalIam,
  { changes }: DynamodbLocal,
) {
  const work = openWork();
  const due = openDueRunner(store, clock);
  const alarms = new Alarms({ store, due, clock, ...PLACE, putEvent: (event) => messaging.events.buses.put(event) });
  const shared = { clock, iam, work, metrics: alarms };
  const lambda = await openLambda({ ...shared, region: REGION, dataDir, ports, children });
  const parts = { ...shared, lambda, store, due, ...PLACE, port: ports.aws };
  const machines = openStepFunctions({
    ...parts,
    functions: lambda.registry,
    sendMessage: messageSender(() => messaging.sqs),
  });
  const messaging = openMessaging({ ...parts, startExecution: machines.startExecution });
  const mappings = openMappingPlayer({ ...parts, changes, sqs: messaging.sqs, sendOnFailure: messaging.sendOnFailure });
  return { work, lambda, due, machines, messaging, mappings, alarms };
}

type ObjectsParts = Pick<S3Options, "iam" | "useKey" | "count">;

/** S3, and what scans its objects: an event of an object is on the bus and asks for its scan, or neither. */
async function openObjects(ground: Ground, { work, due, messaging }: Workers, objects: ObjectsParts) {
  const { clock, dataDir, store, shutdown } = ground;
  const { buses } = messaging.events;
  const onObjectEvent = (event: BusEvent) => {
    store.transaction(() => {
      buses.put(event);
      guardduty.protection.take(event);
    });
    guardduty.protection.scanAll();
  };
  const parts = { ...objects, clock, work, ...PLACE };
  const s3 = await openS3({ ...parts, dataDir, onObjectEvent });
  shutdown.add(() => s3.close());
  const putEvent = (event: BusEvent) => buses.put(event);
  const guardduty = openGuardduty({ ...parts, store, due, s3, scanner: await openScanner(), putEvent });
  shutdown.add(() => guardduty.protection.close());
  return { s3, guardduty };
}

/** Functions are stopped while no further batch is taken: what was under way is handed over again at the next boot. */
async function stopWorkers({ lambda, machines, messaging, mappings }: Workers): Promise<void> {
  const stopped = Promise.all([machines.runner.close(), mappings.stop(), messaging.invocations.stop()]);
  await lambda.close();
  await stopped;
}

async function startDatabase({ dataDir, ports, shutdown }: Ground): Promise<DynamodbLocal> {
  const starting = startDynamodb({ dataDir, port: ports.dynamodb });
  // Added before it has started: a run that is interrupted meanwhile waits for it and stops it too.
  shutdown.add(async () => (await starting.catch(() => undefined))?.stop());
  return starting.catch((error: unknown) => {
    throw new Refusal(error instanceof Error ? error.message : String(error), { cause: error });
  });
}
