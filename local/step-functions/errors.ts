import { AwsError } from "../aws-door/aws-error.ts";
import { type Json, parseJson } from "./json.ts";

/** What is known of a task token that somebody presents. */
export type TokenState = "unknown" | "open" | "ended";

/** Refuses a token that was never given out, or whose task is over, as AWS does: before the output is looked at. */
export function checkToken(state: TokenState): void {
  if (state === "unknown") throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
  if (state === "ended") {
    throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
  }
}

/** The output of SendTaskSuccess. Throws `InvalidOutput`. */
export function parseOutput(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw new AwsError("InvalidOutput", `Invalid Output: '${error instanceof Error ? error.message : String(error)}'`);
  }
}

/** Refuses the input of an execution. */
export function invalidInput(reason: string): AwsError {
  return new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${reason}'`);
}
