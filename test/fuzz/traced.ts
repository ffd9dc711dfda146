import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./look-into-each.ts", import.meta.url));
const files =
  "open,openat,openat2,creat,truncate,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink";
const calls = `trace=${files},symlinkat,execve,execveat,%network`;

/** What node and the C library read of the machine at any time, when they come to need it. */
const ofTheMachine =
  /^reads (\/proc\/sys\/vm\/|\/sys\/devices\/system\/cpu\/|\/sys\/fs\/cgroup\/|\/etc\/localtime$|\/dev\/null$)/;

interface Trace {
  /** What the threads of the bundle answered, a value for each file. */
  readonly answers: readonly unknown[];
  /** System calls that neither node makes by itself, nor reading the bundle and the files. */
  readonly strayed: readonly string[];
}

/** Has a bundle look into files, and traces the system calls of the whole process. `directory` holds the trace. */
export function traced(directory: string, bundle: string, paths: readonly string[]): Trace {
  // A bundle that looks for a package which it does not carry: node then looks for it, and finds none.
  const idle = join(directory, "idle.mjs");
  writeFileSync(idle, 'import{createRequire}from"node:module";try{createRequire(import.meta.url)("none")}catch{}');
  const known = new Set(callsOf(directory, idle, [idle]).made);
  for (const path of [bundle, ...paths]) known.add(`reads ${path}`);
  const { made, answers } = callsOf(directory, bundle, paths);
  return { answers, strayed: [...new Set(made)].filter((call) => !known.has(call) && !ofTheMachine.test(call)) };
}

function callsOf(directory: string, bundle: string, paths: readonly string[]) {
  const output = join(directory, "trace.txt");
  const args = ["-f", "-s", "4096", "-e", calls, "-o", output, process.execPath, script, bundle, ...paths];
  const env = { PATH: process.env.PATH };
  const { stdout, stderr, status } = spawnSync("strace", args, { encoding: "utf8", env, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr);
  const answers = stdout.split("\n").filter((line) => line !== "");
  const [, ...lines] = readFileSync(output, "utf8").split("\n");
  return { answers: answers.map((line): unknown => JSON.parse(line)), made: lines.flatMap(callIn) };
}

/** The system call of a line, without its thread and its result. The first line is the start of node itself. */
function callIn(line: string): readonly string[] {
  const [, name = "", rest = ""] = /^\d+ +(\w+)\((.*)/.exec(line) ?? [];
  if (name === "") return [];
  if (!name.startsWith("open")) return [`${name}(${rest}`.replace(/ += .*| <unfinished.*/, "")];
  const [, path = ""] = /"((?:[^"\\]|\\.)*)"/.exec(rest) ?? [];
  return [`${/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(rest) ? "writes" : "reads"} ${path}`];
}
