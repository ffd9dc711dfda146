import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { bombs } from "../../support/pdf/bombs.ts";

const measured = z.strictObject({ ended: z.string(), grownMiB: z.number(), next: z.string() });
const script = fileURLToPath(new URL("../../support/pdf/measure.ts", import.meta.url));
let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "bombs-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("SEC-24: a bomb ends by a limit, costs no more memory than a file, and the next file passes", () => {
  test.each(Object.entries(bombs))(
    "%s",
    (name, [reason, make]) => {
      const path = join(directory, `${name}.pdf`);
      writeFileSync(path, make());
      const { stdout, stderr } = spawnSync(process.execPath, [script, path], { encoding: "utf8", timeout: 60_000 });
      expect(stderr).toBe("");
      const { ended, grownMiB, next } = measured.parse(JSON.parse(stdout));
      expect({ ended, next }).toEqual({ ended: reason, next: "inspected" });
      expect(grownMiB).toBeLessThanOrEqual(64);
    },
    90_000,
  );
});
