import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type DynamodbLocal, startDynamodb } from "../../local/dynamodb/dynamodb-local.ts";
import { createDynamodbGateway } from "../../local/dynamodb/gateway.ts";
import { dynamodbPlayers } from "../../local/dynamodb/players.ts";
import { ACCOUNT, freePort, openDoor, REGION, temporaryDirectory } from "./iam-cloud.ts";

const EVENTS = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/events`;
const EVENTS_TEMPLATE = {
  TableName: "events",
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  AttributeDefinitions: ["pk", "sk", "gpk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  GlobalSecondaryIndexes: [
    {
      IndexName: "byOwner",
      KeySchema: [{ AttributeName: "gpk", KeyType: "HASH" }],
      Projection: { ProjectionType: "ALL" },
    },
  ],
  StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
  Replicas: [{ Region: REGION, DeletionProtectionEnabled: true }],
};

/** Nothing expires here. */
const expiry = {
  watch: () => undefined,
  written: async () => undefined,
  describe: () => ({ TimeToLiveStatus: "DISABLED" }),
  hasRemoved: () => false,
};

let cloud: Awaited<ReturnType<typeof openDoor>>;
let local: DynamodbLocal;
let streamArn: string;
const clients: Array<{ destroy(): void }> = [];

function as(...statements: object[]): DynamoDBClient {
  const client = new DynamoDBClient(cloud.client(cloud.role("writer", ...statements)));
  clients.push(client);
  return client;
}

function administrator(): DynamoDBClient {
  const client = new DynamoDBClient(cloud.client(cloud.iam.administratorCredentials()));
  clients.push(client);
  return client;
}

function allow(action: string | string[], condition?: object, resource: string | string[] = EVENTS) {
  return { Effect: "Allow", Action: action, Resource: resource, ...(condition && { Condition: condition }) };
}

function item(pk: string, sk = "1") {
  return { pk: { S: pk }, sk: { S: sk } };
}

async function createTables(properties: Record<string, unknown>) {
  const player = dynamodbPlayers({ local, expiry, account: ACCOUNT, region: REGION })[0]!;
  return await player.create({
    logicalId: "Events",
    type: player.type,
    properties,
    assemblyDir: "/nowhere",
    generatedName: "stack-Events-1",
  });
}

const denied = (action: string, resource = EVENTS) => ({
  name: "AccessDeniedException",
  message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/writer/fn is not authorized to perform: dynamodb:${action} on resource: ${resource} because no identity-based policy allows the dynamodb:${action} action`,
});

beforeAll(async () => {
  local = await startDynamodb({ dataDir: temporaryDirectory(), port: await freePort() });
  cloud = await openDoor((iam, clock) => [
    createDynamodbGateway({ local, expiry, iam, clock, account: ACCOUNT, region: REGION }),
  ]);
  const { attributes } = await createTables(EVENTS_TEMPLATE);
  streamArn = attributes.StreamArn!;
}, 60_000);

afterAll(async () => {
  for (const client of clients) {
    client.destroy();
  }
  await cloud.door.close();
  await local.stop();
});

describe("single items", () => {
  test("a role that may put and get: the item is there", async () => {
    const client = as(allow(["dynamodb:PutItem", "dynamodb:GetItem"]));
    await client.send(new PutItemCommand({ TableName: "events", Item: item("single") }));
    const read = await client.send(
      new GetItemCommand({ TableName: "events", Key: item("single"), ConsistentRead: true }),
    );
    expect(read.Item).toEqual(item("single"));
  });

  test("a role without the Allow: AccessDeniedException naming action, role and table, and nothing written", async () => {
    const client = as(allow("dynamodb:GetItem"));
    const put = client.send(new PutItemCommand({ TableName: "events", Item: item("unwritten") }));
    await expect(put).rejects.toMatchObject(denied("PutItem"));
    const read = await client.send(new GetItemCommand({ TableName: "events", Key: item("unwritten") }));
    expect(read.Item).toBeUndefined();
  });

  test("a role bound to its tenant's partition: reads and queries it, and no other", async () => {
    const own = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["ORG#A"] } };
    const client = as(allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:BatchGetItem"], own));
    const get = (pk: string) => client.send(new GetItemCommand({ TableName: "events", Key: item(pk) }));
    const query = (pk: string) =>
      client.send(
        new QueryCommand({
          TableName: "events",
          KeyConditionExpression: "#p = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeNames: { "#p": "pk" },
          ExpressionAttributeValues: { ":pk": { S: pk }, ":prefix": { S: "1" } },
        }),
      );
    await client.send(new PutItemCommand({ TableName: "events", Item: item("ORG#A") }));
    expect((await get("ORG#A")).Item).toEqual(item("ORG#A"));
    expect((await query("ORG#A")).Items).toEqual([item("ORG#A")]);
    await expect(get("ORG#B")).rejects.toMatchObject(denied("GetItem"));
    await expect(query("ORG#B")).rejects.toMatchObject(denied("Query"));
    await expect(client.send(new PutItemCommand({ TableName: "events", Item: item("ORG#B") }))).rejects.toMatchObject(
      denied("PutItem"),
    );
    const both = { events: { Keys: [item("ORG#A"), item("ORG#B")] } };
    await expect(client.send(new BatchGetItemCommand({ RequestItems: both }))).rejects.toMatchObject(
      denied("BatchGetItem"),
    );
  });

  test("a role bound to its partition that queries without naming a partition: refused before DynamoDB", async () => {
    const own = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["ORG#A"] } };
    const query = new QueryCommand({
      TableName: "events",
      KeyConditionExpression: "sk = :sk",
      ExpressionAttributeValues: { ":sk": { S: "1" } },
    });
    await expect(as(allow("dynamodb:Query", own)).send(query)).rejects.toMatchObject({
      message: "Query condition missed key schema element: pk",
    });
  });

  test("an Allow on the table alone: its index is refused; on the index: answered by the index's partition", async () => {
    const index = `${EVENTS}/index/byOwner`;
    const query = new QueryCommand({
      TableName: "events",
      IndexName: "byOwner",
      KeyConditionExpression: "gpk = :owner",
      ExpressionAttributeValues: { ":owner": { S: "owner-1" } },
    });
    await administrator().send(
      new PutItemCommand({ TableName: "events", Item: { ...item("indexed"), gpk: { S: "owner-1" } } }),
    );
    await expect(as(allow("dynamodb:Query")).send(query)).rejects.toMatchObject(denied("Query", index));
    const own = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["owner-1"] } };
    expect((await as(allow("dynamodb:Query", own, index)).send(query)).Count).toBe(1);
  });

  test("a role that may only get: neither Scan, nor PartiQL, nor the description of the table", async () => {
    const client = as(allow("dynamodb:GetItem"));
    const select = new ExecuteStatementCommand({ Statement: `SELECT * FROM "events" WHERE pk = 'ORG#B'` });
    await expect(client.send(new ScanCommand({ TableName: "events" }))).rejects.toMatchObject(denied("Scan"));
    await expect(client.send(select)).rejects.toMatchObject(denied("PartiQLSelect"));
    const describeTable = new DescribeTableCommand({ TableName: "events" });
    await expect(client.send(describeTable)).rejects.toMatchObject(denied("DescribeTable"));
  });

  test("a batch of writes: asked as BatchWriteItem on the table", async () => {
    const command = new BatchWriteItemCommand({ RequestItems: { events: [{ PutRequest: { Item: item("batch") } }] } });
    await expect(as(allow("dynamodb:PutItem")).send(command)).rejects.toMatchObject(denied("BatchWriteItem"));
    await expect(as(allow("dynamodb:BatchWriteItem")).send(command)).resolves.toMatchObject({ UnprocessedItems: {} });
  });
});

describe("a description that fails", () => {
  test("no question is put to IAM without its partition keys: 500, and nothing is forwarded", async () => {
    const forwarded: string[] = [];
    const broken = async (target: string) => {
      forwarded.push(target);
      return { status: target.endsWith("DescribeTable") ? 500 : 200, body: "{}" };
    };
    const { iam, clock } = cloud;
    const gateway = createDynamodbGateway({
      local: { call: broken },
      expiry,
      iam,
      clock,
      account: ACCOUNT,
      region: REGION,
    });
    const asked = gateway.handle({
      method: "POST",
      path: "/",
      query: new URLSearchParams(),
      headers: { "x-amz-target": "DynamoDB_20120810.GetItem" },
      body: Buffer.from(JSON.stringify({ TableName: "events", Key: item("x") })),
      principal: iam.lookup(iam.administratorCredentials().accessKeyId)!.principal,
      requestId: "r",
    });
    await expect(asked).rejects.toMatchObject({ code: "InternalServerError", status: 500 });
    expect(forwarded).toEqual(["DynamoDB_20120810.DescribeTable"]);
  });
});

describe("transactions", () => {
  const transaction = (pk: string) =>
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: "events", Item: item(pk) } },
        {
          ConditionCheck: {
            TableName: "events",
            Key: item("absent"),
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
      ],
    });

  test("a transaction is asked item by item: without ConditionCheckItem it is refused and nothing is written", async () => {
    const put = as(allow(["dynamodb:PutItem", "dynamodb:GetItem"]));
    await expect(put.send(transaction("tx-1"))).rejects.toMatchObject(denied("ConditionCheckItem"));
    expect((await put.send(new GetItemCommand({ TableName: "events", Key: item("tx-1") }))).Item).toBeUndefined();
    const both = as(allow(["dynamodb:PutItem", "dynamodb:ConditionCheckItem"]));
    await expect(both.send(transaction("tx-1"))).resolves.toBeDefined();
  });

  test("SEC-27: puts allowed inside a transaction only: the transaction passes, a put of its own is refused", async () => {
    const inside = { StringEquals: { "dynamodb:EnclosingOperation": "TransactWriteItems" } };
    const client = as(allow("dynamodb:PutItem", inside), allow("dynamodb:ConditionCheckItem"));
    await expect(client.send(transaction("tx-2"))).resolves.toBeDefined();
    const alone = client.send(new PutItemCommand({ TableName: "events", Item: item("alone") }));
    await expect(alone).rejects.toMatchObject(denied("PutItem"));
  });
});

describe("streams", () => {
  test("a role that may read the stream: records at virtual time, under the ARN of the template", async () => {
    const actions = ["GetRecords", "GetShardIterator", "DescribeStream"].map((action) => `dynamodb:${action}`);
    const client = new DynamoDBStreamsClient(cloud.client(cloud.role("reader", allow(actions, undefined, streamArn))));
    clients.push(client);
    await administrator().send(new PutItemCommand({ TableName: "events", Item: item("streamed") }));
    expect(streamArn).toMatch(new RegExp(`^${EVENTS}/stream/`));
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    expect(StreamDescription?.StreamArn).toBe(streamArn);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: StreamDescription!.Shards![0]!.ShardId!,
        ShardIteratorType: "TRIM_HORIZON",
      }),
    );
    const { Records, NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
    const record = Records?.find(({ dynamodb }) => dynamodb?.Keys?.pk?.S === "streamed");
    expect(record).toMatchObject({ eventName: "INSERT", awsRegion: REGION });
    expect(record?.dynamodb?.ApproximateCreationDateTime?.getTime()).toBe(cloud.clock.at);
    await expect(client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }))).resolves.toBeDefined();
  });

  test("a role without GetRecords: refused on the stream's ARN", async () => {
    const client = new DynamoDBStreamsClient(cloud.client(cloud.role("writer", allow("dynamodb:PutItem"))));
    clients.push(client);
    const read = client.send(new GetRecordsCommand({ ShardIterator: `${streamArn}|001|x` }));
    await expect(read).rejects.toMatchObject(denied("GetRecords", streamArn));
  });
});

describe("what is not played", () => {
  test("expiry by the machine's clock, even by the administrator: refused by name", async () => {
    const command = new UpdateTimeToLiveCommand({
      TableName: "events",
      TimeToLiveSpecification: { Enabled: true, AttributeName: "ttl" },
    });
    await expect(administrator().send(command)).rejects.toMatchObject({ name: "UnknownOperationException" });
  });

  test("a table created by a role without the permission: refused", async () => {
    const command = new CreateTableCommand({
      TableName: "other",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    });
    const other = EVENTS.replace("events", "other");
    await expect(as(allow("dynamodb:*")).send(command)).rejects.toMatchObject(denied("CreateTable", other));
  });
});

describe("tables of the template", () => {
  const template = { ...EVENTS_TEMPLATE, TableName: undefined };

  test("booted again with one index more and one less: items stand, the new index answers, the old is gone", async () => {
    const [byOwner] = template.GlobalSecondaryIndexes;
    const { ref } = await createTables(template);
    expect(ref).toBe("stack-Events-1");
    await administrator().send(new PutItemCommand({ TableName: ref, Item: { ...item("kept"), gpk: { S: "o" } } }));
    await createTables({ ...template, GlobalSecondaryIndexes: [{ ...byOwner, IndexName: "byOther" }] });
    const query = (IndexName: string) =>
      administrator().send(
        new QueryCommand({
          TableName: ref,
          IndexName,
          KeyConditionExpression: "gpk = :o",
          ExpressionAttributeValues: { ":o": { S: "o" } },
        }),
      );
    expect((await query("byOther")).Count).toBe(1);
    await expect(query("byOwner")).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("booted again with another sort key: refused, saying that the items would be lost", async () => {
    const [hash] = template.KeySchema;
    const number = template.AttributeDefinitions.map((definition) => ({ ...definition, AttributeType: "N" }));
    await expect(createTables({ ...template, KeySchema: [hash] })).rejects.toThrow(/items would be lost/);
    await expect(createTables({ ...template, AttributeDefinitions: number })).rejects.toThrow(/items would be lost/);
  });

  test("a replica in another Region: refused by name", async () => {
    const Replicas = [{ Region: REGION }, { Region: "us-east-1" }];
    await expect(createTables({ ...template, Replicas })).rejects.toThrow(/us-east-1/);
  });
});
