import { z } from "zod";
import type { DueRunner } from "../clock/due-runner.ts";
import type { Work } from "../clock/work.ts";
import type { Clock } from "../contracts.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import type { DynamodbLocal } from "./dynamodb-local.ts";
import { ask, refuseFailure } from "./operation.ts";
import { Removals } from "./removals.ts";
import { type AttributeValue, type DynamodbRequest, type Item, item } from "./request.ts";
import { writesOf } from "./writes.ts";

/** A table whose items expire. */
interface ExpiringTable {
  readonly name: string;
  /** Attributes of its primary key. */
  readonly keys: readonly string[];
  /** Attribute that holds the instant of an item, in seconds since the epoch. */
  readonly attribute: string;
  readonly streamed: boolean;
}

interface ExpiryParts {
  readonly local: Pick<DynamodbLocal, "call">;
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly work: Work;
}

/** Kind of the dues, whose payload is `{table}`, and of what the store keeps of each: one for a table. */
const KIND = "table-expiry";
const Payload = z.object({ table: z.string() });
const Armed = z.object({ at: z.number(), seq: z.number() });

/** DynamoDB leaves alone what expired more than five years ago. */
const OLDEST_MILLIS = 5 * 365.25 * 24 * 60 * 60 * 1000;

const page = z.object({ Items: z.array(item), LastEvaluatedKey: item.optional() });

/**
 * Time to live in virtual time: the due queue holds, for each table, the earliest instant at which one of its items
 * expires. When it comes, what has expired is deleted and the next instant is queued: nothing wakes in between.
 */
export class Expiry {
  readonly #parts: ExpiryParts;
  readonly #removals: Removals;
  readonly #tables = new Map<string, ExpiringTable>();
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: ExpiryParts) {
    this.#parts = parts;
    this.#removals = new Removals(parts.store, parts.clock);
    parts.due.on(KIND, (payload) => this.#receive(Payload.parse(payload).table));
  }

  /** Looks through the table as soon as dues are delivered: a process that dies may have written what it did not queue. */
  watch(table: ExpiringTable): void {
    this.#tables.set(table.name, table);
    this.#arm(table.name, this.#parts.clock.now());
  }

  /** What `DescribeTimeToLive` says of a table. */
  describe(table: string): object {
    const attribute = this.#tables.get(table)?.attribute;
    return attribute === undefined
      ? { TimeToLiveStatus: "DISABLED" }
      : { TimeToLiveStatus: "ENABLED", AttributeName: attribute };
  }

  /** Whether the item of this key was deleted by expiry, in the last day. */
  hasRemoved(table: string, key: Item): boolean {
    return this.#removals.has(table, key);
  }

  /** Queues what a write has made to expire, before the write is acknowledged. */
  async written(operation: string, request: DynamodbRequest): Promise<void> {
    for (const write of writesOf(operation, request)) {
      const table = this.#tables.get(write.table);
      const at = table && instantOf((write.item ?? (await this.#read(table, write.key)))?.[table.attribute]);
      if (at !== undefined && at >= this.#parts.clock.now() - OLDEST_MILLIS) {
        this.#arm(write.table, at);
      }
    }
  }

  /** Resolves when no deletion is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  #arm(table: string, at: number): void {
    const { store, due } = this.#parts;
    const armed = Armed.optional().parse(store.get(KIND, table));
    if (armed !== undefined && armed.at <= at) {
      return;
    }
    store.transaction(() => {
      if (armed !== undefined) {
        due.cancel(armed.seq);
      }
      store.put(KIND, table, { at, seq: due.add(at, KIND, { table }) });
    });
  }

  /** Called in the transaction that takes the due. */
  #receive(name: string): void {
    const { store } = this.#parts;
    const { at } = Armed.parse(store.get(KIND, name));
    store.delete(KIND, name);
    const table = this.#tables.get(name);
    if (table !== undefined) {
      this.#running = this.#running.then(() => this.#sweep(table, at)).catch(console.error);
      void this.#parts.work.track(() => this.#running);
    }
  }

  /** @param at instant that was due: a run that starts years later deletes what expired while nothing ran */
  async #sweep(table: ExpiringTable, at: number): Promise<void> {
    const now = this.#parts.clock.now();
    const since = Math.min(at, now - OLDEST_MILLIS);
    let next = Number.POSITIVE_INFINITY;
    for await (const found of this.#itemsSince(table, since)) {
      const instant = instantOf(found[table.attribute]) ?? Number.POSITIVE_INFINITY;
      if (instant > now) {
        next = Math.min(next, instant);
      } else {
        await this.#remove(table, found, { since, now });
      }
    }
    if (next < Number.POSITIVE_INFINITY) {
      this.#arm(table.name, next);
    }
  }

  /** Keys and instants of the items that expire, or expired at `since` or later. */
  async *#itemsSince({ name, keys, attribute }: ExpiringTable, since: number): AsyncGenerator<Item> {
    const names = [...keys, attribute];
    const input = {
      TableName: name,
      ConsistentRead: true,
      ProjectionExpression: names.map((_, index) => `#n${index}`).join(),
      FilterExpression: `#n${keys.length} >= :since`,
      ExpressionAttributeNames: Object.fromEntries(names.map((text, index) => [`#n${index}`, text])),
      ExpressionAttributeValues: { ":since": seconds(since) },
    };
    let ExclusiveStartKey: Item | undefined;
    do {
      const answer = await ask(this.#parts.local, "Scan", { ...input, ExclusiveStartKey });
      refuseFailure("Scan", answer);
      const { Items, LastEvaluatedKey } = page.parse(JSON.parse(answer.body));
      yield* Items;
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined && !this.#stopped);
  }

  /** Deletes an item, unless it was given another instant meanwhile. */
  async #remove(
    { name, keys, attribute, streamed }: ExpiringTable,
    found: Item,
    { since, now }: { readonly since: number; readonly now: number },
  ): Promise<void> {
    const Key = Object.fromEntries(Object.entries(found).filter(([attributeName]) => keys.includes(attributeName)));
    if (streamed) {
      this.#removals.note(name, Key);
    }
    const answer = await ask(this.#parts.local, "DeleteItem", {
      TableName: name,
      Key,
      ConditionExpression: "#at BETWEEN :since AND :now",
      ExpressionAttributeNames: { "#at": attribute },
      ExpressionAttributeValues: { ":since": seconds(since), ":now": seconds(now) },
    });
    if (answer.body.includes("ConditionalCheckFailedException")) {
      this.#removals.forget(name, Key);
    } else {
      refuseFailure("DeleteItem", answer);
    }
  }

  /** An update does not say what becomes of the item. */
  async #read({ name }: ExpiringTable, Key: Item | undefined): Promise<Item | undefined> {
    const answer = await ask(this.#parts.local, "GetItem", { TableName: name, Key, ConsistentRead: true });
    refuseFailure("GetItem", answer);
    return z.object({ Item: item.optional() }).parse(JSON.parse(answer.body)).Item;
  }
}

/** First millisecond at which an item is expired; undefined for what is no instant. */
function instantOf(value: AttributeValue | undefined): number | undefined {
  const at = Math.ceil(Number(value?.N ?? Number.NaN) * 1000);
  return Number.isSafeInteger(at) ? at : undefined;
}

function seconds(instant: number): AttributeValue {
  return { N: String(instant / 1000) };
}
