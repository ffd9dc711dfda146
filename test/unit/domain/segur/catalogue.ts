import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Catalogue = Readonly<{
  rules: readonly {
    id: string;
    needs: readonly string[];
    cases: readonly { given: Readonly<Record<string, unknown>>; expect: string }[];
  }[];
  lifecycle: readonly { procedure: string; from: string; to: string; rule: string }[];
}>;

const path = join(import.meta.dirname, "../../../../../shared/rules/SEG.yaml");

/** The catalogue of rules as published, where it lies beside the project; undefined elsewhere. */
export const catalogue: Catalogue | undefined = existsSync(path)
  ? (await import("yaml")).parse(readFileSync(path, "utf8"))
  : undefined;
