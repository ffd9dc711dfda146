import { z } from "zod";
import type { Clock, Store } from "../contracts.ts";
import type { Item } from "./request.ts";

const KIND = "expired-item";
/** A stream shows a record for a day. */
const SHOWN_MILLIS = 24 * 60 * 60 * 1000;

/** Items deleted by expiry: the records of their deletion say that the service did it. */
export class Removals {
  readonly #store: Store;
  readonly #clock: Clock;

  /** Opens what earlier runs noted, and forgets what no stream shows any more. */
  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    for (const { id, value } of store.list(KIND)) {
      if (z.number().parse(value) < clock.now() - SHOWN_MILLIS) {
        store.delete(KIND, id);
      }
    }
  }

  /** Notes a deletion before it is made, since its record is read as soon as it is written. */
  note(table: string, key: Item): void {
    this.#store.put(KIND, nameOf(table, key), this.#clock.now());
  }

  /** The deletion was not made. */
  forget(table: string, key: Item): void {
    this.#store.delete(KIND, nameOf(table, key));
  }

  has(table: string, key: Item): boolean {
    return this.#store.get(KIND, nameOf(table, key)) !== undefined;
  }
}

function nameOf(table: string, key: Item): string {
  const attributes = Object.entries(key).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `${table} ${JSON.stringify(attributes)}`;
}
