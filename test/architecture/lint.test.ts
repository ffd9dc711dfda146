import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { plant, project, runTool, type Tree } from "./planted.ts";

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");
const functionOf = (body: number) =>
  `export function long(): number[] {\n  const all: number[] = [];\n${lines(body - 2, (index) => `  all.push(${index});`)}\n  return all;\n}\n`;
const deciding = (ifs: number) =>
  `export function decide(n: number): number {\n${lines(ifs, (index) => `  if (n === ${index}) return ${index};`)}\n  return n;\n}\n`;
const asserting = "export const count = (value: unknown): number => value as number;\n";
const insisting = "export const first = (all: number[]): number => all[0]!;\n";

/** One planted violation for each rule that `biome.json` sets by name, and for the plugin. */
const plants: Readonly<Record<string, readonly [path: string, source: string]>> = {
  "lint/suspicious/noExplicitAny": ["shared/anything.ts", "export const take = (value: any): void => void value;\n"],
  "lint/style/noDefaultExport": ["shared/nameless.ts", "const one = 1;\nexport default one;\n"],
  "lint/style/noNonNullAssertion": ["shared/insisting.ts", insisting],
  "lint/style/useImportType": ["shared/erased.ts", 'import { Stats } from "node:fs";\nexport type Named = Stats;\n'],
  "lint/style/useNodejsImportProtocol": [
    "shared/bare.ts",
    'import { join } from "path";\nexport const both = join("a", "b");\n',
  ],
  "lint/style/useFilenamingConvention": ["shared/camelCase.ts", "export const one = 1;\n"],
  "lint/performance/noBarrelFile": ["shared/barrel.ts", 'export { one } from "./one.ts";\n'],
  "lint/performance/noReExportAll": ["shared/everything.ts", 'export * from "./one.ts";\n'],
  "lint/complexity/noExcessiveCognitiveComplexity": ["shared/tangled.ts", deciding(9)],
  "lint/complexity/noExcessiveLinesPerFunction": ["shared/endless.ts", functionOf(41)],
  plugin: ["shared/asserting.ts", asserting],
};

/** The last that passes of each rule with a limit, and what the rules let through on purpose. */
const clean: Tree = {
  "shared/one.ts": "export const one = 1;\n",
  "shared/constant.ts": 'export const roles = ["filer", "signatory"] as const;\n',
  "shared/straight.ts": deciding(8),
  "shared/long.ts": functionOf(40),
  "test/insisting.test.ts": `${insisting}${asserting}${functionOf(60)}`,
};

const report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      severity: z.string(),
      location: z.object({ path: z.union([z.string(), z.object({ file: z.string() })]) }),
    }),
  ),
});
const settings = z.object({
  linter: z.object({ rules: z.record(z.string(), z.unknown()) }),
  overrides: z.array(z.looseObject({ plugins: z.array(z.string()).optional() })),
});

function diagnostics(tree: Tree): readonly string[] {
  const directory = plant(tree, ["biome.json", "test/lint/no-type-assertion.grit"]);
  const output = runTool(directory, "biome", "lint", "--reporter=json", "--max-diagnostics=none", ".");
  return report
    .parse(JSON.parse(output))
    .diagnostics.map(
      ({ category, severity, location: { path } }) =>
        `${typeof path === "string" ? path : path.file}: ${category} ${severity}`,
    );
}

describe("lint", () => {
  let found: readonly string[] = [];
  beforeAll(() => {
    found = diagnostics({ ...clean, ...Object.fromEntries(Object.values(plants)) });
  }, 60_000);

  test.each(Object.entries(plants))("%s: its planted violation is an error", (rule, [path]) => {
    expect(found).toContain(`${path}: ${rule} error`);
  });

  test("code at the limit of each rule, assertions of constants, tests: no error", () => {
    expect(found.filter((line) => Object.keys(clean).some((path) => line.startsWith(`${path}: `)))).toEqual([]);
  });

  test("every rule that biome.json names has its planted violation", () => {
    const { linter, overrides } = settings.parse(JSON.parse(readFileSync(join(project, "biome.json"), "utf8")));
    const named = Object.entries(linter.rules).flatMap(([group, rules]) =>
      typeof rules === "object" && rules !== null
        ? Object.entries(rules).flatMap(([rule, level]) => (level === "off" ? [] : [`lint/${group}/${rule}`]))
        : [],
    );
    expect(overrides.flatMap(({ plugins = [] }) => plugins)).toHaveLength(1);
    expect(Object.keys(plants).toSorted()).toEqual([...named, "plugin"].toSorted());
  });
});
