import type { HistoryEvent } from "./engine/run.ts";
import { jsonText } from "./engine/turn.ts";
import type { Kept } from "./executions.ts";
import type { DeclaredMachine } from "./machines.ts";

/** An instant (UTC ms) as the protocol writes it: seconds since the epoch. */
export function seconds(instant: number): number {
  return instant / 1000;
}

const INCLUDED = { included: true };

export function describedExecution(kept: Kept): object {
  const { run } = kept;
  return {
    ...listedExecution(kept),
    input: jsonText(run.input),
    inputDetails: INCLUDED,
    ...(run.output !== undefined && { output: jsonText(run.output), outputDetails: INCLUDED }),
    ...(run.error !== undefined && { error: run.error }),
    ...(run.cause !== undefined && { cause: run.cause }),
    ...qualified(kept),
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "The local cloud redrives no execution",
  };
}

/** By which version or alias it was started: a version is numbered, an alias named. */
function qualified({ startedAs, run }: Kept): object {
  if (startedAs === run.machine.id) return {};
  return { [/:\d+$/.test(startedAs) ? "stateMachineVersionArn" : "stateMachineAliasArn"]: startedAs };
}

export function listedExecution({ run }: Kept): object {
  return {
    executionArn: run.id,
    stateMachineArn: run.machine.id,
    name: run.name,
    status: run.status,
    startDate: seconds(run.startedAt),
    ...(run.stoppedAt !== undefined && { stopDate: seconds(run.stoppedAt) }),
    redriveCount: 0,
  };
}

export function describedMachine({ name, roleArn, definition, createdAt }: DeclaredMachine): object {
  return { name, status: "ACTIVE", definition, roleArn, type: "STANDARD", creationDate: seconds(createdAt) };
}

/** What `includeExecutionData: false` leaves out of the details of an event. */
const DATA: ReadonlySet<string> = new Set(["input", "output", "parameters", "cause", "assignedVariables"]);

/** Details that AWS cuts when they are long, and says of each whether it did. Here all are whole. */
const WHOLE: ReadonlySet<string> = new Set(["input", "output", "assignedVariables"]);

export function describedEvent(
  { id, previousEventId, type, timestamp, details }: HistoryEvent,
  withData: boolean,
): object {
  const shown = Object.entries(details ?? {}).flatMap(([name, value]) => [
    ...(withData || !DATA.has(name) ? [[name, value]] : []),
    ...(WHOLE.has(name) ? [[`${name}Details`, { truncated: false }]] : []),
  ]);
  const named = { [detailsName(type)]: Object.fromEntries(shown) };
  return { id, previousEventId, type, timestamp: seconds(timestamp), ...(details !== undefined && named) };
}

/** Entries and exits of all types of states share one form; the events of an iteration share another. */
function detailsName(type: string): string {
  const shared = /State(Entered|Exited)$/.exec(type)?.[0];
  const name = shared ?? type;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
}
