import { readFileSync } from "node:fs";
import { inspectPdf } from "../../../shared/inspection/pdf/inspect.ts";
import { pdf, plain } from "./crafted.ts";

// Run in a process of its own: prints how a file ends, by how much it raised the peak of memory, and how the next one ends.
const outcome = (file: Uint8Array) => {
  const result = inspectPdf(file);
  return result.status === "inspected" ? result.status : result.reason;
};
const honest = pdf(plain);
const file = readFileSync(process.argv[2]!);
outcome(honest);
const before = process.resourceUsage().maxRSS;
const ended = outcome(file);
const grownMiB = (process.resourceUsage().maxRSS - before) / 1_024;
console.log(JSON.stringify({ ended, grownMiB, next: outcome(honest) }));
