import { typeset } from "../../shared/kernel/typography.ts";
import { print } from "../terminal/output.ts";

/** Why a command did not succeed, as French sentences for the person who gave it, and the exit code that says whose turn it is. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  /** 1: the service refused, for the reason given. 2: the command could not be carried to it. */
  readonly exitCode: 1 | 2;
  /** The same for a program: what the service answered, where it did. */
  readonly facts: unknown;

  constructor(message: string, exitCode: 1 | 2, facts?: unknown) {
    super(message);
    this.exitCode = exitCode;
    this.facts = facts ?? { failure: typeset(message) };
  }
}

/** Says a failure on the error output, or to a program on the standard output; gives its exit code. */
export function sayFailure({ message, facts, exitCode }: CommandFailure, json: boolean): number {
  if (json) print(JSON.stringify(facts));
  else console.error(typeset(message));
  return exitCode;
}
