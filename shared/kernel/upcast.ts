import type { EventData, RecordedEvent } from "./event.ts";
import { ok, type Result, refused } from "./result.ts";

/** How the data of one type of event, written at version `from`, read at the next version. */
type Upcaster = Readonly<{ type: string; from: number; up: (data: EventData) => EventData }>;

/** The event was written by a newer release than this one: reading it at a guess would misread it. */
type NewerEvent = Readonly<{ kind: "newer-event"; type: string; v: number; known: number }>;

/**
 * Reads events of any age as those of today. What is recorded never changes: hash and verify what was read from the
 * table, upcast after. Each type is at version 1 until an upcaster takes it further.
 *
 * @throws RangeError when the versions of a type do not follow each other from 1
 */
export function upcasting(upcasters: readonly Upcaster[]): (event: RecordedEvent) => Result<RecordedEvent, NewerEvent> {
  const steps = new Map<string, readonly Upcaster["up"][]>();
  for (const { type, from, up } of upcasters) {
    const known = steps.get(type) ?? [];
    if (from !== known.length + 1) throw new RangeError(`the upcaster of ${type} from ${from} does not follow`);
    steps.set(type, [...known, up]);
  }
  return (event) => {
    const known = steps.get(event.type) ?? [];
    const current = known.length + 1;
    if (event.v > current) return refused({ kind: "newer-event", type: event.type, v: event.v, known: current });
    const data = known.slice(event.v - 1).reduce((older, up) => up(older), event.data);
    return ok({ ...event, v: current, data });
  };
}
