import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "@jest/globals";

export const project = join(import.meta.dirname, "../..");

const made: string[] = [];
afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** Sources by path. */
export type Tree = Readonly<Record<string, string>>;

/** A directory that holds these files, the project's own `copied` ones, and its packages. Removed after the tests. */
export function plant(tree: Tree, copied: readonly string[] = []): string {
  const directory = mkdtempSync(join(tmpdir(), "planted-"));
  made.push(directory);
  symlinkSync(join(project, "node_modules"), join(directory, "node_modules"));
  for (const path of copied) cpSync(join(project, path), join(directory, path));
  for (const [path, source] of Object.entries(tree)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), source);
  }
  return directory;
}

/** Runs a tool of the project in a directory; whether it found faults is in what it writes. */
export function runTool(directory: string, tool: string, ...args: readonly string[]): string {
  const bin = join(project, "node_modules/.bin");
  const { stdout, stderr, error } = spawnSync(join(bin, tool), args, {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, NODE_OPTIONS: "" },
  });
  if (error !== undefined) throw error;
  return stdout === "" ? stderr : stdout;
}
