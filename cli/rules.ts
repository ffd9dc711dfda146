import { type RegistryEntry, readRegistry } from "./rules/registry.ts";
import { ruleInFrench, tableInFrench } from "./rules/wording.ts";
import { print, runProgram } from "./terminal/output.ts";

/** `rules`, `rules --json`, `rules <id>`, `rules <id> --json`: the registry, for a program or for a reader. */
function main(words: readonly string[]): number {
  const json = words.includes("--json");
  const [id, ...others] = words.filter((word) => word !== "--json");
  const registry = readRegistry();
  if (others.length > 0 || id?.startsWith("-")) {
    console.error("Usage\u202f: npm run -s rules -- [identifiant] [--json]");
    return 1;
  }
  if (id === undefined) {
    print(json ? JSON.stringify(registry, null, 2) : tableInFrench(registry));
    return 0;
  }
  const entry = registry.find((candidate) => candidate.id === id);
  if (entry === undefined) {
    console.error(unknownRule(id, registry));
    return 1;
  }
  print(json ? JSON.stringify(entry, null, 2) : ruleInFrench(entry));
  return 0;
}

function unknownRule(id: string, registry: readonly RegistryEntry[]): string {
  const [first, last] = [registry[0]?.id, registry.at(-1)?.id];
  return `Aucune règle ne porte l'identifiant «\u202f${id}\u202f»\u202f: le registre en compte ${registry.length}, de ${first} à ${last}.`;
}

await runProgram(() => main(process.argv.slice(2)));
