import { z } from "zod";
import type { LocalConfig } from "../config.ts";
import type { LambdaService, Store } from "../contracts.ts";
import { Refusal } from "./refusal.ts";

export interface FirstBootParts {
  readonly store: Store;
  readonly lambda: LambdaService;
  /** Outputs by `Stack.Name`. */
  readonly outputs: ReadonlyMap<string, string>;
}

const KIND = "first-boot";

/**
 * Runs the invocations of the first boot, in order. Each is recorded once it has succeeded: a process killed in between runs it
 * again at the next boot, so that each happens at least once. Throws a Refusal when one fails.
 */
export async function runFirstBoot(parts: FirstBootParts, invocations: LocalConfig["firstBoot"]): Promise<void> {
  for (const [index, { invoke, payload }] of invocations.entries()) {
    const id = `${index} ${invoke}`;
    if (parts.store.get(KIND, id) !== undefined) continue;
    const functionArn = outputNamed(parts.outputs, invoke);
    const result = await parts.lambda.invoke({ functionArn, payload: JSON.stringify(payload ?? {}) });
    if (result.functionError !== undefined) {
      throw new Refusal(`Au premier démarrage, la fonction « ${invoke} » a échoué : ${reasonOf(result.payload)}`);
    }
    parts.store.put(KIND, id, { done: true });
  }
}

const Failure = z.looseObject({ errorType: z.string(), errorMessage: z.string() });

/** What the function says of its failure; where it happened is in its log. */
function reasonOf(payload: string): string {
  const failure = Failure.safeParse(JSON.parse(payload));
  return failure.success ? `${failure.data.errorMessage} (${failure.data.errorType})` : payload;
}

/** An output, named with its stack or alone. */
function outputNamed(outputs: ReadonlyMap<string, string>, name: string): string {
  const found = [...outputs].filter(([id]) => id === name || id.endsWith(`.${name}`));
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only[1];
  const problem =
    found.length === 0 ? "n'existe dans aucune pile" : "existe dans plusieurs piles : écrivez « Pile.Sortie »";
  throw new Refusal(`local.config.json, firstBoot : la sortie « ${name} » ${problem}.`);
}
