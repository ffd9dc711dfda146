import { randomUUID } from "node:crypto";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { z } from "zod";

const dynamodb = new DynamoDBClient();
const kms = new KMSClient();
const { LOANS, REMINDERS, KEY, HOURS } = process.env;

const Event = z.object({
  routeKey: z.string(),
  body: z.string().optional(),
  pathParameters: z.object({ loan: z.string() }).optional(),
});
const Loan = z.object({ title: z.string(), borrower: z.string() });

/** POST /loans records a loan, its borrower encrypted; GET /loans/{loan} reads it back with its reminder. */
export async function handler(input: unknown): Promise<unknown> {
  const event = Event.parse(input);
  return event.routeKey === "POST /loans" ? lend(event.body ?? "") : read(event.pathParameters?.loan ?? "");
}

async function lend(body: string): Promise<unknown> {
  const { title, borrower } = Loan.parse(JSON.parse(body));
  const loan = randomUUID();
  const sealed = await kms.send(
    new EncryptCommand({ KeyId: KEY, Plaintext: Buffer.from(borrower), EncryptionContext: { loan } }),
  );
  const lentAt = new Date().toISOString();
  const item = {
    loan: { S: loan },
    title: { S: title },
    lentAt: { S: lentAt },
    borrower: { B: sealed.CiphertextBlob ?? new Uint8Array() },
  };
  await dynamodb.send(new PutItemCommand({ TableName: LOANS, Item: item }));
  return { statusCode: 201, body: JSON.stringify({ loan, lentAt, hours: HOURS, home: process.env.HOME ?? null }) };
}

async function read(loan: string): Promise<unknown> {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: LOANS, Key: { loan: { S: loan } } }));
  if (Item?.borrower?.B === undefined) return { statusCode: 404, body: "{}" };
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob: Item.borrower.B, EncryptionContext: { loan } }));
  const reminder = await dynamodb.send(new GetItemCommand({ TableName: REMINDERS, Key: { loan: { S: loan } } }));
  return {
    statusCode: 200,
    body: JSON.stringify({
      title: Item.title?.S,
      borrower: Buffer.from(opened.Plaintext ?? []).toString(),
      reminder: reminder.Item !== undefined,
    }),
  };
}
