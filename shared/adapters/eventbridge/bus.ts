import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Bus, BusEvent } from "../../ports/bus.ts";

/** The most entries of one request. */
const mostEntries = 10;

/** A bus of EventBridge. A request that is not taken whole is the last. */
export function eventBridgeBus(client: EventBridgeClient, name: string): Bus {
  return {
    put: async (events) => {
      for (let from = 0; from < events.length; from += mostEntries) {
        const taken = await putSome(client, name, events.slice(from, from + mostEntries));
        if (taken !== undefined) return from + taken;
      }
      return events.length;
    },
  };
}

/** How many of the entries were taken before the first that was not, or undefined when all were. */
async function putSome(
  client: EventBridgeClient,
  name: string,
  events: readonly BusEvent[],
): Promise<number | undefined> {
  const { FailedEntryCount = 0, Entries = [] } = await client.send(
    new PutEventsCommand({
      Entries: events.map(({ source, type, detail }) => ({
        EventBusName: name,
        Source: source,
        DetailType: type,
        Detail: JSON.stringify(detail),
      })),
    }),
  );
  if (FailedEntryCount === 0) return undefined;
  return Math.max(
    Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined),
    0,
  );
}
