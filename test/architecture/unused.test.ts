import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { z } from "zod";
import { plant, project, runTool, type Tree } from "./planted.ts";

const manifest = z
  .looseObject({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(project, "package.json"), "utf8")));
const withDependencies = (...names: readonly string[]) =>
  JSON.stringify({
    name: "planted",
    type: "module",
    dependencies: Object.fromEntries(names.map((name) => [name, manifest.dependencies[name]])),
  });

const clean: Tree = {
  "package.json": withDependencies("zod"),
  "tsconfig.json": "{}",
  "shared/kernel/sum.ts": 'import * as z from "zod/mini";\nexport const sum = z.int();\n',
  "functions/segur/read.ts": 'import { sum } from "../../shared/kernel/sum.ts";\nexport const handler = () => sum;\n',
};

const named = z.array(z.object({ name: z.string() }));
const report = z.object({
  issues: z.array(
    z.object({
      file: z.string(),
      files: named.optional(),
      exports: named.optional(),
      types: named.optional(),
      dependencies: named.optional(),
      unlisted: named.optional(),
    }),
  ),
});

function unused(tree: Tree): readonly string[] {
  const output = runTool(
    plant({ ...clean, ...tree }, ["knip.json"]),
    "knip",
    "--reporter",
    "json",
    "--no-config-hints",
  );
  return report
    .parse(JSON.parse(output))
    .issues.flatMap(({ file, ...kinds }) =>
      Object.entries(kinds).flatMap(([kind, issues]) => (issues ?? []).map(({ name }) => `${kind}: ${file} ${name}`)),
    );
}

test.each([
  [
    "a file that nothing imports",
    { "shared/kernel/idle.ts": "export const idle = 1;\n" },
    "files: shared/kernel/idle.ts shared/kernel/idle.ts",
  ],
  [
    "an export that nothing imports",
    {
      "shared/kernel/sum.ts": 'import * as z from "zod/mini";\nexport const sum = z.int();\nexport const spare = 1;\n',
    },
    "exports: shared/kernel/sum.ts spare",
  ],
  [
    "a dependency that nothing imports",
    { "package.json": withDependencies("zod", "ibantools") },
    "dependencies: package.json ibantools",
  ],
  [
    "a package that package.json lacks",
    { "functions/segur/list.ts": 'import semver from "semver";\nexport const handler = () => semver;\n' },
    "unlisted: functions/segur/list.ts semver",
  ],
])(
  "%s: found, and nothing else",
  (_, tree: Tree, expected) => {
    expect(unused(tree)).toEqual([expected]);
  },
  60_000,
);

test("everything used: nothing found", () => {
  expect(unused({})).toEqual([]);
}, 60_000);
