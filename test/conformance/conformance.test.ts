import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { judgeCases } from "./folder.ts";

const own = await judgeCases(join(import.meta.dirname, "cases"));
const recordings = join(import.meta.dirname, "../../../shared/asl-cases");
const recorded = existsSync(recordings) ? await judgeCases(recordings) : [];

describe("machines written for this project", () => {
  test.each(own)("$name: ends as expected, in what is soft too", ({ hard, soft }) => {
    expect(hard).toEqual([]);
    expect(Object.entries(soft).filter(([, agrees]) => !agrees)).toEqual([]);
  });
});

test(`${recorded.length} recordings of AWS${recorded.length === 0 ? ", not here" : ""}: status, output and error agree`, () => {
  expect(recorded.filter(({ hard }) => hard.length > 0)).toEqual([]);
  expect(recorded).toHaveLength(existsSync(recordings) ? 206 : 0);
});
