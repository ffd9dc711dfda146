import { spawnSync } from "node:child_process";

/** Debian packages that suites need, the sign that each is there, and the mark in the names of those suites. */
const packages = [
  {
    name: "default-jdk-headless",
    present: () => spawnSync("javac", ["-version"]).status === 0,
    suites: /\.jdk\.test\.ts$/,
  },
  {
    name: "strace",
    // Where a container forbids tracing, it is as if it were not there.
    present: () => spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0,
    suites: /\.strace\.test\.ts$/,
  },
] as const;

/** Packages that this machine lacks, with the suites that cannot run without them. */
export function missingPackages(): readonly { readonly name: string; readonly suites: RegExp }[] {
  return packages.filter(({ present }) => !present());
}
