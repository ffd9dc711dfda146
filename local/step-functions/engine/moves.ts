import type { Json } from "../json.ts";
import { StateFailure } from "../query/failure.ts";
import {
  assignedByPath,
  assignedByQuery,
  type Extra,
  outputOfPath,
  placedResult,
  query,
  selectedInput,
  selectedResult,
  speaksJsonata,
} from "./data-flow.ts";
import type { Scope } from "./run.ts";
import { jsonText, MOST_BYTES, record, type Turn, type Visit } from "./turn.ts";

/** How a rule of a Choice leaves: where to, and with its own fields instead of those of the state. */
export interface Exit {
  readonly next?: string | undefined;
  readonly fields?: Fields;
}

interface Fields {
  readonly Assign?: Readonly<Record<string, Json>> | undefined;
  readonly Output?: Json | undefined;
}

type Variables = Readonly<Record<string, Json>>;

/** Puts a scope before a state. */
export function moveTo(turn: Turn, scope: Scope, state: string, input: Json): void {
  const phase = { kind: "entering" } as const;
  scope.position = { state, input, enteredAt: turn.now, enteredEvent: 0, retries: [], retryCount: 0, phase };
  turn.ready.push(scope.id);
}

/**
 * Ends a state with its result, or with its input when it has none: evaluates variables and output, then leaves.
 * Throws what the evaluation throws, before anything has changed.
 */
export async function complete(visit: Visit, result: Json | undefined, exit: Exit = {}): Promise<void> {
  if (!speaksJsonata(visit)) return completeByPath(visit, result, exit);
  const { fields = visit.state, next = visit.state.Next } = exit;
  const extra = result === undefined ? {} : { result };
  const { output, variables } = await jsonataEnd(visit, fields, result ?? visit.scope.position.input, extra);
  leave(visit, output, variables, next);
}

/** The same in JSONPath, which waits for nothing. */
export function completeByPath(visit: Visit, result: Json | undefined, exit: Exit = {}): void {
  const { fields = visit.state, next = visit.state.Next } = exit;
  const { output, variables } = pathEnd(visit, fields, result);
  leave(visit, output, variables, next);
}

/** Variables and output of JSONata; `fallback` is the output of a state that declares none. */
export async function jsonataEnd(visit: Visit, { Assign, Output }: Fields, fallback: Json, extra: Extra) {
  const variables = Assign === undefined ? {} : await assignedByQuery(visit, Assign, extra);
  const output = Output === undefined ? fallback : await query(visit, Output, "Output", extra);
  return { variables, output };
}

function pathEnd(visit: Visit, { Assign }: Fields, result: Json | undefined) {
  const input = selectedInput(visit);
  const selected = result === undefined ? input : selectedResult(visit, result);
  const variables = assignedByPath(visit, Assign, selected);
  const placed = result === undefined ? input : placedResult(visit, visit.state.ResultPath, selected);
  return { variables, output: outputOfPath(visit, placed) };
}

/** Records the exit and goes on to the next state, or ends the scope with the output. */
export function leave(
  { turn, scope, state }: Visit,
  output: Json,
  variables: Variables,
  next: string | undefined,
): void {
  const { position } = scope;
  const text = checkedSize(output, position.state);
  Object.assign(scope.variables, variables);
  const details = { name: position.state, output: text, ...assignedDetails(variables) };
  record(turn, scope, `${state.Type}StateExited`, details);
  if (next !== undefined) moveTo(turn, scope, next, output);
  else {
    scope.position = { ...position, phase: { kind: "ended", output } };
    turn.ready.push(scope.id);
  }
}

function assignedDetails(variables: Variables): Variables {
  const entries = Object.entries(variables);
  if (entries.length === 0) return {};
  return { assignedVariables: Object.fromEntries(entries.map(([name, value]) => [name, jsonText(value)])) };
}

/** The text of what a state hands on. Throws `States.DataLimitExceeded` beyond the quota of AWS. */
function checkedSize(value: Json, state: string): string {
  const text = jsonText(value);
  if (isLong(text)) throw tooLarge(state);
  return text;
}

/** Whether a value is beyond the quota of AWS. */
export function isTooLarge(value: Json): boolean {
  return isLong(jsonText(value));
}

function isLong(text: string): boolean {
  // No character takes more than three bytes of UTF-8 for each of its units.
  return text.length * 3 > MOST_BYTES && Buffer.byteLength(text) > MOST_BYTES;
}

/** The failure of a state, or of the service that a Task calls, whose result is too large. */
export function tooLarge(subject: string): StateFailure {
  return new StateFailure(
    "States.DataLimitExceeded",
    `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
