import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../../local/config.ts";
import type { InvocationResult, LambdaService } from "../../../local/contracts.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { openChildren } from "../../../local/supervisor/children.ts";
import { runFirstBoot } from "../../../local/supervisor/first-boot.ts";
import { synthesise } from "../../../local/supervisor/synthesise.ts";
import { temporaryDirectory } from "./temporary.ts";

const addresses = { issuer: "http://127.0.0.1:4602", api: "http://127.0.0.1:4600" };

describe("configuration of a project", () => {
  test("placeholders, at any depth: the addresses of this run", () => {
    const directory = temporaryDirectory();
    const written = {
      name: "p",
      app: "true",
      context: { issuer: "{issuer}", list: ["{api}/x"] },
      firstBoot: [{ invoke: "F", payload: { from: "{issuer}" } }],
      readyMessage: "see {api}",
    };
    writeFileSync(join(directory, "local.config.json"), JSON.stringify(written));
    expect(readConfig(directory, addresses)).toMatchObject({
      context: { issuer: addresses.issuer, list: [`${addresses.api}/x`] },
      firstBoot: [{ invoke: "F", payload: { from: addresses.issuer } }],
      readyMessage: `see ${addresses.api}`,
      accounts: [],
    });
  });

  test("no configuration: one sentence that names the file", () => {
    expect(() => readConfig(temporaryDirectory(), addresses)).toThrow(/^Impossible de lire .*local\.config\.json/);
  });
});

describe("synthesis", () => {
  test("the app gets the context of cdk.json under that of the local configuration, and an empty directory", async () => {
    const projectDir = temporaryDirectory();
    writeFileSync(
      join(projectDir, "cdk.json"),
      JSON.stringify({ app: "other", context: { stage: "cdk", flag: true } }),
    );
    const outDir = join(projectDir, "out");
    const app = `mkdir "$CDK_OUTDIR" && printf '%s' "$CDK_CONTEXT_JSON" > "$CDK_OUTDIR/manifest.json" && printf '%s' "$CDK_DEFAULT_REGION" > region`;
    const place = { account: "000000000000", region: "eu-west-3" };
    for (const stage of ["first", "local"]) {
      await synthesise(openChildren(), { projectDir, app, context: { stage }, outDir, ...place });
    }
    expect(JSON.parse(readFileSync(join(outDir, "manifest.json"), "utf8"))).toEqual({ stage: "local", flag: true });
    expect(readFileSync(join(projectDir, "region"), "utf8")).toBe("eu-west-3");
  });

  test("an app that finds the disk full: one sentence, without the app's stack", async () => {
    const projectDir = temporaryDirectory();
    const app = "echo 'Error: ENOSPC: no space left on device, write' >&2; exit 1";
    const outDir = join(projectDir, "out");
    const request = { projectDir, app, context: {}, outDir, account: "000000000000", region: "eu-west-3" };
    await expect(synthesise(openChildren(), request)).rejects.toThrow(/^Le disque est plein[^\n]*relancez\.$/);
  });
});

describe("first boot", () => {
  const outputs = new Map([
    ["A.Setup", "arn:setup"],
    ["A.Twice", "arn:a"],
    ["B.Twice", "arn:b"],
  ]);
  const setup = [{ invoke: "Setup", payload: { n: 1 } }];

  function recorder(result: InvocationResult) {
    const invoked: unknown[] = [];
    const lambda: LambdaService = {
      invoke: async ({ functionArn, payload }) => {
        invoked.push([functionArn, payload]);
        return result;
      },
      invocations: () => [],
    };
    return { invoked, lambda };
  }

  test("an invocation that succeeds: run at the first boot, not at the next", async () => {
    const store = openStore(temporaryDirectory());
    const { lambda, invoked } = recorder({ payload: "null" });
    await runFirstBoot({ store, lambda, outputs }, setup);
    await runFirstBoot({ store, lambda, outputs }, setup);
    expect(invoked).toEqual([["arn:setup", '{"n":1}']]);
  });

  test("an invocation that fails: one sentence with what the function says, and run again at the next boot", async () => {
    const store = openStore(temporaryDirectory());
    const payload = JSON.stringify({ errorType: "RangeError", errorMessage: "too small" });
    const failing = recorder({ payload, functionError: "Unhandled" });
    await expect(runFirstBoot({ store, lambda: failing.lambda, outputs }, setup)).rejects.toThrow(
      "Au premier démarrage, la fonction «\u202fSetup\u202f» a échoué\u202f: too small (RangeError)",
    );
    const { lambda, invoked } = recorder({ payload: "null" });
    await runFirstBoot({ store, lambda, outputs }, setup);
    expect(invoked).toHaveLength(1);
  });

  test.each([
    ["an output of no stack", "Nobody", /n'existe dans aucune pile/],
    ["an output of two stacks", "Twice", /existe dans plusieurs piles/],
  ])("%s: refused by name", async (_, invoke, sentence) => {
    const { lambda, invoked } = recorder({ payload: "null" });
    const parts = { store: openStore(temporaryDirectory()), lambda, outputs };
    await expect(runFirstBoot(parts, [{ invoke, payload: {} }])).rejects.toThrow(sentence);
    expect(invoked).toEqual([]);
  });

  test("an output of two stacks, named with its stack: the right one", async () => {
    const { lambda, invoked } = recorder({ payload: "null" });
    const parts = { store: openStore(temporaryDirectory()), lambda, outputs };
    await runFirstBoot(parts, [{ invoke: "B.Twice", payload: {} }]);
    expect(invoked).toEqual([["arn:b", "{}"]]);
  });
});
