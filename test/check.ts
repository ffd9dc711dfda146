import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { workflowFaults } from "./workflows.ts";

/** Everything that reads the project without running it. All are run, so that one failure does not hide another. */
const checks: readonly (readonly [string, ...string[]])[] = [
  ["tsc", "-p", "."],
  ["biome", "check", "."],
  ["depcruise", "--config", ".dependency-cruiser.mjs", "shared", "functions", "infra", "local", "cli", "docs", "test"],
  ["knip"],
  ["node", "docs/generate.ts", "--check"],
];

const failed = checks.filter(([command, ...args]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  const passed = status === 0;
  process.stdout.write(`${passed ? "ok    " : "FAILED"} ${command} ${args.join(" ")}\n`);
  if (!passed) process.stdout.write(`${stdout}${stderr}\n`);
  return !passed;
});
const faults = workflowFaults(join(import.meta.dirname, ".."));
process.stdout.write(`${faults.length === 0 ? "ok    " : "FAILED"} workflows\n`);
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = failed.length + faults.length === 0 ? 0 : 1;
