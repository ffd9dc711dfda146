import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { reviewMachine } from "../local/step-functions/review.ts";
import { validateMachine } from "../local/step-functions/validation.ts";

/**
 * What is wrong with the workflows below a directory, a line each: what Step Functions would refuse, then what a reviewer
 * would. `${Name}` in a definition stands for a function.
 */
export function workflowFaults(directory: string): readonly string[] {
  return globSync("workflows/**/*.asl.json", { cwd: directory })
    .sort()
    .flatMap((path) => {
      const text = readFileSync(join(directory, path), "utf8").replace(
        /\$\{(\w+)\}/g,
        "arn:aws:lambda:eu-west-3:000000000000:function:$1:live",
      );
      return [...validateMachine(text), ...reviewMachine(text)].map((fault) => `${path}: ${fault}`);
    });
}
