import { describe, expect, test } from "@jest/globals";
import { plant, project } from "./planted.ts";
import { type Source, sourcesBelow } from "./sources.ts";

/** What the linter does not count: whole files, and the files of handlers, which are tables of contents. */
const limits = { file: 200, handler: 60 } as const;
const product = ["shared", "functions", "infra", "local", "cli", "docs"];
const source = /\.(ts|mjs|cjs)$/;

const linesOf = (text: string) => text.replace(/\n$/, "").split("\n").length;
const isHandler = ({ path, text }: Source) => path.startsWith("functions/") && /^export .*\bhandler\b/m.test(text);

function tooLong(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((one) => {
    const lines = linesOf(one.text);
    const limit = isHandler(one) ? limits.handler : limits.file;
    return lines > limit ? [`${one.path}: ${lines} lines, ${limit} at most`] : [];
  });
}

describe("sizes", () => {
  test("a file of 201 lines and a handler of 61: found; of 200 and 60, and a helper of 61 beside it: not", () => {
    const constants = (lines: number) =>
      Array.from({ length: lines }, (_, n) => `export const c${n} = ${n};\n`).join("");
    const directory = plant({
      "shared/longest.ts": constants(200),
      "shared/longer.ts": constants(201),
      "functions/segur/read.ts": `${constants(59)}export const handler = c0;\n`,
      "functions/segur/list.ts": `${constants(60)}export const handler = c0;\n`,
      "functions/segur/listen.ts": `${constants(60)}export async function handler() {}\n`,
      "functions/segur/rights.ts": constants(61),
    });
    expect(tooLong(sourcesBelow(directory, ["shared", "functions"], source)).toSorted()).toEqual([
      "functions/segur/list.ts: 61 lines, 60 at most",
      "functions/segur/listen.ts: 61 lines, 60 at most",
      "shared/longer.ts: 201 lines, 200 at most",
    ]);
  });

  test("the product: no file beyond 200 lines, no handler beyond 60", () => {
    const sources = sourcesBelow(project, product, source);
    expect(sources.filter(isHandler).length).toBeGreaterThan(0);
    expect(tooLong(sources)).toEqual([]);
  });
});
