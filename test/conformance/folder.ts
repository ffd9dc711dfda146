import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Case, type RunCase, type ValidatorCase } from "./case.ts";
import { judgeDefinition, judgeRun, type Verdict } from "./judge.ts";

export interface Judged extends Verdict {
  readonly name: string;
}

/** Every case of a folder and of the folders in it, judged in the order of their names. */
export async function judgeCases(directory: string): Promise<readonly Judged[]> {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  const judged: Judged[] = [];
  for (const file of files.sort()) {
    const one = Case.parse(JSON.parse(readFileSync(join(directory, file), "utf8")));
    judged.push({ name: one.name, ...(await verdictOf(one)) });
  }
  return judged;
}

async function verdictOf(one: ValidatorCase | RunCase): Promise<Verdict> {
  if (isDefinition(one)) return judgeDefinition(one);
  return judgeRun(one).catch((error: unknown) => ({ hard: [`stopped: ${String(error)}`], soft: {} }));
}

function isDefinition(one: ValidatorCase | RunCase): one is ValidatorCase {
  return "valid" in one;
}

/** The report on a folder: one line a failure, with `soft` one line a soft difference too, then the rates, then the sum. */
export async function judgeFolder(directory: string, { soft }: { soft: boolean }) {
  const judged = await judgeCases(directory);
  const failures = judged.filter(({ hard }) => hard.length > 0);
  const lines = failures.map(({ name, hard }) => `FAILED ${name}: ${hard.join(", ").slice(0, 300)}`);
  if (soft) lines.push(...judged.flatMap(softLines));
  lines.push(`hard ${judged.length - failures.length}/${judged.length}`, ...rates(judged));
  lines.push(`${judged.length - failures.length} passed, ${failures.length} failed`);
  return { lines, failed: failures.length };
}

function softLines({ name, soft }: Judged): string[] {
  const differing = Object.keys(soft).filter((aspect) => soft[aspect] === false);
  return differing.length === 0 ? [] : [`soft   ${name}: ${differing.join(", ")}`];
}

function rates(judged: readonly Judged[]): string[] {
  const aspects = [...new Set(judged.flatMap(({ soft }) => Object.keys(soft)))];
  return aspects.map((aspect) => {
    const spoken = judged.filter(({ soft }) => soft[aspect] !== undefined);
    return `soft ${aspect} ${spoken.filter(({ soft }) => soft[aspect]).length}/${spoken.length}`;
  });
}
