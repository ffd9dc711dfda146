import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readAssembly } from "../../../local/assembly/read-assembly.ts";
import { temporaryDirectory } from "../core/temporary.ts";

type Artifact = Readonly<Record<string, unknown>>;

function write(directory: string, artifacts: Record<string, Artifact>): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "manifest.json"), JSON.stringify({ version: "1", artifacts }));
  writeFileSync(join(directory, "empty.json"), JSON.stringify({ Resources: {} }));
}

const stack = (dependencies: readonly string[] = []): Artifact => ({
  type: "aws:cloudformation:stack",
  dependencies,
  properties: { templateFile: "empty.json", stackName: "named" },
});

describe("a cloud assembly", () => {
  test("stacks of a nested assembly and their dependencies: all read, each after those it depends on", () => {
    const directory = temporaryDirectory();
    const nested = join(directory, "assembly-Stage");
    write(directory, {
      Tree: { type: "cdk:tree" },
      Last: stack(["Stage", "First", "Last.assets"]),
      Stage: { type: "cdk:cloud-assembly", dependencies: ["First"], properties: { directoryName: "assembly-Stage" } },
      First: stack(),
    });
    write(nested, { Late: stack(["Early"]), Early: stack() });
    const stacks = readAssembly(directory);
    expect(stacks.map(({ id, dir }) => [id, dir])).toEqual([
      ["First", directory],
      ["Early", nested],
      ["Late", nested],
      ["Last", directory],
    ]);
    expect(stacks[0]?.name).toBe("named");
  });

  test("stacks that depend on each other: refused, with the cycle", () => {
    const directory = temporaryDirectory();
    write(directory, { A: stack(["B"]), B: stack(["A"]) });
    expect(() => readAssembly(directory)).toThrow("cycle de piles\u202f: A → B → A");
  });

  test("an artifact of an unknown type: refused by name", () => {
    const directory = temporaryDirectory();
    write(directory, { Odd: { type: "cdk:oddity" } });
    expect(() => readAssembly(directory)).toThrow("«\u202fOdd\u202f» de type cdk:oddity");
  });
});
