import { setTimeout as pause } from "node:timers/promises";
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type DueQueue, openDueQueue } from "../../local/clock/due-queue.ts";
import { type DueRunner, openDueRunner } from "../../local/clock/due-runner.ts";
import { openWork } from "../../local/clock/work.ts";
import { type DynamodbLocal, startDynamodb } from "../../local/dynamodb/dynamodb-local.ts";
import { Expiry } from "../../local/dynamodb/expiry.ts";
import { createDynamodbGateway } from "../../local/dynamodb/gateway.ts";
import { dynamodbPlayers } from "../../local/dynamodb/players.ts";
import { openStore } from "../../local/store/sqlite-store.ts";
import { ACCOUNT, freePort, openDoor, REGION, temporaryDirectory } from "./iam-cloud.ts";

const TABLE = "sessions";
const YEAR_SECONDS = 366 * 24 * 60 * 60;

let cloud: Awaited<ReturnType<typeof openDoor>>;
let local: DynamodbLocal;
let expiry: Expiry;
let due: DueRunner;
let queue: DueQueue;
let streamArn: string;
let clients: DynamoDBClient[] = [];

/** A client that signs at the present of the virtual clock. */
function administrator(): DynamoDBClient {
  const client = new DynamoDBClient(cloud.client(cloud.iam.administratorCredentials()));
  clients.push(client);
  return client;
}

const inSeconds = (seconds: number) => Math.floor(cloud.clock.at / 1000) + seconds;
const whole = (pk: string, second: number) => ({ pk: { S: pk }, until: { N: String(second) } });
const put = (pk: string, until: number) =>
  administrator().send(new PutItemCommand({ TableName: TABLE, Item: whole(pk, until) }));

async function isThere(pk: string): Promise<boolean> {
  const command = new GetItemCommand({ TableName: TABLE, Key: { pk: { S: pk } }, ConsistentRead: true });
  return (await administrator().send(command)).Item !== undefined;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(10);
}

/** Boots the table's player and delivers what is due, until the queue waits for `next`. */
async function boot(next: number | undefined): Promise<void> {
  const { attributes } = await dynamodbPlayers({ local, expiry, account: ACCOUNT, region: REGION })[0]!.create({
    logicalId: "Sessions",
    type: "AWS::DynamoDB::GlobalTable",
    properties: {
      TableName: TABLE,
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      StreamSpecification: { StreamViewType: "KEYS_ONLY" },
      TimeToLiveSpecification: { AttributeName: "until", Enabled: true },
      Replicas: [{ Region: REGION }],
    },
    assemblyDir: "/nowhere",
    generatedName: "stack-Sessions-1",
  });
  streamArn = attributes.StreamArn!;
  due.start();
  await until(() => queue.nextAt() === next);
}

/** Who removed items, by their key, as the stream says. */
async function removals(): Promise<ReadonlyMap<string | undefined, unknown>> {
  const streams = new DynamoDBStreamsClient(cloud.client(cloud.iam.administratorCredentials()));
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const { ShardId } = StreamDescription!.Shards!.at(-1)!;
  const from = { StreamArn: streamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand(from));
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  streams.destroy();
  const removed = Records.filter(({ eventName }) => eventName === "REMOVE");
  return new Map(removed.map(({ dynamodb, userIdentity }) => [dynamodb?.Keys?.pk?.S, userIdentity]));
}

/** Sets the clock and delivers what is due then. */
function advanceTo(at: number): void {
  cloud.clock.at = at;
  due.start();
}

/** What a process opens on the data of an earlier one. */
function open(dataDir: string, clock: { now(): number }): void {
  const store = openStore(dataDir);
  due = openDueRunner(store, clock);
  queue = openDueQueue(store);
  expiry = new Expiry({ local, store, due, clock, work: openWork() });
}

beforeAll(async () => {
  local = await startDynamodb({ dataDir: temporaryDirectory(), port: await freePort() });
  cloud = await openDoor((iam, clock, dataDir) => {
    open(dataDir, clock);
    // Whichever is open.
    const opened: Pick<Expiry, "written" | "describe" | "hasRemoved"> = {
      written: (...write) => expiry.written(...write),
      describe: (table) => expiry.describe(table),
      hasRemoved: (...removal) => expiry.hasRemoved(...removal),
    };
    return [createDynamodbGateway({ local, expiry: opened, iam, clock, account: ACCOUNT, region: REGION })];
  });
  await boot(undefined);
}, 60_000);

afterAll(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  due.close();
  await cloud.door.close();
  await expiry.stop();
  await local.stop();
});

test("an item one millisecond before its second: there, and the queue waits for that second; at it: deleted", async () => {
  const second = inSeconds(60);
  await put("exact", second);
  advanceTo(second * 1000 - 1);
  expect(queue.nextAt()).toBe(second * 1000);
  expect(await isThere("exact")).toBe(true);
  advanceTo(second * 1000);
  await until(async () => !(await isThere("exact")));
  expect(queue.nextAt()).toBeUndefined();
});

test("an item rewritten with a later second: survives the first, is deleted at the other", async () => {
  const [first, second] = [inSeconds(60), inSeconds(120)];
  await put("rewritten", first);
  await put("rewritten", second);
  advanceTo(first * 1000);
  await until(() => queue.nextAt() === second * 1000);
  expect(await isThere("rewritten")).toBe(true);
  advanceTo(second * 1000);
  await until(async () => !(await isThere("rewritten")));
});

test("an item that loses the attribute: stays", async () => {
  const second = inSeconds(60);
  await put("kept", second);
  await put("also there", second);
  await administrator().send(new PutItemCommand({ TableName: TABLE, Item: { pk: { S: "kept" } } }));
  advanceTo(second * 1000);
  await until(async () => !(await isThere("also there")));
  expect(await isThere("kept")).toBe(true);
});

const value = (second: number) => ({ ":until": { N: String(second) } });
const update = (pk: string, second: number) => ({
  TableName: TABLE,
  Key: { pk: { S: pk } },
  UpdateExpression: "SET #until = :until",
  ExpressionAttributeNames: { "#until": "until" },
  ExpressionAttributeValues: value(second),
});

test.each<[string, (pk: string, second: number) => Promise<unknown>]>([
  ["an update", (pk, second) => administrator().send(new UpdateItemCommand(update(pk, second)))],
  [
    "a batch",
    (pk, second) =>
      administrator().send(
        new BatchWriteItemCommand({ RequestItems: { [TABLE]: [{ PutRequest: { Item: whole(pk, second) } }] } }),
      ),
  ],
  [
    "a put of a transaction",
    (pk, second) =>
      administrator().send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: TABLE, Item: whole(pk, second) } }] }),
      ),
  ],
  [
    "an update of a transaction",
    (pk, second) =>
      administrator().send(new TransactWriteItemsCommand({ TransactItems: [{ Update: update(pk, second) }] })),
  ],
])("an item written by %s: expires at its second", async (title, write) => {
  const second = inSeconds(30);
  await write(title, second);
  expect(queue.nextAt()).toBe(second * 1000);
  advanceTo(second * 1000);
  await until(async () => !(await isThere(title)));
});

test("two items, the later written first: the queue holds one due, the earlier", async () => {
  const [first, second] = [inSeconds(10), inSeconds(20)];
  await put("later", second);
  await put("earlier", first);
  advanceTo(first * 1000);
  await until(() => queue.nextAt() === second * 1000);
  expect(await isThere("later")).toBe(true);
  advanceTo(second * 1000);
  await until(async () => !(await isThere("later")));
  expect(queue.nextAt()).toBeUndefined();
});

test("an attribute that is no number, and one of more than five years ago: never expire", async () => {
  const client = administrator();
  await client.send(new PutItemCommand({ TableName: TABLE, Item: { pk: { S: "text" }, until: { S: "1" } } }));
  await put("old", inSeconds(-6 * YEAR_SECONDS));
  expect(queue.nextAt()).toBeUndefined();
  // One that does expire makes the table be looked through.
  await put("recent", inSeconds(-4 * YEAR_SECONDS));
  advanceTo(cloud.clock.at);
  await until(async () => !(await isThere("recent")));
  expect([await isThere("text"), await isThere("old")]).toEqual([true, true]);
});

test("a restart: what waited still waits, once; what expired while nothing ran, be it six years ago, is deleted", async () => {
  const second = inSeconds(3600);
  await put("waiting", second);
  due.close();
  await expiry.stop();

  open(cloud.dataDir, cloud.clock);
  expect(queue.nextAt()).toBe(second * 1000);
  await boot(second * 1000);
  due.close();
  await expiry.stop();

  cloud.clock.at += 6 * YEAR_SECONDS * 1000;
  open(cloud.dataDir, cloud.clock);
  await boot(undefined);
  await until(async () => !(await isThere("waiting")));
});

test("the stream of the table: an item that expired was removed by the service, one that somebody deleted by nobody", async () => {
  const second = inSeconds(60);
  await put("expired", second);
  await put("deleted", second);
  await administrator().send(new DeleteItemCommand({ TableName: TABLE, Key: { pk: { S: "deleted" } } }));
  advanceTo(second * 1000);
  await until(async () => !(await isThere("expired")));
  const byWhom = await removals();
  expect(byWhom.get("expired")).toEqual({ Type: "Service", PrincipalId: "dynamodb.amazonaws.com" });
  expect([byWhom.has("deleted"), byWhom.get("deleted")]).toEqual([true, undefined]);
});

test("DescribeTimeToLive: enabled, with the attribute", async () => {
  const answer = await administrator().send(new DescribeTimeToLiveCommand({ TableName: TABLE }));
  expect(answer.TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "until" });
});
