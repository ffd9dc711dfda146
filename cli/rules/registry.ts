import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { segurRules } from "../../shared/domain/segur/registry.ts";
import { describeFact, type Supplier } from "../../shared/kernel/facts.ts";
import type { Effect, Rule } from "../../shared/kernel/rule.ts";
import type { Provenance, Source } from "../../shared/kernel/source.ts";

const root = join(import.meta.dirname, "../..");
const rulesFolder = "shared/domain/segur/rules";
const testsFolder = "test/unit/domain/segur";

/** A rule as the command line and the documentation list it: paths from the root of the project, titles of its tests. */
export type RegistryEntry = Readonly<{
  id: string;
  source: Source;
  sentence: string;
  effect: Effect;
  provenance: Provenance;
  facts: readonly Readonly<{ key: string; label: string; supplier: Supplier }>[];
  file: string;
  tests: readonly string[];
}>;

/** Every rule built, in the order of the text. Files are found by the rule's id, tests by the titles that begin with it. */
export function readRegistry(): readonly RegistryEntry[] {
  const files = textsIn(rulesFolder);
  const titles = [...textsIn(testsFolder).values()].flatMap(testTitles);
  return segurRules.map((rule) => ({
    id: rule.id,
    source: rule.source,
    sentence: rule.sentence,
    effect: rule.effect,
    provenance: rule.provenance,
    facts: factsOf(rule),
    file: fileOf(rule, files),
    tests: titles.filter((title) => title.startsWith(`${rule.id}#`) || title.startsWith(`${rule.id}:`)),
  }));
}

function factsOf({ facts }: Rule): RegistryEntry["facts"] {
  return Object.entries(facts.shape).map(([key, schema]) => ({ key, ...describeFact(schema) }));
}

function fileOf({ id }: Rule, files: ReadonlyMap<string, string>): string {
  const [file] = [...files].find(([, text]) => text.includes(`id: "${id}"`)) ?? [];
  if (file === undefined) throw new Error(`no file of ${rulesFolder} declares ${id}`);
  return file;
}

function testTitles(text: string): readonly string[] {
  return [...text.matchAll(/(?<!describe\()"(?<title>SEG-[\w.-]+[#:][^"]*)"/g)].map(
    ({ groups }) => groups?.title ?? "",
  );
}

/** The text of each TypeScript file of a folder, by its path from the root, in the order of their names. */
function textsIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".ts"));
  return new Map(names.sort().map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name), "utf8")]));
}
