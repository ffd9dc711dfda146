import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { DynamodbLocal } from "./dynamodb-local.ts";
import { ask, refuseFailure } from "./operation.ts";

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));
const projection = z.strictObject({
  ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const attributeDefinitions = z.array(
  z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
);
const viewType = z.enum(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]);

/** Capacity is accepted on an index and never reserved. */
const globalIndex = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: projection,
  ProvisionedThroughput: z.unknown().optional(),
  OnDemandThroughput: z.unknown().optional(),
  WriteProvisionedThroughputSettings: z.unknown().optional(),
});
const localIndex = z.strictObject({ IndexName: z.string(), KeySchema: keySchema, Projection: projection });

const timeToLive = z.discriminatedUnion("Enabled", [
  z.strictObject({ Enabled: z.literal(true), AttributeName: z.string() }),
  z.strictObject({ Enabled: z.literal(false), AttributeName: z.string().optional() }),
]);

/** What both CloudFormation types of a table say alike. */
export const tableShape = {
  TableName: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: attributeDefinitions,
  GlobalSecondaryIndexes: z.array(globalIndex).default([]),
  LocalSecondaryIndexes: z.array(localIndex).default([]),
  StreamSpecification: z.strictObject({ StreamViewType: viewType }).optional(),
  TimeToLiveSpecification: timeToLive.optional(),
};

const table = z.object(tableShape).required({ TableName: true });
export type TableDefinition = z.infer<typeof table>;

const description = z.object({
  TableStatus: z.string(),
  TableId: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: attributeDefinitions,
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), IndexStatus: z.string(), KeySchema: keySchema, Projection: projection }))
    .default([]),
  StreamSpecification: z.object({ StreamEnabled: z.boolean(), StreamViewType: viewType.optional() }).optional(),
  LatestStreamLabel: z.string().optional(),
});
type Description = z.infer<typeof description>;

type Local = Pick<DynamodbLocal, "call">;

/**
 * Creates the table, or brings the one of an earlier boot to the definition by what loses no data: stream switched,
 * indexes added and dropped.
 * @returns label of the latest stream, when the definition has one
 * @throws Error when an existing table or index would have to be replaced
 */
export async function ensureTable(local: Local, wanted: TableDefinition): Promise<string | undefined> {
  const found = await describe(local, wanted.TableName);
  if (found === undefined) {
    await createTable(local, wanted);
  } else {
    refuseReplacement(wanted, found);
    await switchStream(local, wanted, found);
    await dropIndexes(local, wanted, found);
    await addIndexes(local, wanted, found);
  }
  const current = await settled(local, wanted.TableName);
  return wanted.StreamSpecification && current?.LatestStreamLabel;
}

function streamOf({ StreamSpecification }: TableDefinition): object {
  return StreamSpecification === undefined
    ? { StreamEnabled: false }
    : { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType };
}

function indexes(list: TableDefinition["GlobalSecondaryIndexes"] | TableDefinition["LocalSecondaryIndexes"]) {
  return list.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));
}

async function createTable(local: Local, wanted: TableDefinition): Promise<void> {
  const { TableName, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes } = wanted;
  await run(local, "CreateTable", {
    TableName,
    KeySchema,
    AttributeDefinitions,
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: streamOf(wanted),
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: indexes(GlobalSecondaryIndexes) }),
    ...(LocalSecondaryIndexes.length > 0 && { LocalSecondaryIndexes: indexes(LocalSecondaryIndexes) }),
  });
}

function refuseReplacement(wanted: TableDefinition, found: Description): void {
  const typeOf = (definitions: Description["AttributeDefinitions"], name: string) =>
    definitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  const keys = (schema: Description["KeySchema"], definitions: Description["AttributeDefinitions"]) =>
    schema
      .map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType} ${typeOf(definitions, AttributeName)}`)
      .join();
  const before = keys(found.KeySchema, found.AttributeDefinitions);
  const after = keys(wanted.KeySchema, wanted.AttributeDefinitions);
  if (before !== after) {
    throw new Error(
      `Table ${wanted.TableName} has the key ${before}; the template says ${after}: its items would be lost`,
    );
  }
}

async function switchStream(local: Local, wanted: TableDefinition, found: Description): Promise<void> {
  const { TableName } = wanted;
  const before = found.StreamSpecification?.StreamEnabled ? found.StreamSpecification.StreamViewType : undefined;
  const after = wanted.StreamSpecification?.StreamViewType;
  if (before !== undefined && before !== after) {
    await run(local, "UpdateTable", { TableName, StreamSpecification: { StreamEnabled: false } });
  }
  if (after !== undefined && before !== after) {
    await run(local, "UpdateTable", { TableName, StreamSpecification: streamOf(wanted) });
  }
}

async function dropIndexes(local: Local, wanted: TableDefinition, found: Description): Promise<void> {
  const { TableName, AttributeDefinitions } = wanted;
  for (const { IndexName } of found.GlobalSecondaryIndexes) {
    if (!wanted.GlobalSecondaryIndexes.some((index) => index.IndexName === IndexName)) {
      const GlobalSecondaryIndexUpdates = [{ Delete: { IndexName } }];
      await run(local, "UpdateTable", { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates });
      await settled(local, TableName);
    }
  }
}

async function addIndexes(local: Local, wanted: TableDefinition, found: Description): Promise<void> {
  const { TableName, AttributeDefinitions } = wanted;
  for (const index of indexes(wanted.GlobalSecondaryIndexes)) {
    const existing = found.GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index.IndexName);
    if (existing === undefined) {
      const GlobalSecondaryIndexUpdates = [{ Create: index }];
      await run(local, "UpdateTable", { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates });
      await settled(local, TableName);
    } else if (
      JSON.stringify([existing.KeySchema, existing.Projection]) !== JSON.stringify([index.KeySchema, index.Projection])
    ) {
      throw new Error(`Index ${index.IndexName} of ${TableName} changed its keys or projection: give it another name`);
    }
  }
}

const PAUSE_MILLIS = 20;

/** Waits until neither the table nor an index is being built. */
async function settled(local: Local, tableName: string): Promise<Description | undefined> {
  for (;;) {
    const found = await describe(local, tableName);
    const statuses = [found?.TableStatus, ...(found?.GlobalSecondaryIndexes ?? []).map((index) => index.IndexStatus)];
    if (statuses.every((status) => status === "ACTIVE")) {
      return found;
    }
    await pause(PAUSE_MILLIS);
  }
}

async function describe(local: Local, TableName: string): Promise<Description | undefined> {
  const answer = await ask(local, "DescribeTable", { TableName });
  if (answer.body.includes("ResourceNotFoundException")) {
    return undefined;
  }
  refuseFailure("DescribeTable", answer);
  return z.object({ Table: description }).parse(JSON.parse(answer.body)).Table;
}

async function run(local: Local, operation: string, input: object): Promise<void> {
  refuseFailure(operation, await ask(local, operation, input));
}
