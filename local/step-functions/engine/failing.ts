import type { Catcher, Retrier } from "../definition.ts";
import type { Json } from "../json.ts";
import { EvaluationFailure, StateFailure } from "../query/failure.ts";
import { assignedByPath, placedResult, speaksJsonata } from "./data-flow.ts";
import { jsonataEnd, leave } from "./moves.ts";
import type { Scope } from "./run.ts";
import { dropScope, endRun, record, type Turn, type Visit, visitOf } from "./turn.ts";

/** A caught error as `$states.errorOutput`, or as the result of a Catch in JSONPath; a timeout has an empty cause. */
function errorOutput({ error, details }: StateFailure): Json {
  return { Error: error ?? null, Cause: details ?? (error === "States.Timeout" ? "" : null) };
}

/** What failed, in the words of the history; what is no failure of a state is thrown on. */
function failureOf({ turn, scope }: Visit, thrown: unknown): StateFailure {
  if (thrown instanceof StateFailure) return thrown;
  if (!(thrown instanceof EvaluationFailure)) throw thrown;
  const { state, enteredEvent } = scope.position;
  const { error, location, message } = thrown;
  const cause = `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}). ${message}`;
  if (error === "States.QueryEvaluationError") {
    record(turn, scope, "EvaluationFailed", { error, cause, state, ...(location !== undefined && { location }) });
  }
  return new StateFailure(error, cause);
}

/** A state has failed: retries it, goes where it is caught, or fails what is around it, up to the run. */
export async function fail(visit: Visit, thrown: unknown): Promise<void> {
  const { turn, scope, state } = visit;
  const failure = failureOf(visit, thrown);
  dropChildren(turn, scope);
  if (HOLDERS.has(state.Type)) record(turn, scope, `${state.Type}StateFailed`, errorDetails(failure));
  if (retry(visit, failure)) return;
  const caught = state.Catch.find(({ ErrorEquals }) => ErrorEquals.some((name) => matches(name, failure)));
  if (caught !== undefined) return goWhereCaught(visit, caught, failure);
  if (scope.parent === undefined) return endRun(turn, { status: "FAILED", ...errorDetails(failure) });
  await failInside(visit, failure);
}

const HOLDERS: ReadonlySet<string> = new Set(["Map", "Parallel"]);

function errorDetails({ error, details }: StateFailure) {
  return { ...(error !== undefined && { error }), ...(details !== undefined && { cause: details }) };
}

/** `States.Runtime` is beyond every handler; `States.TaskFailed` stands for all but a timeout. */
function matches(name: string, { error }: StateFailure): boolean {
  if (error === "States.Runtime") return false;
  if (name === "States.ALL" || name === error) return true;
  return name === "States.TaskFailed" && error !== "States.Timeout";
}

function retry({ turn, scope, state }: Visit, failure: StateFailure): boolean {
  const { position } = scope;
  const place = state.Retry.findIndex(({ ErrorEquals }) => ErrorEquals.some((name) => matches(name, failure)));
  const retrier = state.Retry[place];
  const made = position.retries[place] ?? 0;
  if (retrier === undefined || made >= retrier.MaxAttempts) return false;
  turn.run.counter += 1;
  const visit = turn.run.counter;
  const retries = state.Retry.map((_, index) => (position.retries[index] ?? 0) + (index === place ? 1 : 0));
  const phase = { kind: "retry", visit } as const;
  scope.position = { ...position, retries, retryCount: position.retryCount + 1, phase };
  const at = turn.now + Math.round(delaySeconds(retrier, made, turn) * 1000);
  turn.effects.push({ kind: "timer", visit, timer: "wait", at });
  return true;
}

function delaySeconds(
  { IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy }: Retrier,
  made: number,
  turn: Turn,
) {
  const delay = Math.min(IntervalSeconds * BackoffRate ** made, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return JitterStrategy === "FULL" ? delay * turn.host.random() : delay;
}

async function goWhereCaught(visit: Visit, catcher: Catcher, failure: StateFailure): Promise<void> {
  const error = errorOutput(failure);
  try {
    if (speaksJsonata(visit)) {
      const { output, variables } = await jsonataEnd(visit, catcher, error, { errorOutput: error });
      return leave(visit, output, variables, catcher.Next);
    }
    const variables = assignedByPath(visit, catcher.Assign, error);
    leave(visit, placedResult(visit, catcher.ResultPath, error), variables, catcher.Next);
  } catch (thrown) {
    await failBeyond(visit, failureOf(visit, thrown));
  }
}

/** A failure of the Catch itself: nothing in the state handles it. */
async function failBeyond(visit: Visit, failure: StateFailure): Promise<void> {
  const { turn, scope } = visit;
  if (scope.parent === undefined) return endRun(turn, { status: "FAILED", ...errorDetails(failure) });
  await failInside(visit, failure);
}

/** A branch or an iteration has failed: its siblings end, unless a Map bears it. */
async function failInside({ turn, scope, state }: Visit, failure: StateFailure): Promise<void> {
  const parent = scope.parent === undefined ? undefined : turn.run.scopes[scope.parent];
  if (parent?.position.phase.kind !== "children") throw new Error(`Scope ${scope.id} has no parent under way`);
  const holder = visitOf(turn, parent);
  if (holder.state.Type === "Parallel") abortState(turn, scope, state.Type);
  else {
    const name = parent.position.state;
    record(turn, scope, "MapIterationFailed", { name, index: scope.index });
  }
  parent.lastEvent = scope.lastEvent;
  dropScope(turn, scope);
  const { phase } = parent.position;
  phase.failed += 1;
  phase.ended += 1;
  if (phase.failed <= phase.tolerated) turn.ready.push(parent.id);
  else await fail(holder, failedHolder(holder, failure));
}

function failedHolder({ state }: Visit, failure: StateFailure): StateFailure {
  const tolerates = state.ToleratedFailureCount ?? state.ToleratedFailurePercentage;
  if (state.Type === "Parallel" || tolerates === undefined) return failure;
  return new StateFailure(
    "States.ExceedToleratedFailureThreshold",
    "The specified tolerated failure threshold was exceeded",
  );
}

const ABORTABLE: ReadonlySet<string> = new Set(["Task", "Wait", "Parallel", "Map"]);

function abortState(turn: Turn, scope: Scope, type: string): void {
  if (ABORTABLE.has(type)) record(turn, scope, `${type}StateAborted`);
}

/** Ends all that runs inside a scope, innermost first. */
function dropChildren(turn: Turn, parent: Scope): void {
  for (const child of Object.values(turn.run.scopes)) {
    if (child.parent !== parent.id) continue;
    dropChildren(turn, child);
    abortState(turn, child, visitOf(turn, child).state.Type);
    if (child.item !== undefined)
      record(turn, child, "MapIterationAborted", { name: parent.position.state, index: child.index });
    parent.lastEvent = child.lastEvent;
    dropScope(turn, child);
  }
}
