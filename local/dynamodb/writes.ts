import type { DynamodbRequest, Item } from "./request.ts";

/** One item that a request writes: the whole of it for a put, its key for an update. */
interface Write {
  readonly table: string;
  readonly item?: Item | undefined;
  readonly key?: Item | undefined;
}

/** The items that a request puts or updates. */
export function writesOf(operation: string, request: DynamodbRequest): Write[] {
  const { TableName: table = "", Item: item, Key: key } = request;
  switch (operation) {
    case "PutItem":
      return [{ table, item }];
    case "UpdateItem":
      return [{ table, key }];
    case "BatchWriteItem":
      return batchWrites(request);
    case "TransactWriteItems":
      return transactionWrites(request);
    default:
      return [];
  }
}

function batchWrites({ RequestItems = {} }: DynamodbRequest): Write[] {
  return Object.entries(RequestItems).flatMap(([table, entry]) =>
    Array.isArray(entry)
      ? entry.flatMap(({ PutRequest }) => (PutRequest ? [{ table, item: PutRequest.Item }] : []))
      : [],
  );
}

function transactionWrites({ TransactItems = [] }: DynamodbRequest): Write[] {
  return TransactItems.flatMap(({ Put, Update }) => [
    ...(Put ? [{ table: Put.TableName, item: Put.Item }] : []),
    ...(Update ? [{ table: Update.TableName, key: Update.Key }] : []),
  ]);
}
