import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Condition, Item, Place, TableName } from "../../ports/records.ts";

/** Physical names of the tables. */
export type TableNames = Readonly<Record<TableName | "events", string>>;

/** The key attributes of a place. */
export function keyOf(place: Place): Record<string, AttributeValue> {
  return marshall({ pk: place.pk, ...(place.sk === undefined ? {} : { sk: place.sk }) });
}

/** An item as its schema reads it: the key says where it lives, not what it is. */
export const withoutKey = ({ pk: _pk, sk: _sk, ...item }: Item): Item => item;

type ConditionInput = Pick<
  NonNullable<TransactWriteItem["ConditionCheck"]>,
  "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
> & { readonly ConditionExpression: string };

/** A condition as DynamoDB writes it. */
export function conditionOf(condition: Condition): ConditionInput {
  if (condition.kind === "absent") return { ConditionExpression: "attribute_not_exists(pk)" };
  if (condition.kind === "absent-or-expired") {
    return {
      ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
      ExpressionAttributeValues: marshall({ ":now": condition.nowSeconds }),
    };
  }
  const entries = Object.entries(condition.attributes);
  return {
    ConditionExpression: entries.map((_, index) => `#a${index} = :a${index}`).join(" AND "),
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name], index) => [`#a${index}`, name])),
    ExpressionAttributeValues: marshall(Object.fromEntries(entries.map(([, value], index) => [`:a${index}`, value]))),
  };
}
