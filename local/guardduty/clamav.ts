import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { codeOf } from "../supervisor/error-code.ts";
import { infected, type Verdict, without } from "./verdict.ts";

/** A scan that takes longer has failed. */
const LONGEST_MILLIS = 120_000;

interface Ended {
  /** Null when the command was killed. */
  readonly code: number | null;
  readonly output: string;
}

/** Whether a command is there and succeeds. */
export async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return await run(command, args).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/** Scans with a command of ClamAV that reads its standard input. Whatever is neither its 0 nor its 1 was not scanned. */
export async function clamScan(command: string, args: readonly string[], bytes: Readable): Promise<Verdict> {
  const { code, output } = await run(command, args, bytes);
  if (code === 0) return without("NO_THREATS_FOUND");
  const [, name] = /: (.+?)(?:\.UNOFFICIAL)? FOUND$/m.exec(output) ?? [];
  if (code === 1 && name !== undefined) return found(name);
  console.error(`${command} did not scan (exit ${code}): ${output.trim()}`);
  return without("FAILED");
}

/** What the engine cannot look into is no threat, and not clean. */
function found(name: string): Verdict {
  return /^Heuristics\.(Encrypted|Limits)/.test(name) ? without("UNSUPPORTED") : infected(name);
}

/** Rejects when the command is not there or takes too long, or its input cannot be read. */
async function run(command: string, args: readonly string[], input?: Readable): Promise<Ended> {
  const child = spawn(command, args, { stdio: "pipe", signal: AbortSignal.timeout(LONGEST_MILLIS) });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code] = await Promise.all([ended, feed(child.stdin, input)]);
  return { code, output: Buffer.concat(output).toString("utf8") };
}

async function feed(stdin: NodeJS.WritableStream, input?: Readable): Promise<void> {
  if (input === undefined) {
    stdin.end();
    return;
  }
  await pipeline(input, stdin).catch((error: unknown) => {
    // A command that has seen enough stops reading; any other error is one of the input.
    if (codeOf(error) !== "EPIPE") throw error;
  });
}
