import { ok, type Result, refused } from "./result.ts";
import type { Provenance } from "./source.ts";

/** One line of a procedure's law: in this state, on this event, the case goes to that state, because of this rule. */
export type LifecycleRow<State extends string, Event extends string> = Readonly<{
  from: State;
  event: Event;
  to: State;
  rule: string;
  provenance: Provenance;
}>;

/**
 * A procedure as data. Every state and every event has a French label (the compiler asks for it); a case is born in
 * `initial`, rests for ever in `terminal` states, and no two rows share their `from` and `event`.
 */
export type Lifecycle<State extends string, Event extends string> = Readonly<{
  procedure: string;
  label: string;
  initial: State;
  terminal: readonly State[];
  states: Readonly<Record<State, string>>;
  events: Readonly<Record<Event, string>>;
  rows: readonly LifecycleRow<State, Event>[];
}>;

/** The event is not one that the law knows in this state; `expected` lists those that it knows. */
export type IllegalTransition<State extends string, Event extends string> = Readonly<{
  kind: "illegal-transition";
  from: State;
  event: Event;
  expected: readonly Event[];
}>;

/** The row that `event` opens from the state `from`: its `to` is the new state, its `rule` the reason. */
export function transition<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  from: State,
  event: Event,
): Result<LifecycleRow<State, Event>, IllegalTransition<State, Event>> {
  const open = lifecycle.rows.filter((row) => row.from === from);
  const row = open.find((candidate) => candidate.event === event);
  if (row !== undefined) return ok(row);
  return refused({ kind: "illegal-transition", from, event, expected: open.map((candidate) => candidate.event) });
}
