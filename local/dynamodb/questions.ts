import type { AccessQuestion } from "../contracts.ts";
import type { KeySchemas } from "./key-schemas.ts";
import { partitionKeysOf, partitionKeysOfBatch, partitionKeysOfQuery } from "./partition-keys.ts";
import type { DynamodbRequest, Item } from "./request.ts";

/** What IAM is asked before a request is forwarded; each must be allowed. */
type Question = Required<Pick<AccessQuestion, "action" | "resource" | "context">>;

interface Asking {
  readonly operation: string;
  readonly request: DynamodbRequest;
  readonly schemas: KeySchemas;
  /** `arn:aws:dynamodb:<region>:<account>:` */
  readonly arnPrefix: string;
}

type Asker = (asking: Asking) => Promise<Question[]> | Question[];

/**
 * The operations that the gateway forwards, each with the way AWS authorises it. DynamoDB Local's own expiry runs on
 * the machine's clock, so nobody may enable it; PartiQL would hide partition keys in text, so it is authorised, to
 * refuse a role as AWS does, and then not played.
 */
const ASKERS: Readonly<Record<string, Asker>> = {
  GetItem: askItem,
  PutItem: askItem,
  UpdateItem: askItem,
  DeleteItem: askItem,
  Query: askQuery,
  Scan: ({ operation, request, arnPrefix }) => [
    { action: operation, resource: indexArn(arnPrefix, request), context: parameters(request) },
  ],
  BatchGetItem: askBatch,
  BatchWriteItem: askBatch,
  TransactGetItems: askTransaction,
  TransactWriteItems: askTransaction,
  ExecuteStatement: askPartiql,
  BatchExecuteStatement: askPartiql,
  ExecuteTransaction: askPartiql,
  CreateTable: askTable,
  DeleteTable: askTable,
  DescribeTable: askTable,
  DescribeTimeToLive: askTable,
  UpdateTable: askTable,
  ListTables: askAll,
  DescribeStream: askStream,
  GetRecords: askStream,
  GetShardIterator: askStream,
  ListStreams: askAll,
};

/** Undefined for an operation that is not played. Actions come without their `dynamodb:` prefix. */
export async function questionsOf(asking: Asking): Promise<Question[] | undefined> {
  const asker = Object.hasOwn(ASKERS, asking.operation) ? ASKERS[asking.operation] : undefined;
  return await asker?.(asking);
}

function tableArn(prefix: string, table = ""): string {
  return `${prefix}table/${table}`;
}

function indexArn(prefix: string, { TableName, IndexName }: DynamodbRequest): string {
  return tableArn(prefix, TableName) + (IndexName === undefined ? "" : `/index/${IndexName}`);
}

function parameters(request: DynamodbRequest): Record<string, string> {
  const { ReturnConsumedCapacity, ReturnValues, Select } = request;
  return {
    ...(ReturnConsumedCapacity !== undefined && { "dynamodb:ReturnConsumedCapacity": ReturnConsumedCapacity }),
    ...(ReturnValues !== undefined && { "dynamodb:ReturnValues": ReturnValues }),
    ...(Select !== undefined && { "dynamodb:Select": Select }),
  };
}

async function leadingKeys(
  hashKey: Promise<string | undefined>,
  keys: (hashKey: string) => string[],
): Promise<Record<string, string[]>> {
  const name = await hashKey;
  return name === undefined ? {} : { "dynamodb:LeadingKeys": keys(name) };
}

async function askItem({ operation, request, schemas, arnPrefix }: Asking): Promise<Question[]> {
  const { TableName = "", Key, Item } = request;
  const keys = await leadingKeys(schemas.hashKey(TableName), (hashKey) => partitionKeysOf([Key, Item], hashKey));
  return [
    { action: operation, resource: tableArn(arnPrefix, TableName), context: { ...parameters(request), ...keys } },
  ];
}

async function askQuery({ operation, request, schemas, arnPrefix }: Asking): Promise<Question[]> {
  const { TableName = "", IndexName } = request;
  const keys = await leadingKeys(schemas.hashKey(TableName, IndexName), (hashKey) =>
    partitionKeysOfQuery(request, hashKey),
  );
  return [{ action: operation, resource: indexArn(arnPrefix, request), context: { ...parameters(request), ...keys } }];
}

async function askBatch({ operation, request, schemas, arnPrefix }: Asking): Promise<Question[]> {
  const entries = Object.entries(request.RequestItems ?? {});
  return await Promise.all(
    entries.map(async ([table, entry]) => {
      const keys = await leadingKeys(schemas.hashKey(table), (hashKey) => partitionKeysOfBatch(entry, hashKey));
      return { action: operation, resource: tableArn(arnPrefix, table), context: { ...parameters(request), ...keys } };
    }),
  );
}

const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

/** AWS knows no permission for a transaction: it asks for each item, saying in which operation the item is enclosed. */
async function askTransaction({ operation, request, schemas, arnPrefix }: Asking): Promise<Question[]> {
  const parts = (request.TransactItems ?? []).flatMap((part) => Object.entries(part));
  return await Promise.all(
    parts.map(async ([kind, { TableName, Key, Item }]: [string, { TableName: string; Key?: Item; Item?: Item }]) => {
      const keys = await leadingKeys(schemas.hashKey(TableName), (hashKey) => partitionKeysOf([Key, Item], hashKey));
      return {
        action: ITEM_ACTIONS[kind] ?? kind,
        resource: tableArn(arnPrefix, TableName),
        context: { ...parameters(request), ...keys, "dynamodb:EnclosingOperation": operation },
      };
    }),
  );
}

const PARTIQL =
  /^\s*(?<verb>select|insert|update|delete)\b.*?(?:\b(?:from|into)|^\s*update)\s+"?(?<table>[\w.-]+?)"?(?:[\s."]|$)/is;
const PARTIQL_ACTIONS: Readonly<Record<string, string>> = {
  select: "PartiQLSelect",
  insert: "PartiQLInsert",
  update: "PartiQLUpdate",
  delete: "PartiQLDelete",
};

function askPartiql({ request, arnPrefix }: Asking): Question[] {
  const { Statement, Statements = [], TransactStatements = [] } = request;
  const several = [...Statements, ...TransactStatements].map((one) => one.Statement);
  return [...(Statement === undefined ? [] : [Statement]), ...several].map((statement) => {
    const { verb = "select", table = "*" } = PARTIQL.exec(statement)?.groups ?? {};
    const action = PARTIQL_ACTIONS[verb.toLowerCase()] ?? "PartiQLSelect";
    return { action, resource: tableArn(arnPrefix, table), context: {} };
  });
}

function askTable({ operation, request, arnPrefix }: Asking): Question[] {
  return [{ action: operation, resource: tableArn(arnPrefix, request.TableName), context: {} }];
}

function askAll({ operation }: Asking): Question[] {
  return [{ action: operation, resource: "*", context: {} }];
}

/** An iterator names its stream before its first bar. */
function askStream({ operation, request }: Asking): Question[] {
  const resource = request.StreamArn ?? request.ShardIterator?.split("|")[0] ?? "";
  return [{ action: operation, resource, context: {} }];
}
