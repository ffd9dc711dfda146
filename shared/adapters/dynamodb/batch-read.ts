import { setTimeout as sleep } from "node:timers/promises";
import { BatchGetItemCommand, type BatchGetItemCommandInput, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item, Place, Snapshot } from "../../ports/records.ts";
import { keyOf, type TableNames } from "./attributes.ts";
import { snapshotOf } from "./snapshot.ts";

type Wanted = NonNullable<BatchGetItemCommandInput["RequestItems"]>;

/** Milliseconds before what was throttled is asked again. */
const unprocessedPause = 25;

/** The items of places in one consistent BatchGetItem, and again for what the tables had no capacity to give. */
export async function batchRead(
  client: DynamoDBClient,
  tables: TableNames,
  places: readonly Place[],
): Promise<Snapshot> {
  const found: { table: string; item: Item }[] = [];
  let wanted = wantedOf(tables, places);
  while (Object.keys(wanted).length > 0) {
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(
      new BatchGetItemCommand({ RequestItems: wanted }),
    );
    for (const [table, items] of Object.entries(Responses)) {
      found.push(...items.map((item) => ({ table, item: unmarshall(item) })));
    }
    // A missing item must not pass for one that does not exist.
    wanted = UnprocessedKeys;
    if (Object.keys(wanted).length > 0) await sleep(unprocessedPause);
  }
  return snapshotOf(tables, places, found);
}

/** Keys by table. A batch refuses a key that it holds twice. */
function wantedOf(tables: TableNames, places: readonly Place[]): Wanted {
  const distinct = new Map(places.map((place) => [JSON.stringify([place.table, place.pk, place.sk ?? null]), place]));
  const wanted: Wanted = {};
  for (const place of distinct.values()) {
    const name = tables[place.table];
    wanted[name] = { ConsistentRead: true, Keys: [...(wanted[name]?.Keys ?? []), keyOf(place)] };
  }
  return wanted;
}
