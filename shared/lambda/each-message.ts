import * as z from "zod/mini";
import { log } from "./log.ts";

const batchSchema = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** What Lambda reads of the answer: the messages that come back, alone. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Does the work of each message of a batch of a queue, one after the other. One that cannot be read or whose work throws
 * comes back once its visibility has passed, and goes to the dead letters when it fails too often; the others are done.
 */
export async function eachMessage<Message>(
  batch: unknown,
  schema: z.core.$ZodType<Message>,
  work: (message: Message) => Promise<void>,
): Promise<BatchAnswer> {
  const failed: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of z.parse(batchSchema, batch).Records) {
    try {
      await work(z.parse(schema, JSON.parse(body)));
    } catch (error) {
      log({ event: "message-failed", errorName: error instanceof Error ? error.name : "unknown" });
      failed.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures: failed };
}
