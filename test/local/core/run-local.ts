import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "@jest/globals";

const main = fileURLToPath(new URL("../../../local/main.ts", import.meta.url));
const living = new Set<ChildProcess>();
afterAll(() => {
  for (const child of living) child.kill("SIGKILL");
});

/** A run of the local cloud, as a person starts it. */
export interface LocalRun {
  readonly process: ChildProcess;
  /** What it has written so far, with plain spaces. */
  output(): string;
  /** Resolves once everything answers; rejects with what it wrote when it ends instead. */
  ready(): Promise<void>;
  /** Resolves with its exit code. */
  ended(): Promise<number | null>;
}

/** Writes the configuration of a project and runs the local cloud in it. */
export function runLocal(projectDir: string, config: unknown, args: readonly string[], env = {}): LocalRun {
  writeFileSync(join(projectDir, "local.config.json"), JSON.stringify(config));
  const child = spawn(process.execPath, [main, ...args], { cwd: projectDir, env: { ...process.env, ...env } });
  living.add(child);
  let written = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      written += text.replaceAll("\u202f", " ");
    });
  }
  const ended = once(child, "close").then(([code]) => {
    living.delete(child);
    return code as number | null;
  });
  const ready = async () => {
    while (!written.includes("Ctrl-C")) {
      if (!living.has(child)) throw new Error(written);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { process: child, output: () => written, ready, ended: () => ended };
}

/** The first of a series of ten ports that are free now. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(Array.from({ length: 10 }, (_, index) => isFree(first + index)));
    if (free.every((answer) => answer)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Processes that a process started, with those that these started. */
export function descendantsOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  return [...children, ...children.flatMap(descendantsOf)];
}

/** Resolves once none of the processes is there any more. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isThere)) await new Promise((resolve) => setTimeout(resolve, 20));
}

function isThere(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
