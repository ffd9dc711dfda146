import {
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { canonicalText } from "../../kernel/canonical.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { listPartitions } from "../../ports/places.ts";
import {
  type ActWrite,
  type Check,
  type CommitOutcome,
  demandProof,
  type Item,
  type Place,
  type Put,
  type Records,
  type StoredEvent,
} from "../../ports/records.ts";
import { conditionOf, keyOf, type TableNames, withoutKey } from "./attributes.ts";
import { batchRead } from "./batch-read.ts";

/** The record on DynamoDB: a `load` is one BatchGetItem, a `commit` one TransactWriteItems. */
export function dynamodbRecords(client: DynamoDBClient, tables: TableNames): Records {
  return {
    load: (places) => batchRead(client, tables, places),
    commit: (proof, write) => {
      demandProof(proof);
      return commit(client, tables, write);
    },
    listed: async (proof, list, page) => {
      demandProof(proof);
      const shards = await Promise.all(
        listPartitions(list).map((partition) => listedPage(client, tables, partition, page)),
      );
      const sign = page.order === "newest" ? -1 : 1;
      const inOrder = shards.flat().sort((left, right) => sign * (String(left.gsk) < String(right.gsk) ? -1 : 1));
      return inOrder.slice(0, page.limit).map(withoutKey);
    },
    events: async (proof, chain, page) => {
      demandProof(proof);
      // One request and no more: a page of large events is shorter, never larger than an answer may be.
      const { Items = [] } = await client.send(new QueryCommand(eventsQuery(tables, chain, page)));
      return Items.map((item) => storedEvent(unmarshall(item)));
    },
    listPartition: async (proof, after, limit) => {
      demandProof(proof);
      const found = await query(client, partitionQuery(tables, after, limit), limit);
      return found.map((item) => ({ sk: String(item.sk), item: withoutKey(item) }));
    },
  };
}

async function commit(client: DynamoDBClient, tables: TableNames, write: ActWrite): Promise<CommitOutcome> {
  const items: TransactWriteItem[] = [
    ...(write.event === undefined ? [] : [eventPut(tables, write.event, write.procedure)]),
    ...write.puts.map((put) => putOf(tables, put)),
    ...write.checks.map((check) => checkOf(tables, check)),
  ];
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
    return "committed";
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return outcomeOf(error, write);
  }
}

function eventPut(tables: TableNames, event: RecordedEvent, procedure: string | undefined): TransactWriteItem {
  const text = canonicalText(event);
  if (!text.ok) throw new TypeError("an event without canonical form");
  const stored = { pk: event.chain, sk: event.seq, procedure, text: text.value };
  const item = marshall(stored, { removeUndefinedValues: true });
  return { Put: { TableName: tables.events, Item: item, ...conditionOf({ kind: "absent" }) } };
}

function putOf(tables: TableNames, { place, item, condition }: Put): TransactWriteItem {
  const key = { pk: place.pk, ...(place.sk === undefined ? {} : { sk: place.sk }) };
  const whole = marshall({ ...item, ...key }, { removeUndefinedValues: true });
  return { Put: { TableName: tables[place.table], Item: whole, ...conditionOf(condition) } };
}

function checkOf(tables: TableNames, { place, condition }: Check): TransactWriteItem {
  return { ConditionCheck: { TableName: tables[place.table], Key: keyOf(place), ...conditionOf(condition) } };
}

/** Reasons that reading and writing again may overcome: a race, or a table that has too much to do. */
const passingCodes = new Set([
  "ConditionalCheckFailed",
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);

/** What a cancelled transaction means: its reasons stand in the order of its items, the event first, then the puts. */
function outcomeOf(error: TransactionCanceledException, write: ActWrite): CommitOutcome {
  const failed = (error.CancellationReasons ?? []).flatMap(({ Code: code = "None" }, index) =>
    code === "None" ? [] : [{ code, index }],
  );
  if (failed.length === 0 || failed.some(({ code }) => !passingCodes.has(code))) throw error;
  const firstPut = write.event === undefined ? 0 : 1;
  const taken = failed.map(({ code, index }) =>
    code === "ConditionalCheckFailed" ? write.puts[index - firstPut]?.ifTaken : undefined,
  );
  const [first] = taken;
  return first !== undefined && !taken.includes(undefined) ? first() : "lost";
}

async function listedPage(
  client: DynamoDBClient,
  tables: TableNames,
  partition: string,
  page: { readonly limit: number; readonly after?: string; readonly order: "newest" | "oldest" },
): Promise<readonly Item[]> {
  const past = page.order === "newest" ? "gsk < :after" : "gsk > :after";
  const values = { ":partition": partition, ...(page.after === undefined ? {} : { ":after": page.after }) };
  const input: QueryCommandInput = {
    TableName: tables.cases,
    IndexName: "byList",
    KeyConditionExpression: page.after === undefined ? "gpk = :partition" : `gpk = :partition AND ${past}`,
    ExpressionAttributeValues: marshall(values),
    ScanIndexForward: page.order === "oldest",
    Limit: page.limit,
  };
  return query(client, input, page.limit);
}

function eventsQuery(
  tables: TableNames,
  chain: string,
  page: { readonly limit: number; readonly after: number },
): QueryCommandInput {
  return {
    TableName: tables.events,
    KeyConditionExpression: "pk = :chain AND sk > :after",
    ExpressionAttributeValues: marshall({ ":chain": chain, ":after": page.after }),
    ConsistentRead: true,
    Limit: page.limit,
  };
}

function partitionQuery(tables: TableNames, after: Place, limit: number): QueryCommandInput {
  return {
    TableName: tables[after.table],
    KeyConditionExpression: "pk = :pk AND sk > :after",
    ExpressionAttributeValues: marshall({ ":pk": after.pk, ":after": after.sk ?? "" }),
    ConsistentRead: true,
    Limit: limit,
  };
}

/** All pages of a query, up to `limit` items. */
async function query(client: DynamoDBClient, input: QueryCommandInput, limit: number): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: QueryCommandInput["ExclusiveStartKey"];
  do {
    const page = await client.send(new QueryCommand({ ...input, ExclusiveStartKey: from }));
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && items.length < limit);
  return items.slice(0, limit);
}

/** The stored text of an event read as JSON; a text that is no longer JSON is returned as it is. */
function storedEvent({ sk, text }: Item): StoredEvent {
  const seq = Number(sk);
  try {
    return { seq, event: JSON.parse(String(text)) };
  } catch {
    return { seq, event: text };
  }
}
