import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildSync } from "esbuild";
import { bundleOptions } from "../../infra/bundles.ts";
import { features } from "../support/pdf/active.ts";
import { baits } from "../support/pdf/baits.ts";
import { bombs } from "../support/pdf/bombs.ts";
import { pdf, plain } from "../support/pdf/crafted.ts";
import { document } from "../support/pdf/honest.ts";
import { traced } from "./traced.ts";

const project = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "cage-"));
const bundle = join(directory, "index.mjs");
afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeAll(() => {
  const entryPoints = [join(project, "functions/documents/inspect-piece.ts")];
  buildSync({ ...bundleOptions, absWorkingDir: project, entryPoints, outfile: bundle });
}, 60_000);

/** The paths of files on disk, in their order. */
function written(files: readonly (Uint8Array | string)[]): readonly string[] {
  return files.map((bytes, index) => {
    const path = join(directory, `piece-${index}.pdf`);
    writeFileSync(path, bytes);
    return path;
  });
}

const read = (result: unknown) => expect.objectContaining({ text: expect.objectContaining({ status: result }) });

describe("SEC-21: the function that inspects, as it is bundled, under a trace of its system calls", () => {
  test("honest files and files that name others: each is read, nothing else is opened, no connection is tried", async () => {
    const honest = await document([[50, 50, "SIRET 732 829 320 00074"]], [[50, 50, "Fait à Paris"]]);
    const { answers, strayed } = traced(directory, bundle, written([honest, ...Object.values(baits)]));
    expect(strayed).toEqual([]);
    expect(answers).toEqual(Array.from({ length: 1 + Object.keys(baits).length }, () => read("read")));
  }, 60_000);

  test("active contents and bombs: each has its answer, nothing else is opened, no connection is tried", () => {
    const active = features.map(({ objects }) => pdf({ ...plain, ...objects }));
    const files = [...active, ...Object.values(bombs).map(([, make]) => make())];
    const { answers, strayed } = traced(directory, bundle, written(files));
    expect(strayed).toEqual([]);
    expect(answers).toEqual(files.map(() => expect.objectContaining({ inspection: expect.anything() })));
  }, 180_000);

  test.each([
    ["reads another file", 'readFileSync("/etc/hostname")', "reads /etc/hostname"],
    ["writes a file", 'writeFileSync("/tmp/cage-planted", "a")', "writes /tmp/cage-planted"],
    ["starts a program", 'execFileSync("true")', "execve("],
    ["connects", 'connect(9, "127.0.0.1").on("error", () => {})', "socket(AF_INET"],
  ])(
    "a bundle that %s: seen",
    (_, act, call) => {
      const planted = join(directory, "planted.mjs");
      const imports =
        'import{readFileSync,writeFileSync}from"node:fs";import{execFileSync}from"node:child_process";import{connect}from"node:net";';
      writeFileSync(planted, `${imports}\n${act};`);
      const { strayed } = traced(directory, planted, written(["a"]));
      expect(strayed).toContainEqual(expect.stringContaining(call));
      rmSync("/tmp/cage-planted", { force: true });
    },
    60_000,
  );
});
