import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { z } from "zod";

const dynamodb = new DynamoDBClient();
const Event = z.object({ librarian: z.string() });

/** Run once, when the desk is first set up. */
export async function handler(input: unknown): Promise<void> {
  const { librarian } = Event.parse(input);
  await dynamodb.send(
    new PutItemCommand({ TableName: process.env.REMINDERS, Item: { loan: { S: `opened by ${librarian}` } } }),
  );
}
