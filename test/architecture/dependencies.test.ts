import { beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { plant, project, runTool, type Tree } from "./planted.ts";

interface Plant {
  /** The file that breaks the rule. */
  readonly culprit: string;
  readonly files: Tree;
}

const exporting = (name: string) => `export const ${name} = 1;\n`;
const importing = (...from: readonly string[]) =>
  `${from.map((path, index) => `import * as i${index} from "${path}";\n`).join("")}export const used = [${from.map((_, index) => `i${index}`)}];\n`;
const importingTypes = (from: string) => `import type { text } from "${from}";\nexport type Used = typeof text;\n`;

/** One planted violation a rule. */
const plants: Readonly<Record<string, Plant>> = {
  "no-circular": {
    culprit: "shared/kernel/round.ts",
    files: { "shared/kernel/round.ts": importing("./trip.ts"), "shared/kernel/trip.ts": importing("./round.ts") },
  },
  "kernel-knows-no-procedure": {
    culprit: "shared/kernel/knowing.ts",
    files: { "shared/kernel/knowing.ts": importing("../domain/segur/law.ts") },
  },
  "inspection-knows-no-procedure": {
    culprit: "shared/inspection/judging.ts",
    files: { "shared/inspection/judging.ts": importing("../domain/segur/law.ts") },
  },
  "law-knows-no-file": {
    culprit: "shared/domain/segur/peering.ts",
    files: { "shared/domain/segur/peering.ts": importingTypes("../../inspection/text.ts") },
  },
  "evidence-opens-no-file": {
    culprit: "shared/domain/segur/evidence/opening.ts",
    files: { "shared/domain/segur/evidence/opening.ts": importing("../../../inspection/text.ts") },
  },
  "domain-knows-no-outside": {
    culprit: "shared/domain/segur/reading.ts",
    files: { "shared/domain/segur/reading.ts": importing("../../ports/store.ts") },
  },
  "ports-know-no-adapter": {
    culprit: "shared/ports/concrete.ts",
    files: { "shared/ports/concrete.ts": importing("../adapters/dynamodb/store.ts") },
  },
  "adapters-know-no-function": {
    culprit: "shared/adapters/upward.ts",
    files: { "shared/adapters/upward.ts": importing("../lambda/http.ts") },
  },
  "sdk-in-adapters-only": {
    culprit: "functions/segur/direct.ts",
    files: { "functions/segur/direct.ts": importing("@aws-sdk/client-dynamodb") },
  },
  "infra-reads-no-code": {
    culprit: "infra/peeking.ts",
    files: { "infra/peeking.ts": importing("../functions/segur/read.ts") },
  },
  "functions-apart": {
    culprit: "functions/directory/borrowing.ts",
    files: { "functions/directory/borrowing.ts": importing("../segur/read.ts") },
  },
  "local-knows-no-name": {
    culprit: "local/knowing.ts",
    files: { "local/knowing.ts": importing("../shared/kernel/sum.ts") },
  },
  "product-is-not-local": {
    culprit: "shared/lambda/leaning.ts",
    files: { "shared/lambda/leaning.ts": importing("../../local/cloud.ts") },
  },
  "agpl-behind-one-file": {
    culprit: "local/iam/decide.ts",
    files: { "local/iam/decide.ts": importing("@cloud-copilot/iam-simulate") },
  },
  "no-unlisted-package": { culprit: "cli/lucky.ts", files: { "cli/lucky.ts": importing("semver") } },
};

/** What the rules allow, so that none fires for being too wide. */
const clean: Tree = {
  "shared/kernel/sum.ts": exporting("sum"),
  "shared/kernel/double.ts": importing("./sum.ts", "zod/mini"),
  "shared/inspection/text.ts": `${importing("../kernel/sum.ts")}${exporting("text")}`,
  "shared/domain/segur/law.ts": importing("../../kernel/sum.ts"),
  "shared/domain/segur/evidence/reading.ts": importingTypes("../../../inspection/text.ts"),
  "shared/ports/store.ts": importing("../kernel/sum.ts"),
  "shared/adapters/dynamodb/store.ts": importing("../../ports/store.ts", "@aws-sdk/client-dynamodb"),
  "shared/lambda/http.ts": importing("../domain/segur/law.ts", "../ports/store.ts"),
  "shared/lambda/composition.ts": importing("../adapters/dynamodb/store.ts", "@aws-sdk/client-dynamodb"),
  "functions/segur/read.ts": importing("../../shared/lambda/composition.ts", "./rights.ts"),
  "functions/segur/rights.ts": importing("../../shared/domain/segur/law.ts"),
  "functions/cases/timeline.ts": importing("../segur/rights.ts"),
  "functions/platform/audit.ts": importing("@aws-sdk/client-dynamodb"),
  "infra/tables.ts": exporting("tables"),
  "infra/app.ts": importing("./tables.ts", "aws-cdk-lib"),
  "local/cloud.ts": importing("./iam/simulate.ts", "zod"),
  "local/iam/simulate.ts": importing("@cloud-copilot/iam-simulate"),
  "cli/guichet.ts": importing("../shared/kernel/sum.ts"),
  "docs/generate.ts": importing("../infra/tables.ts", "../functions/segur/read.ts"),
  "test/roles.test.ts": importing("@cloud-copilot/iam-simulate", "../local/cloud.ts"),
};

const settings = z.object({ default: z.object({ forbidden: z.array(z.object({ name: z.string() })) }) });
const rules = settings
  .parse(await import(`${project}/.dependency-cruiser.mjs`))
  .default.forbidden.map(({ name }) => name);

const report = z.object({
  summary: z.object({
    totalCruised: z.int(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

function violations(tree: Tree): readonly string[] {
  const directory = plant(tree, [".dependency-cruiser.mjs", "package.json", "tsconfig.json"]);
  const folders = [...new Set(Object.keys(tree).map((path) => path.split("/")[0] ?? ""))];
  const output = runTool(
    directory,
    "depcruise",
    "--config",
    ".dependency-cruiser.mjs",
    "--output-type",
    "json",
    ...folders,
  );
  const { totalCruised, violations: found } = report.parse(JSON.parse(output)).summary;
  expect(totalCruised).toBeGreaterThanOrEqual(Object.keys(tree).length);
  return found.map(({ from, rule }) => `${from}: ${rule.name}`);
}

describe("dependencies", () => {
  let found: readonly string[] = [];
  beforeAll(() => {
    found = violations({ ...clean, ...Object.assign({}, ...Object.values(plants).map(({ files }) => files)) });
  }, 60_000);

  test.each(rules)("%s: fires on its planted violation, alone", (name) => {
    const culprit = plants[name]?.culprit ?? "no violation is planted for this rule";
    expect([...new Set(found.filter((line) => line.startsWith(`${culprit}: `)))]).toEqual([`${culprit}: ${name}`]);
  });

  test("what the rules allow: none fires", () => {
    expect(violations(clean)).toEqual([]);
  }, 60_000);

  test("every planted violation belongs to a rule that the configuration still has", () => {
    expect(Object.keys(plants).filter((name) => !rules.includes(name))).toEqual([]);
  });
});
