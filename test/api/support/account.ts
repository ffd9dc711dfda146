import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import type { Product } from "./product.ts";

/** Where an account is reached, and where its credentials are kept. */
type Account = Pick<Product, "directory" | "aws" | "console">;

/** The administrator of the local account: may do anything, as the owner of a cloud account may. */
const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });

const stateSchema = z.object({
  resources: z.array(z.object({ logicalId: z.string(), type: z.string(), ref: z.string() })),
  requests: z.record(z.string(), z.number()),
  exercised: z.array(z.object({ role: z.string(), action: z.string(), resource: z.string() })),
  discarded: z.array(z.object({ kind: z.string(), to: z.string(), reason: z.string() })),
  denials: z.array(z.object({ principal: z.string(), action: z.string(), resource: z.string(), missing: z.string() })),
});

export async function consoleState(product: Pick<Account, "console">): Promise<z.infer<typeof stateSchema>> {
  return stateSchema.parse(await (await fetch(`${product.console}/state.json`)).json());
}

/** The name of a table of the product. */
export async function tableNamed(product: Account, name: string): Promise<string> {
  const { resources } = await consoleState(product);
  const table = resources.find(
    ({ type, logicalId }) => type === "AWS::DynamoDB::GlobalTable" && logicalId.includes(`/${name}Table`),
  );
  if (table === undefined) throw new Error(`no table ${name}`);
  return table.ref;
}

/** What an SDK client of the administrator is made with. */
export function signing({ directory, aws }: Account) {
  const file = join(directory, ".guichet/credentials.json");
  const credentials = credentialsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return { endpoint: aws, region: "eu-west-3", credentials };
}

/** DynamoDB as the administrator of the account reaches it. */
export const administrator = (product: Account) => new DynamoDBClient(signing(product));

/** Invokes a function by its alias, as an administrator of the account, and gives what it returned. */
export async function invoke(product: Account, construct: string, payload: unknown): Promise<unknown> {
  const { resources } = await consoleState(product);
  const alias = resources.find(
    ({ type, logicalId }) => type === "AWS::Lambda::Alias" && logicalId.includes(`/${construct}`),
  );
  const command = new InvokeCommand({ FunctionName: alias?.ref, Payload: JSON.stringify(payload) });
  const { Payload } = await new LambdaClient(signing(product)).send(command);
  return JSON.parse(Buffer.from(Payload ?? []).toString("utf8"));
}

/** Rewrites one word of a stored event, as nobody with a role of the product could. */
export async function alterEvent(
  product: Account,
  chain: string,
  seq: number,
  from: string,
  to: string,
): Promise<void> {
  const client = administrator(product);
  const TableName = await tableNamed(product, "Events");
  const Key = { pk: { S: chain }, sk: { N: String(seq) } };
  const found = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND sk = :sk",
      ExpressionAttributeValues: { ":pk": Key.pk, ":sk": Key.sk },
    }),
  );
  const text = String(unmarshall(found.Items?.[0] ?? {}).text);
  if (!text.includes(from)) throw new Error(`the event does not hold ${from}`);
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: "SET #text = :text",
      ExpressionAttributeNames: { "#text": "text" },
      ExpressionAttributeValues: { ":text": { S: text.replace(from, to) } },
    }),
  );
}

/** Incidents recorded on a chain. */
export async function incidentsOf(product: Product, chain: string): Promise<readonly Record<string, unknown>[]> {
  const TableName = await tableNamed(product, "Incidents");
  const found = await administrator(product).send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: chain } },
    }),
  );
  return (found.Items ?? []).map((item) => unmarshall(item));
}
