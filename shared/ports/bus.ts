import type { EventData } from "../kernel/event.ts";

/** Something that happened, as the bus carries it: ids and codes alone. */
export interface BusEvent {
  readonly source: string;
  readonly type: string;
  readonly detail: EventData;
}

export interface Bus {
  /**
   * Puts events on the bus, in their order. Resolves to how many it took before the first that it did not take; those
   * after may be taken or not.
   */
  put(events: readonly BusEvent[]): Promise<number>;
}
