import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Incidents } from "../../ports/incidents.ts";
import { conditionOf } from "./attributes.ts";

/** Incidents kept in a table of their own, which only the auditor writes. */
export function dynamodbIncidents(client: DynamoDBClient, table: string): Incidents {
  return {
    report: async ({ chain, record, ...rest }) => {
      const Item = marshall({ pk: chain, sk: record, ...rest });
      try {
        await client.send(new PutItemCommand({ TableName: table, Item, ...conditionOf({ kind: "absent" }) }));
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
