import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { segurRules } from "../shared/domain/segur/registry.ts";
import { digestOfRules } from "../shared/kernel/rule-digest.ts";
import { faultsPage } from "./generate/faults-page.ts";
import { segurPage } from "./generate/segur-page.ts";
import { openapiDocument } from "./openapi/document.ts";

const root = join(import.meta.dirname, "..");
const digestFile = "shared/domain/segur/rules-digest.ts";

/** Every generated file, by its path from the root. The same tables always give the same bytes. */
const generated: ReadonlyMap<string, string> = new Map([
  ["docs/procedures/segur.md", segurPage()],
  ["docs/faults.md", faultsPage()],
  [digestFile, withDigest(textOf(digestFile), digestOfRules(segurRules))],
  ["functions/api/openapi.json", `${JSON.stringify(openapiDocument(), null, 2)}\n`],
]);

/** `npm run docs` writes what differs; `npm run docs -- --check` only names it, and exits 1. */
function main(check: boolean): number {
  const stale = [...generated].filter(([path, text]) => textOf(path) !== text);
  for (const [path, text] of stale) {
    console.log(check ? `${path} is stale: run npm run docs` : `${path} written`);
    if (!check) writeFileSync(join(root, path), text);
  }
  return check && stale.length > 0 ? 1 : 0;
}

function textOf(path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
}

function withDigest(source: string, digest: string): string {
  return source.replace(/"[0-9a-f]{64}"/, `"${digest}"`);
}

process.exitCode = main(process.argv.includes("--check"));
