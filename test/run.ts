import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { missingPackages } from "./packages.ts";

/**
 * `npm test`: every suite under Jest, then one line that says it all. Arguments go to Jest (`npm test -- test/unit`).
 * Suites that lack a Debian package are left out and said; with GUICHET_SKIPS=fail, as in CI, each counts as a failure.
 */
const report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numRuntimeErrorTestSuites: z.int(),
});

const missing = missingPackages();
const leftOut = missing.flatMap(({ suites }) => ["--testPathIgnorePatterns", suites.source]);
const directory = mkdtempSync(join(tmpdir(), "guichet-test-"));
const env = {
  ...process.env,
  NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning",
  GUICHET_ASSEMBLIES: join(directory, "assemblies"),
};
const outputFile = join(directory, "report.json");
const args = ["--json", `--outputFile=${outputFile}`, ...process.argv.slice(2), ...leftOut];
const jest = spawn("jest", args, { stdio: ["ignore", "ignore", "inherit"], env });
jest.once("close", (code) => {
  process.exitCode = conclude(code);
  rmSync(directory, { recursive: true, force: true });
});

function conclude(code: number | null): number {
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = readReport();
  const skipped = numPendingTests + skippedSuites();
  const failures = numFailedTests + numRuntimeErrorTestSuites + (process.env.GUICHET_SKIPS === "fail" ? skipped : 0);
  // Jest may fail without a failed test: no test found, a bad argument.
  const failed = failures === 0 && code !== 0 ? 1 : failures;
  process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/** Says which suites were left out, and the one command after which they run. */
function skippedSuites(): number {
  if (missing.length === 0) return 0;
  const { stdout } = spawnSync("jest", ["--listTests"], { encoding: "utf8", env });
  const suites = stdout.split("\n").filter((file) => missing.some((lacking) => lacking.suites.test(file)));
  const names = missing.map(({ name }) => name).join(" ");
  process.stdout.write(
    `${suites.length} suites skipped for want of ${names}. To run them: apt-get install -y ${names}\n`,
  );
  return suites.length;
}

function readReport(): z.infer<typeof report> {
  try {
    return report.parse(JSON.parse(readFileSync(outputFile, "utf8")));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 0 };
  }
}
