import type { Json } from "../json.ts";
import { StateFailure } from "../query/failure.ts";
import { effectiveInput } from "./data-flow.ts";
import { numeric } from "./fields.ts";
import { complete, isTooLarge, tooLarge } from "./moves.ts";
import type { Signal } from "./run.ts";
import { jsonText, record, type Turn, type Visit } from "./turn.ts";

/** The parts of an integration, e.g. `lambda` and `invoke.waitForTaskToken`; undefined for the ARN of a function. */
function integrationOf(resource: string): { readonly resourceType: string; readonly resource: string } | undefined {
  const [, service, operation] = /^arn:[\w-]+:states:[\w-]*:\d*:(aws-sdk:\w+|\w+):(.+)$/.exec(resource) ?? [];
  if (service === undefined || operation === undefined || service === "activity") return undefined;
  return { resourceType: service, resource: operation };
}

/** Task: asks for the call; a signal brings its outcome. */
export async function runTask(visit: Visit): Promise<void> {
  const { turn, scope, state } = visit;
  const resource = state.Resource ?? "";
  const token = turn.host.token();
  const timeoutSeconds = await numeric(visit, "TimeoutSeconds");
  const heartbeatSeconds = await numeric(visit, "HeartbeatSeconds");
  const argument = await effectiveInput(visit, { Task: { Token: token } });
  turn.run.counter += 1;
  const limits = {
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
  };
  const phase = { kind: "task", visit: turn.run.counter, ...limits } as const;
  scope.position = { ...scope.position, phase };
  recordStart(visit, resource, argument, limits);
  turn.effects.push({
    kind: "call",
    visit: phase.visit,
    state: scope.position.state,
    resource,
    argument,
    token,
    ...limits,
  });
  startTimer(turn, phase.visit, "timeout", timeoutSeconds);
  startTimer(turn, phase.visit, "heartbeat", heartbeatSeconds);
}

/** Starts a timer of a task, if it has one. */
function startTimer(turn: Turn, visit: number, timer: "timeout" | "heartbeat", seconds: number | undefined): void {
  if (seconds !== undefined) turn.effects.push({ kind: "timer", visit, timer, at: turn.now + seconds * 1000 });
}

function recordStart({ turn, scope }: Visit, resource: string, argument: Json, limits: Limits): void {
  const called = integrationOf(resource);
  const text = jsonText(argument);
  const inSeconds = {
    ...(limits.timeoutSeconds !== undefined && { timeoutInSeconds: limits.timeoutSeconds }),
    ...(limits.heartbeatSeconds !== undefined && { heartbeatInSeconds: limits.heartbeatSeconds }),
  };
  if (called === undefined) {
    record(turn, scope, "LambdaFunctionScheduled", { resource, input: text, ...inSeconds });
    record(turn, scope, "LambdaFunctionStarted");
    return;
  }
  const region = turn.run.machine.id.split(":")[3] ?? "";
  record(turn, scope, "TaskScheduled", { ...called, region, parameters: text, ...inSeconds });
  record(turn, scope, "TaskStarted", called);
}

interface Limits {
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
}

function recordOutcome({ turn, scope, state }: Visit, outcome: string, details: Readonly<Record<string, Json>>): void {
  const called = integrationOf(state.Resource ?? "");
  const prefix = called === undefined ? "LambdaFunction" : "Task";
  record(turn, scope, `${prefix}${outcome}`, { ...called, ...details });
}

/** What has become of the call of a Task. A failure is thrown. */
export async function taskSignal(visit: Visit, signal: Signal): Promise<void> {
  if (signal.kind === "submitted") {
    return recordOutcome(visit, "Submitted", { output: jsonText(signal.output) });
  }
  if (signal.kind === "heartbeat") return beat(visit);
  cancelTimers(visit);
  if (signal.kind === "succeeded") {
    if (isTooLarge(signal.output)) throw failedBySize(visit);
    recordOutcome(visit, "Succeeded", { output: jsonText(signal.output) });
    return complete(visit, signal.output);
  }
  throw signal.kind === "failed" ? failed(visit, signal) : timedOut(visit);
}

function cancelTimers({ turn, scope: { position } }: Visit): void {
  if (position.phase.kind === "task") turn.effects.push({ kind: "cancel", visit: position.phase.visit });
}

/** A heartbeat starts its interval anew. */
function beat({ turn, scope: { position } }: Visit): void {
  if (position.phase.kind !== "task") return;
  const { visit, heartbeatSeconds } = position.phase;
  turn.effects.push({ kind: "cancel", visit, timer: "heartbeat" });
  startTimer(turn, visit, "heartbeat", heartbeatSeconds);
}

function failed(visit: Visit, { error, cause }: { readonly error?: string; readonly cause?: string }): StateFailure {
  recordOutcome(visit, "Failed", { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
  return new StateFailure(error, cause);
}

function failedBySize(visit: Visit): StateFailure {
  const resource = visit.state.Resource ?? "";
  const { error, details } = tooLarge(integrationOf(resource)?.resourceType ?? resource);
  return failed(visit, { ...(error !== undefined && { error }), ...(details !== undefined && { cause: details }) });
}

/** A missed heartbeat ends a task as its timeout does. */
function timedOut(visit: Visit): StateFailure {
  recordOutcome(visit, "TimedOut", { error: "States.Timeout" });
  return new StateFailure("States.Timeout", undefined);
}
