import { PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { signing } from "./account.ts";
import type { Product } from "./product.ts";

const stateSchema = z.object({
  functions: z.array(z.string()),
  resources: z.array(z.object({ logicalId: z.string(), type: z.string(), ref: z.string() })),
  queues: z.array(z.object({ name: z.string() })),
  alarms: z.array(
    z.object({
      name: z.string(),
      state: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]),
      since: z.number(),
      rangAt: z.number().optional(),
      description: z.string(),
      watches: z.string(),
    }),
  ),
});

/** What the console of the local cloud says of functions, queues and alarms. */
export async function standing({ console: address }: Product): Promise<z.infer<typeof stateSchema>> {
  return stateSchema.parse(await (await fetch(`${address}/state.json`)).json());
}

/** What the alarms that ring, or that rang at some time, watch and say. */
export async function told(product: Product, when: "ringing" | "silent" | "ever" | "never"): Promise<string[]> {
  const { alarms } = await standing(product);
  const chosen = {
    ringing: alarms.filter(({ state }) => state === "ALARM"),
    silent: alarms.filter(({ state }) => state === "OK"),
    ever: alarms.filter(({ rangAt }) => rangAt !== undefined),
    never: alarms.filter(({ rangAt }) => rangAt === undefined),
  }[when];
  return chosen.map(({ watches, description }) => `${watches}: ${description}`).sort();
}

/** Has these functions die at each invocation, and no others. */
export async function crash({ console: address }: Product, crashing: readonly string[]): Promise<void> {
  const answer = await fetch(`${address}/functions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ crashing }),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/** Throws away what waits in every queue. */
export async function purge(product: Product): Promise<void> {
  const { resources } = await standing(product);
  const client = new SQSClient(signing(product));
  for (const { type, ref } of resources) {
    if (type === "AWS::SQS::Queue") await client.send(new PurgeQueueCommand({ QueueUrl: ref }));
  }
}
