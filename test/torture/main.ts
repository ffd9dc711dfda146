import { parseArgs } from "node:util";
import { torture } from "./torture.ts";

/**
 * `npm run torture -- --kills 50 --seed 1`: the scenario once unkilled, then as often as it takes to cut the product off so many
 * times. Exit 1 when a run ended otherwise than the unkilled one.
 */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    port: { type: "string", default: "17100" },
  },
});
const started = performance.now();
const { runs, failed } = await torture({
  kills: Number(values.kills),
  seed: Number(values.seed),
  port: Number(values.port),
  say: (line) => console.log(line),
});
console.log(`${Math.round((performance.now() - started) / 1000)} s`);
console.log(`${runs - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
