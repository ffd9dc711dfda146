import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { COUNTED } from "../../local/kill-points.ts";
import { differences, type Holding } from "./canonical.ts";
import { type KillOrder, KillOrders, RunOrders } from "./kill-orders.ts";
import { type Outcome, play } from "./run.ts";
import { BEGINS_AT, scenario } from "./scenario.ts";

/** Often enough that one life is cut off after another, seldom enough that many runs are compared. */
const MOST_KILLS_OF_A_RUN = 6;
/** A run may end before the passage at which it was to be cut off. */
const SPARE_RUNS = 10;
const MOST_LINES_OF_A_RUN = 20;

interface Settings {
  readonly kills: number;
  readonly seed: number;
  /** First port of the product. */
  readonly port: number;
  readonly say: (line: string) => void;
}

/** Plays the scenario unkilled, then with kills until there were enough; compares each run with the unkilled one. */
export async function torture(settings: Settings): Promise<{ readonly runs: number; readonly failed: number }> {
  const assembly = mkdtempSync(join(tmpdir(), "torture-assembly-"));
  try {
    const model = await unkilled(settings, assembly);
    return await killed(settings, assembly, model);
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}

/** The model of all runs, whose assembly serves them all. Throws an Error when it does not come to rest. */
async function unkilled({ port }: Settings, assembly: string): Promise<Outcome> {
  const model = await play({
    scenario,
    start: { port, at: BEGINS_AT },
    orderNext: () => "count",
    before: (directory) => cpSync(join(directory, ".guichet/cdk.out"), assembly, { recursive: true }),
  });
  const restless = model.holdings.filter(({ kind }) => kind.startsWith("unrest"));
  if (restless.length > 0) throw new Error(`without any kill: ${JSON.stringify(restless)}`);
  return model;
}

async function killed({ kills, seed, port, say }: Settings, assembly: string, model: Outcome) {
  const counts = passagesOf(model.printed);
  const orders = new KillOrders(counts, seed);
  const start = { port, at: BEGINS_AT, app: `cp -R ${assembly}/. "$CDK_OUTDIR"` };
  const toll: KillOrder[] = [];
  let [runs, failed] = [0, 0];
  for (; toll.length < kills && runs < kills + SPARE_RUNS; runs += 1) {
    const own = new RunOrders(orders, Math.min(MOST_KILLS_OF_A_RUN, kills - toll.length));
    const faults = await faultsOf(play({ scenario, start, orderNext: (left) => own.next(left) }), model.holdings);
    const carriedOut = own.end();
    toll.push(...carriedOut);
    for (const line of told(runs + 1, carriedOut, faults)) say(line);
    failed += Number(faults.length > 0);
  }
  for (const line of tollOf(toll, counts)) say(line);
  if (toll.length < kills) throw new Error(`only ${toll.length} kills of ${kills}: the rest was never reached`);
  return { runs, failed };
}

function told(run: number, kills: readonly KillOrder[], faults: readonly string[]): readonly string[] {
  const points = kills.map(({ point, nth }) => `${point}:${nth}`).join(", ") || "never";
  const verdict = faults.length === 0 ? "as the unkilled one" : "DIFFERS";
  const shown = faults.slice(0, MOST_LINES_OF_A_RUN).map((fault) => `  ${fault}`);
  const rest = faults.length - shown.length;
  return [`run ${run}, cut off ${points}: ${verdict}`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])];
}

async function faultsOf(run: Promise<Outcome>, model: readonly Holding[]): Promise<readonly string[]> {
  try {
    return differences([model, (await run).holdings], Date.parse(BEGINS_AT));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const passages = z.record(z.string(), z.number());

function passagesOf(printed: readonly string[]): ReadonlyMap<string, number> {
  const line = printed.findLast((text) => text.startsWith(COUNTED)) ?? COUNTED;
  return new Map(Object.entries(passages.parse(JSON.parse(line.slice(COUNTED.length)))));
}

/** How often a run was cut off at each point that the unkilled one passes. */
function tollOf(toll: readonly KillOrder[], counts: ReadonlyMap<string, number>): readonly string[] {
  const rows = [...counts].toSorted().map(([point, passed]) => {
    const kills = toll.filter((order) => order.point === point).length;
    return `${point.padEnd(28)}${String(passed).padStart(9)}${String(kills).padStart(7)}`;
  });
  return [`${"point".padEnd(28)} passages  kills`, ...rows];
}
