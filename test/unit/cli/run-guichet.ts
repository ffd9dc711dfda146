import { execFile } from "node:child_process";

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
type Environment = Readonly<Record<string, string>>;

/** Runs the command as a shell would; French spaces are read as plain ones. */
export const guichet = (args: readonly string[], env: Environment = {}): Promise<Ended> =>
  ended(process.execPath, ["cli/guichet.ts", ...args], env);

/** The same, or another program of `cli/`, with its standard output in a file, after a line of shell. */
export function guichetInto(
  place: string,
  args: readonly string[],
  { env = {}, before = ":", program = "cli/guichet.ts" } = {},
): Promise<Ended> {
  const line = `${before}; exec "$@" > '${place}'`;
  return ended("sh", ["-c", line, "sh", process.execPath, program, ...args], env);
}

function ended(file: string, args: readonly string[], env: Environment): Promise<Ended> {
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
  return new Promise((resolve) => {
    const child = execFile(file, args, { env: { PATH: process.env.PATH, ...env } }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out: plain(out), err: plain(err) }),
    );
  });
}
