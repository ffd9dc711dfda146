import type { Machine, State, States } from "../definition.ts";
import type { Json } from "../json.ts";
import type { Effect, HistoryEvent, Run, Scope } from "./run.ts";

/** What the engine asks of its host while it computes. */
export interface Host {
  /** A new, unguessable task token. */
  token(): string;
  /** In [0, 1), for jitter. */
  random(): number;
}

/** One advance of a run: from a signal to the next wait. */
export interface Turn {
  readonly machine: Machine;
  readonly run: Run;
  /** The instant of the signal, UTC ms. */
  readonly now: number;
  readonly host: Host;
  readonly events: HistoryEvent[];
  readonly effects: Effect[];
  /** Scopes that can go on, in order. */
  readonly ready: number[];
}

/** A scope in a state, during a turn. */
export interface Visit {
  readonly turn: Turn;
  readonly scope: Scope;
  readonly state: State;
}

/** Ends a run whose history is full. */
export class HistoryFull extends Error {}

/** Quota of AWS: events of one execution. */
export const MOST_EVENTS = 25_000;
/** Quota of AWS: bytes of an input or a result, as UTF-8. */
export const MOST_BYTES = 262_144;

/** Adds an event; its predecessor is the scope's last one, if there is a scope. Throws HistoryFull. */
export function record(turn: Turn, scope: Scope | undefined, type: string, details?: HistoryEvent["details"]): number {
  // The last place is kept for the event that ends the run.
  if (turn.run.events >= MOST_EVENTS - 1) throw new HistoryFull();
  return append(turn, scope, type, details);
}

function append({ run, events, now }: Turn, scope: Scope | undefined, type: string, details: HistoryEvent["details"]) {
  run.events += 1;
  const previousEventId = scope === undefined ? run.events - 1 : scope.lastEvent;
  events.push({ id: run.events, previousEventId, type, timestamp: now, ...(details && { details }) });
  if (scope !== undefined) scope.lastEvent = run.events;
  return run.events;
}

/** Ends the run: nothing of it waits any more. */
export function endRun(turn: Turn, end: Partial<Pick<Run, "output" | "error" | "cause">> & Pick<Run, "status">): void {
  const { run } = turn;
  const root = run.scopes[ROOT_SCOPE];
  for (const scope of Object.values(run.scopes)) dropScope(turn, scope);
  turn.effects.push({ kind: "cancel", visit: 0 });
  turn.ready.length = 0;
  Object.assign(run, end, { stoppedAt: turn.now });
  append(turn, root, ENDINGS[run.status] ?? "ExecutionFailed", endDetails(end));
}

const ENDINGS: Readonly<Record<string, string>> = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
};

function endDetails({
  status,
  output,
  error,
  cause,
}: Pick<Run, "status" | "output" | "error" | "cause">): HistoryEvent["details"] {
  if (status === "SUCCEEDED") return { output: jsonText(output ?? null) };
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

/** Takes a scope out of the run, with what it waits for. */
export function dropScope({ run, effects }: Turn, scope: Scope): void {
  const { phase } = scope.position;
  if ("visit" in phase) effects.push({ kind: "cancel", visit: phase.visit });
  delete run.scopes[scope.id];
}

/** The states that a scope runs through. */
export function statesOf(machine: Machine, { path }: Pick<Scope, "path">): States {
  let states: States = machine;
  for (const { state, branch } of path) {
    const holder = states.States[state];
    const inner = branch === undefined ? (holder?.ItemProcessor ?? holder?.Iterator) : holder?.Branches[branch];
    if (inner === undefined) throw new Error(`State ${state} has no branch ${branch}`);
    states = inner;
  }
  return states;
}

/** The state that a scope is in. */
export function visitOf(turn: Turn, scope: Scope): Visit {
  const state = statesOf(turn.machine, scope).States[scope.position.state];
  if (state === undefined) throw new Error(`No state ${scope.position.state}`);
  return { turn, scope, state };
}

const texts = new WeakMap<object, string>();

/** JSON text of a value, kept as long as the value: an output is the input of the next state. */
export function jsonText(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}

export const ROOT_SCOPE = 1;
