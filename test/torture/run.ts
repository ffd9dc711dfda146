import { rmSync } from "node:fs";
import { newDirectory, type Start } from "../api/support/product.ts";
import type { Holding } from "./canonical.ts";
import { holdingsOf } from "./holdings.ts";
import { Lives } from "./lives.ts";
import type { Known, Step } from "./step.ts";

/** What the account held when a run was over, and what the last life of the product had printed once it had ended. */
export interface Outcome {
  readonly holdings: readonly Holding[];
  readonly printed: readonly string[];
}

interface Run {
  readonly scenario: readonly Step[];
  readonly start: Start;
  /** Asked at each boot, with the part of the scenario that is still to be played. */
  readonly orderNext: (left: number) => string | undefined;
  /** Called with the directory of a run that has come to its end, before it is removed. */
  readonly before?: (directory: string) => void;
}

/** Plays the scenario on a directory of its own, through as many lives as it takes. Throws the Error of a step that fails. */
export async function play({ scenario, start, orderNext, before }: Run): Promise<Outcome> {
  const directory = newDirectory(start.app);
  let done = 0;
  const lives = new Lives(directory, start, () => orderNext(1 - done / scenario.length));
  try {
    let known: Known = {};
    for (const step of scenario) {
      known = { ...known, ...(await lives.through((life) => step.play({ ...life, known }))) };
      done += 1;
    }
    const holdings = await lives.through(({ product }) => holdingsOf(product));
    const printed = await lives.stop();
    before?.(directory);
    return { holdings, printed };
  } finally {
    await lives.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
