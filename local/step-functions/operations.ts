import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-door/aws-error.ts";
import type { Clock } from "../contracts.ts";
import { describedEvent, describedExecution, describedMachine, listedExecution, seconds } from "./answers.ts";
import { newRun } from "./engine/engine.ts";
import type { Run, Signal } from "./engine/run.ts";
import { MOST_BYTES } from "./engine/turn.ts";
import { checkToken, invalidInput, parseOutput } from "./errors.ts";
import type { Kept } from "./executions.ts";
import type { Inputs } from "./inputs.ts";
import { equalJson, type Json, parseJson } from "./json.ts";
import type { Machines } from "./machines.ts";
import { offsetOf, pageOf } from "./pages.ts";
import type { Runner } from "./runner.ts";

/** What the operations work on. `authorise` throws `AccessDeniedException`. */
export interface Desk {
  readonly runner: Runner;
  readonly machines: Machines;
  readonly clock: Clock;
  authorise(action: string, resource: string): void;
}

const UNFIT_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\uFFFE\uFFFF]/u;

export function startExecution(desk: Desk, input: Inputs["StartExecution"]): object {
  desk.authorise("StartExecution", input.stateMachineArn);
  return beginExecution(desk, input);
}

/**
 * Begins an execution, durable with the transaction it is called in; the same name with the same input gives the execution
 * that runs already. The caller was authorised before. Throws what StartExecution refuses.
 */
export function beginExecution(
  desk: Omit<Desk, "authorise">,
  { stateMachineArn, name = randomUUID(), input }: Pick<Inputs["StartExecution"], "stateMachineArn" | "name" | "input">,
): object {
  const machine = desk.machines.get(stateMachineArn);
  if (name.length > 80 || UNFIT_IN_NAME.test(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
  const value = readInput(input);
  const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
  const known = desk.runner.executions.get(arn);
  if (known !== undefined) return startedBefore(known.run, value);
  const { arn: id, name: machineName, roleArn, definitionId } = machine;
  const ran = { id, name: machineName, roleArn };
  const run = newRun({ id: arn, name, machine: ran, input: value, startedAt: desk.clock.now() });
  desk.runner.executions.begin({ run, definition: definitionId, startedAs: stateMachineArn });
  return { executionArn: arn, startDate: seconds(run.startedAt) };
}

function readInput(text: string): Json {
  if (Buffer.byteLength(text) > MOST_BYTES) throw invalidInput("Input exceeds the maximum number of bytes");
  try {
    return parseJson(text);
  } catch (error) {
    throw invalidInput(error instanceof Error ? error.message : String(error));
  }
}

function startedBefore(run: Run, input: Json): object {
  if (run.status === "RUNNING" && equalJson(run.input, input)) {
    return { executionArn: run.id, startDate: seconds(run.startedAt) };
  }
  throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${run.id}'`);
}

function keptExecution({ runner }: Desk, arn: string): Kept {
  const kept = runner.executions.get(arn);
  if (kept === undefined) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  return kept;
}

export function describeExecution(desk: Desk, { executionArn }: Inputs["DescribeExecution"]): object {
  desk.authorise("DescribeExecution", executionArn);
  return describedExecution(keptExecution(desk, executionArn));
}

export function listExecutions(desk: Desk, input: Inputs["ListExecutions"]): object {
  desk.authorise("ListExecutions", input.stateMachineArn);
  desk.machines.get(input.stateMachineArn);
  const offset = offsetOf(input.nextToken);
  const found = desk.runner.executions.list(input.stateMachineArn, {
    status: input.statusFilter,
    limit: input.maxResults + 1,
    offset,
  });
  return pageOf("executions", found.map(listedExecution), { limit: input.maxResults, offset });
}

export async function stopExecution(
  desk: Desk,
  { executionArn, error, cause }: Inputs["StopExecution"],
): Promise<object> {
  desk.authorise("StopExecution", executionArn);
  const { run } = keptExecution(desk, executionArn);
  const reasons = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  if (run.status === "RUNNING") {
    desk.runner.executions.signal(executionArn, { kind: "stop", ...reasons }, desk.clock.now());
    await desk.runner.settled(executionArn);
  }
  return { stopDate: seconds(keptExecution(desk, executionArn).run.stoppedAt ?? desk.clock.now()) };
}

export function getExecutionHistory(desk: Desk, input: Inputs["GetExecutionHistory"]): object {
  desk.authorise("GetExecutionHistory", input.executionArn);
  keptExecution(desk, input.executionArn);
  const offset = offsetOf(input.nextToken);
  const found = desk.runner.executions.history(input.executionArn, {
    reverse: input.reverseOrder,
    limit: input.maxResults + 1,
    offset,
  });
  const events = found.map((event) => describedEvent(event, input.includeExecutionData));
  return pageOf("events", events, { limit: input.maxResults, offset });
}

export function sendTaskSuccess(desk: Desk, { taskToken, output }: Inputs["SendTaskSuccess"]): object {
  return send(desk, "SendTaskSuccess", taskToken, (visit) => ({
    kind: "succeeded",
    visit,
    output: parseOutput(output),
  }));
}

export function sendTaskFailure(desk: Desk, { taskToken, error, cause }: Inputs["SendTaskFailure"]): object {
  const reasons = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  return send(desk, "SendTaskFailure", taskToken, (visit) => ({ kind: "failed", visit, ...reasons }));
}

export function sendTaskHeartbeat(desk: Desk, { taskToken }: Inputs["SendTaskHeartbeat"]): object {
  return send(desk, "SendTaskHeartbeat", taskToken, (visit) => ({ kind: "heartbeat", visit }));
}

/** The token is looked at before the output, as AWS does. On disk when it returns. */
function send(
  { runner, clock, ...desk }: Desk,
  action: string,
  token: string,
  signal: (visit: number) => Signal,
): object {
  const kept = runner.executions.call(token);
  if (kept === undefined || !awaitsToken(kept.call.resource)) checkToken("unknown");
  else {
    desk.authorise(action, kept.arn.replace(":execution:", ":stateMachine:").replace(/:[^:]+$/, ""));
    checkToken(kept.state === "over" ? "ended" : "open");
    const said = signal(kept.call.visit);
    runner.executions.answer(kept, said.kind === "heartbeat" ? kept.state : "over", said, clock.now());
  }
  return {};
}

const awaitsToken = (resource: string) => /\.(waitForTaskToken|sync(:2)?)$/.test(resource);

export function describeStateMachine(desk: Desk, { stateMachineArn }: Inputs["DescribeStateMachine"]): object {
  desk.authorise("DescribeStateMachine", stateMachineArn);
  return { ...describedMachine(desk.machines.get(stateMachineArn)), stateMachineArn };
}

export function listStateMachines(desk: Desk, { maxResults, nextToken }: Inputs["ListStateMachines"]): object {
  desk.authorise("ListStateMachines", "*");
  const offset = offsetOf(nextToken);
  const listed = desk.machines.all().map(({ arn, name, createdAt }) => {
    return { stateMachineArn: arn, name, type: "STANDARD", creationDate: seconds(createdAt) };
  });
  return pageOf("stateMachines", listed.slice(offset, offset + maxResults + 1), { limit: maxResults, offset });
}
