import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { z } from "zod";

const dynamodb = new DynamoDBClient();
const Event = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ NewImage: z.object({ loan: z.object({ S: z.string() }) }) }) })),
});

/** Prepares a reminder for each loan that the stream of the table tells. */
export async function handler(input: unknown): Promise<void> {
  for (const { dynamodb: change } of Event.parse(input).Records) {
    await dynamodb.send(new PutItemCommand({ TableName: process.env.REMINDERS, Item: { loan: change.NewImage.loan } }));
  }
}
