import { armKillPoints } from "./kill-points.ts";
import { boot } from "./supervisor/boot.ts";
import { HELP, readOptions } from "./supervisor/options.ts";
import { Refusal, typography } from "./supervisor/refusal.ts";
import { openShutdown } from "./supervisor/shutdown.ts";

const shutdown = openShutdown();
let ending = false;

/** Stops everything, then the process. */
async function end(exitCode: number): Promise<void> {
  ending = true;
  await shutdown.run();
  process.exit(exitCode);
}

/** A refusal is its sentence; anything else is a defect of the local cloud and shows where it happened. */
async function fail(error: unknown): Promise<void> {
  // What a boot says that was interrupted is of no use.
  if (ending) return;
  console.error(error instanceof Refusal ? error.message : error);
  await end(1);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(typography(HELP));
    return;
  }
  const armed = armKillPoints(process.env.LOCAL_KILL_AT);
  if (armed !== undefined) console.log(typography(armed));
  await boot({ projectDir: process.cwd(), options, shutdown, say: (line) => console.log(line) });
}

process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => end(0));
main().catch(fail);
