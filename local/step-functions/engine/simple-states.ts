import type { ChoiceRule } from "../definition.ts";
import { EvaluationFailure, queryFailure, runtimeFailure, StateFailure } from "../query/failure.ts";
import { isExpression, unexpectedType } from "../query/jsonata.ts";
import { ruleHolds } from "./choice-rules.ts";
import { parameters, pathScope, query, selectedInput, speaksJsonata } from "./data-flow.ts";
import { numeric, textual } from "./fields.ts";
import { complete, completeByPath } from "./moves.ts";
import type { Visit } from "./turn.ts";

/** Pass: JSONPath has a Result or Parameters, JSONata only its Output. */
export function runPass(visit: Visit): Promise<void> | undefined {
  if (speaksJsonata(visit)) return complete(visit, undefined);
  completeByPath(visit, visit.state.Result ?? parameters(visit));
  return undefined;
}

export async function runSucceed(visit: Visit): Promise<void> {
  await complete(visit, undefined);
}

export async function runFail(visit: Visit): Promise<void> {
  throw new StateFailure(await textual(visit, "Error"), await textual(visit, "Cause"));
}

/** Choice: the first rule that holds, else Default, else `States.NoChoiceMatched`. */
export async function runChoice(visit: Visit): Promise<void> {
  for (const [index, rule] of visit.state.Choices.entries()) {
    if (await holds(visit, rule, index)) return complete(visit, undefined, { next: rule.Next, fields: rule });
  }
  const { Default } = visit.state;
  if (Default !== undefined) return complete(visit, undefined, { next: Default });
  throw new EvaluationFailure(
    "States.NoChoiceMatched",
    "Failed to transition out of the state. The state does not point to a next state.",
  );
}

async function holds(visit: Visit, rule: ChoiceRule, index: number): Promise<boolean> {
  if (!speaksJsonata(visit)) return ruleHolds(rule, pathScope(visit, selectedInput(visit)));
  const { Condition } = rule;
  if (!isExpression(Condition)) return Condition === true;
  const field = `Choices[${index}]/Condition`;
  const value = await query(visit, Condition, field);
  if (typeof value !== "boolean") throw unexpectedType(Condition, field, "boolean", value);
  return value;
}

/** Longest wait: 2^31 - 1 seconds. */
const LONGEST_WAIT_SECONDS = 2_147_483_647;
const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Wait: until an instant, which a timer brings; an instant that is past lets it go on at once. */
export async function runWait(visit: Visit): Promise<void> {
  const { turn, scope } = visit;
  const until = await waitUntil(visit);
  if (until - turn.now > LONGEST_WAIT_SECONDS * 1000) throw invalid(visit, "Wait state delay is too long.", undefined);
  if (until <= turn.now) return complete(visit, undefined);
  turn.run.counter += 1;
  scope.position = { ...scope.position, phase: { kind: "wait", visit: turn.run.counter } };
  turn.effects.push({ kind: "timer", visit: turn.run.counter, timer: "wait", at: until });
}

async function waitUntil(visit: Visit): Promise<number> {
  const { enteredAt } = visit.scope.position;
  const seconds = await numeric(visit, "Seconds");
  if (seconds !== undefined) return enteredAt + secondsOf(visit, seconds) * 1000;
  const text = (await textual(visit, "Timestamp")) ?? "";
  // JSONata and the clock know milliseconds, an instant of ISO 8601 may have more digits.
  const [, date = "", time = "", fraction = "", offset = ""] = INSTANT.exec(text) ?? [];
  const instant = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${offset}`);
  if (!Number.isNaN(instant) && isRealDate(date)) return instant;
  const reason = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
  throw invalid(visit, reason, "Timestamp");
}

/** `Date.parse` would take 30 February for 2 March. */
function isRealDate(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

function secondsOf(visit: Visit, seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 0) return seconds;
  throw invalid(visit, `The Seconds field must be a non-negative integer, but was: ${seconds}`, "Seconds");
}

function invalid(visit: Visit, reason: string, location: string | undefined): EvaluationFailure {
  return speaksJsonata(visit) ? queryFailure(reason, location) : runtimeFailure(reason);
}
