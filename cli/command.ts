/** One command of `guichet`: `run` is given what follows its name and returns the exit code. */
export interface Command {
  readonly name: string;
  /** One French line of the help. */
  readonly summary: string;
  /** Its whole help, in French; said too where what follows its name cannot be understood. */
  readonly usage: string;
  run(args: readonly string[]): Promise<number>;
}
