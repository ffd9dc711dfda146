import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { segurRules } from "../../../../shared/domain/segur/registry.ts";
import { catalogue } from "./catalogue.ts";

const root = join(import.meta.dirname, "../../../..");

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } });

describe("npm run rules", () => {
  test("--json: each rule with what a program needs, a file that exists and each of its examples", () => {
    const { status, stdout } = run("cli/rules.ts", "--json");
    const registry = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(registry.map(({ id }: { id: string }) => id)).toEqual(segurRules.map(({ id }) => id));
    for (const { id, file, facts, tests } of registry) {
      expect(readFileSync(join(root, file), "utf8")).toContain(id);
      expect(Object.keys(facts[0])).toEqual(["key", "supplier", "label"]);
      const examples = tests.filter((title: string) => title.startsWith(`${id}#`));
      const published = catalogue?.rules.find((rule) => rule.id === id)?.cases.length ?? examples.length;
      expect(examples).toHaveLength(published);
      expect(published).toBeGreaterThan(0);
    }
  });

  test("without argument: one line a rule under a heading", () => {
    const lines = run("cli/rules.ts").stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(segurRules.length + 1);
    expect(lines[0]).toMatch(/^Règle +Article +Effet +Énoncé/);
    expect(lines[1]).toMatch(/^SEG-2-03 +§2, tableau, 3e ligne +décide +Aucune demande/);
  });

  test("one id: that rule, in words or as JSON", () => {
    const { stdout } = run("cli/rules.ts", "SEG-2-17");
    expect(stdout).toMatch(/^SEG-2-17, AF-BIO-SGL-Va1 V1.5, §2, dernier alinéa/);
    expect(stdout).toMatch(/Interprétation \(AMB-05\)/);
    expect(stdout).toMatch(/completeFileReceivedAt.*\(lu dans un registre\)/);
    expect(JSON.parse(run("cli/rules.ts", "SEG-2-17", "--json").stdout).id).toBe("SEG-2-17");
  });

  test.each([
    [["SEG-9-99"], /^Aucune règle ne porte l'identifiant «\u202fSEG-9-99\u202f»/],
    [["--xml"], /^Usage/],
    [["SEG-2-03", "SEG-2-16"], /^Usage/],
  ])("%j: one sentence on the error output, exit 1", (args, sentence) => {
    const { status, stdout, stderr } = run("cli/rules.ts", ...args);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(sentence);
  });
});

describe("the generated page of the procedure", () => {
  const page = readFileSync(join(root, "docs/procedures/segur.md"), "utf8");

  test("every relative link leads to a file", () => {
    const links = [...page.matchAll(/\]\((?<path>\.[^)]+)\)/g)].map(({ groups }) => groups!.path!);
    expect(links.length).toBeGreaterThan(segurRules.length);
    for (const link of links) expect([link, existsSync(join(root, "docs/procedures", link))]).toEqual([link, true]);
  });

  test("no label breaks the diagram that holds it", () => {
    const diagrams = [...page.matchAll(/```mermaid\n(?<text>.+?)```/gs)].map(({ groups }) => groups!.text!);
    expect(diagrams).toHaveLength(2);
    for (const line of diagrams.flatMap((text) => text.trimEnd().split("\n"))) {
      expect(line).toMatch(
        /^stateDiagram-v2$|^ {2}state "[^";:]+" as \w+$|^ {2}(\w+|\[\*\]) --> (\w+|\[\*\])(: [^;:]+)?$/,
      );
    }
  });
});
