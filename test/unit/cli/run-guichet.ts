import { execFile } from "node:child_process";

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a shell would; French spaces are read as plain ones. */
export function guichet(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, ...env } };
    const child = execFile(process.execPath, ["cli/guichet.ts", ...args], options, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out: plain(out), err: plain(err) }),
    );
  });
}
