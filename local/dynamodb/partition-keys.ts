import { AwsError } from "../aws-door/aws-error.ts";
import type { AttributeValue, BatchEntry, DynamodbRequest, Item } from "./request.ts";

/** The text under which IAM compares a partition key (`dynamodb:LeadingKeys`). */
function keyText(value: AttributeValue | undefined): string[] {
  const text = value?.S ?? value?.N ?? value?.B;
  return text === undefined ? [] : [text];
}

/** Partition keys of items or of keys. */
export function partitionKeysOf(items: ReadonlyArray<Item | undefined>, hashKey: string): string[] {
  return items.flatMap((item) => keyText(item?.[hashKey]));
}

/** Partition keys that one table's part of a batch touches. */
export function partitionKeysOfBatch(entry: BatchEntry, hashKey: string): string[] {
  const items = Array.isArray(entry)
    ? entry.flatMap(({ PutRequest, DeleteRequest }) => [PutRequest?.Item, DeleteRequest?.Key])
    : entry.Keys;
  return partitionKeysOf(items, hashKey);
}

const EQUALITY = /(?<left>[#:]?[\w.-]+)\s*=\s*(?<right>[#:]?[\w.-]+)/g;

/**
 * Partition keys that a Query asks for, in the expression or in the older `KeyConditions`.
 * @throws AwsError when there is none, as DynamoDB answers: IAM allows `ForAllValues` on an absent key, so a query
 * whose partition is not understood must not pass
 */
export function partitionKeysOfQuery(request: DynamodbRequest, hashKey: string): string[] {
  const older = request.KeyConditions?.[hashKey]?.AttributeValueList ?? [];
  const equalities = [...(request.KeyConditionExpression ?? "").matchAll(EQUALITY)];
  const values = equalities.flatMap(({ groups }) => {
    const { left = "", right = "" } = groups ?? {};
    const [name, value] = left.startsWith(":") ? [right, left] : [left, right];
    const attribute = name.startsWith("#") ? request.ExpressionAttributeNames?.[name] : name;
    return attribute === hashKey ? [request.ExpressionAttributeValues?.[value]] : [];
  });
  const keys = [...older, ...values].flatMap(keyText);
  if (keys.length === 0) {
    throw new AwsError("ValidationException", `Query condition missed key schema element: ${hashKey}`);
  }
  return keys;
}
