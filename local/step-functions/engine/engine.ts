import type { Machine } from "../definition.ts";
import { fail } from "./failing.ts";
import { childEnded, runHolder, runMap, runParallel } from "./holding-states.ts";
import { moveTo } from "./moves.ts";
import { type Effect, type HistoryEvent, RUN_VISIT, type Run, type Scope, type Signal } from "./run.ts";
import { runChoice, runFail, runPass, runSucceed, runWait } from "./simple-states.ts";
import { runTask, taskSignal } from "./task-state.ts";
import {
  endRun,
  HistoryFull,
  type Host,
  jsonText,
  MOST_EVENTS,
  ROOT_SCOPE,
  record,
  type Turn,
  type Visit,
  visitOf,
} from "./turn.ts";

/** What a signal has made of a run, which `advance` has changed in place. */
export interface Advance {
  readonly events: readonly HistoryEvent[];
  readonly effects: readonly Effect[];
}

/** What nothing has to be waited for gives no promise: a chain of such states runs in one go. */
type Doing = Promise<void> | undefined;

const RUNNERS: Readonly<Record<Visit["state"]["Type"], (visit: Visit) => Doing>> = {
  Pass: runPass,
  Task: runTask,
  Choice: runChoice,
  Wait: runWait,
  Parallel: runParallel,
  Map: runMap,
  Succeed: runSucceed,
  Fail: runFail,
};

/** A run that has not begun: the signal `start` begins it. `startedAt` in UTC ms. */
export function newRun(declared: Pick<Run, "id" | "name" | "machine" | "input" | "startedAt">): Run {
  return { ...declared, status: "RUNNING", events: 0, counter: ROOT_SCOPE, scopes: {} };
}

/**
 * Takes a run from a signal to where it waits again. Does nothing outside: the caller stores the run and the events, then does
 * the effects. A signal that nobody waits for any more changes nothing.
 * @param now instant of the signal, UTC ms: the instant of every state of this advance.
 */
export async function advance(
  run: Run,
  signal: Signal,
  at: { machine: Machine; now: number; host: Host },
): Promise<Advance> {
  const turn: Turn = { ...at, run, events: [], effects: [], ready: [] };
  if (run.status !== "RUNNING") return turn;
  try {
    await receive(turn, signal);
    while (turn.ready.length > 0) {
      const doing = goOn(turn, turn.run.scopes[turn.ready.shift() ?? 0]);
      if (doing !== undefined) await doing;
    }
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    const cause = `The execution reached the maximum number of history events (${MOST_EVENTS}).`;
    endRun(turn, { status: "FAILED", error: "States.Runtime", cause });
  }
  return turn;
}

/** Fails a run for a reason that lies in no state. */
export function abandon(run: Run, cause: string, at: { machine: Machine; now: number; host: Host }): Advance {
  const turn: Turn = { ...at, run, events: [], effects: [], ready: [] };
  endRun(turn, { status: "FAILED", error: "States.Runtime", cause });
  return turn;
}

async function receive(turn: Turn, signal: Signal): Promise<void> {
  if (signal.kind === "start") return begin(turn);
  if (signal.kind === "stop") {
    const { error, cause } = signal;
    return endRun(turn, {
      status: "ABORTED",
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
  }
  if (signal.visit === RUN_VISIT) return endRun(turn, { status: "TIMED_OUT", error: "States.Timeout" });
  const scope = Object.values(turn.run.scopes).find(
    ({ position: { phase } }) => "visit" in phase && phase.visit === signal.visit,
  );
  if (scope !== undefined) await guarded(visitOf(turn, scope), (visit) => wake(visit, signal));
}

function begin(turn: Turn): void {
  const { run, machine, now } = turn;
  const position = {
    state: machine.StartAt,
    input: run.input,
    enteredAt: now,
    enteredEvent: 0,
    retries: [],
    retryCount: 0,
  };
  const root: Scope = {
    id: ROOT_SCOPE,
    index: 0,
    path: [],
    variables: {},
    lastEvent: 0,
    position: { ...position, phase: { kind: "entering" } },
  };
  run.scopes[ROOT_SCOPE] = root;
  const { roleArn } = run.machine;
  record(turn, root, "ExecutionStarted", { input: jsonText(run.input), roleArn });
  // AWS gives the first state no predecessor.
  root.lastEvent = 0;
  if (machine.TimeoutSeconds !== undefined) {
    const at = now + machine.TimeoutSeconds * 1000;
    turn.effects.push({ kind: "timer", visit: RUN_VISIT, timer: "timeout", at });
  }
  moveTo(turn, root, machine.StartAt, run.input);
}

async function wake(visit: Visit, signal: Signal): Promise<void> {
  const { turn, scope } = visit;
  const { phase } = scope.position;
  if (phase.kind === "task") return taskSignal(visit, signal);
  if (phase.kind === "retry") again(turn, scope);
  if (phase.kind === "wait") await runSucceed(visit);
}

function again(turn: Turn, scope: Scope): void {
  scope.position = { ...scope.position, phase: { kind: "attempt" } };
  turn.ready.push(scope.id);
}

function goOn(turn: Turn, scope: Scope | undefined): Doing {
  if (scope === undefined) return;
  const { phase } = scope.position;
  if (phase.kind === "ended") {
    scopeEnded(turn, scope, phase.output);
    return;
  }
  const visit = visitOf(turn, scope);
  if (phase.kind === "entering") enter(visit);
  return guarded(visit, runState);
}

function scopeEnded(turn: Turn, scope: Scope, output: Run["input"]): void {
  if (scope.parent === undefined) endRun(turn, { status: "SUCCEEDED", output });
  else childEnded(turn, scope, output);
}

function enter({ turn, scope, state }: Visit): void {
  const { state: name, input } = scope.position;
  const enteredEvent = record(turn, scope, `${state.Type}StateEntered`, { name, input: jsonText(input) });
  scope.position = { ...scope.position, enteredEvent, phase: { kind: "attempt" } };
}

function runState(visit: Visit): Doing {
  const { phase } = visit.scope.position;
  if (phase.kind === "children") return runHolder(visit, phase);
  return phase.kind === "attempt" ? RUNNERS[visit.state.Type](visit) : undefined;
}

function guarded(visit: Visit, work: (visit: Visit) => Doing): Doing {
  try {
    return work(visit)?.catch((error: unknown) => failed(visit, error));
  } catch (error) {
    return failed(visit, error);
  }
}

async function failed(visit: Visit, error: unknown): Promise<void> {
  if (error instanceof HistoryFull) throw error;
  await fail(visit, error);
}
