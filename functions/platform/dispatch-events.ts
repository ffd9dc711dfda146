import * as z from "zod/mini";
import { bus } from "../../shared/lambda/composition-bus.ts";
import { log } from "../../shared/lambda/log.ts";
import type { BusEvent } from "../../shared/ports/bus.ts";

const streamSchema = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ SequenceNumber: z.string(), NewImage: z.unknown() }) })),
});
const text = z.object({ S: z.string() });
const storedSchema = z.object({ procedure: text, text });
const eventSchema = z.object({ chain: z.string(), seq: z.int(), type: z.string(), at: z.string() });

/** What Lambda reads of the answer: the record from which on the batch comes back. */
interface Answer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Tells the bus of every event that was recorded: which, of what procedure, when; never what it holds. The first record
 * that was not told comes back with all that follow it, so that the events of a chain keep their order; whoever
 * follows the bus must stand hearing of an event twice.
 */
export async function handler(batch: unknown): Promise<Answer> {
  const { Records } = z.parse(streamSchema, batch);
  const events = Records.map(({ dynamodb }) => told(dynamodb.NewImage));
  const unreadable = events.indexOf(undefined);
  const known = (unreadable === -1 ? events : events.slice(0, unreadable)).filter((event) => event !== undefined);
  const failed = Records[await bus.put(known)];
  if (failed === undefined) return { batchItemFailures: [] };
  log({ event: "events-not-told", code: unreadable === -1 ? "refused" : "unreadable" });
  return { batchItemFailures: [{ itemIdentifier: failed.dynamodb.SequenceNumber }] };
}

/** The event as the bus carries it, or undefined for what is no event. */
function told(image: unknown): BusEvent | undefined {
  const stored = storedSchema.safeParse(image);
  const event = stored.success ? eventSchema.safeParse(parsed(stored.data.text.S)) : undefined;
  if (!(stored.success && event?.success)) return undefined;
  const detail = { procedure: stored.data.procedure.S, ...event.data };
  return { source: "guichet.events", type: event.data.type, detail };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
