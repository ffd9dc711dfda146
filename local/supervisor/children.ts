import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { codeOf } from "./error-code.ts";

/** The child processes of a run. */
export interface Children {
  /**
   * Starts a program in a process group of its own (Ctrl-C in the terminal reaches the supervisor alone, which then stops its
   * children in order). A child that could outlive the supervisor is given a pipe in `stdio` and ends itself when that pipe
   * closes, which is how it learns that the supervisor was killed. Throws once the children are being stopped.
   */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /** Kills every child that is left, with its group, and waits until each is gone. */
  stopAll(): Promise<void>;
}

/** Keeps count of the children of a run. */
export function openChildren(): Children {
  const living = new Set<ChildProcess>();
  let stopping = false;
  return {
    spawn: (command, args, options) => {
      if (stopping) throw new Error(`${command} is not started: the local cloud is stopping`);
      const child = spawn(command, args, { ...options, detached: true });
      living.add(child);
      child.once("exit", () => living.delete(child));
      child.once("error", () => living.delete(child));
      return child;
    },
    stopAll: async () => {
      stopping = true;
      await Promise.all([...living].map(stopChild));
    },
  };
}

/** Kills a child with its process group; resolves when it is gone and all that it wrote has been read. */
export async function stopChild(child: ChildProcess): Promise<void> {
  const hasExited = child.exitCode !== null || child.signalCode !== null;
  const isRead = child.stdio.every((stream) => stream?.closed ?? true);
  if (child.pid === undefined || (hasExited && isRead)) return;
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  if (!hasExited) killGroup(child.pid);
  await gone;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // The group is gone already: its exit is on the way.
    if (codeOf(error) !== "ESRCH") throw error;
  }
}
