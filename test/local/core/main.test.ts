import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { takeLock } from "../../../local/supervisor/lock.ts";
import { freePorts, runLocal } from "./run-local.ts";
import { temporaryDirectory } from "./temporary.ts";

// A start that fails still starts and stops a Java machine.
jest.setTimeout(60_000);

const empty = { name: "empty", app: "true" };

/** Runs to the end; gives the exit code and what was written. */
async function outcome(directory: string, config: unknown, args: readonly string[], env = {}) {
  const run = runLocal(directory, config, args, env);
  return { code: await run.ended(), output: run.output().trim() };
}

describe("a start that cannot succeed: exit code 1 and one sentence", () => {
  test.each([
    ["an unknown option", ["--speed", "3"], "Option inconnue ou incomplète dans « --speed 3 » : voyez --help."],
    [
      "an instant without offset",
      ["--at", "2026-03-31T13:59"],
      "« 2026-03-31T13:59 » n'est pas un instant : donnez à --at une date, une heure et son décalage, par exemple « --at 2026-03-31T13:59:00+02:00 ».",
    ],
    [
      "a port out of range",
      ["--port", "80"],
      "« 80 » n'est pas un port utilisable : donnez à --port un nombre entre 1024 et 65435.",
    ],
  ])("%s", async (_, args, sentence) => {
    expect(await outcome(temporaryDirectory(), empty, args)).toEqual({ code: 1, output: sentence });
  });

  test("a port that another program holds", async () => {
    const first = await freePorts();
    const server = createServer().listen(first + 3, "127.0.0.1");
    await once(server, "listening");
    const { code, output } = await outcome(temporaryDirectory(), empty, ["--port", String(first)]);
    server.close();
    expect(code).toBe(1);
    expect(output).toBe(
      `Le port ${first + 3} est déjà utilisé : arrêtez le programme qui l'occupe, ou choisissez une autre série de ports avec --port (par exemple « npm start -- --port 4700 »).`,
    );
  });

  test("a second start on the same data", async () => {
    const directory = temporaryDirectory();
    const release = takeLock(join(directory, ".guichet"));
    const { code, output } = await outcome(directory, empty, ["--port", String(await freePorts())]);
    release();
    expect(code).toBe(1);
    expect(output).toMatch(/^Le nuage local fonctionne déjà sur .*\/\.guichet \(processus \d+\) : .*Ctrl-C.*\.$/);
  });

  test("no Java", async () => {
    const env = { PATH: "/nowhere" };
    const { code, output } = await outcome(temporaryDirectory(), empty, ["--port", String(await freePorts())], env);
    expect(code).toBe(1);
    expect(output.split("\n").at(-1)).toMatch(
      /^Java est absent de cette machine\. Installez .*apt install default-jdk-headless/,
    );
  });

  test("a synthesis that fails: with the app's own error", async () => {
    const failing = { name: "failing", app: "echo 'Error: no such shelf' >&2; exit 7" };
    const { code, output } = await outcome(temporaryDirectory(), failing, ["--port", String(await freePorts())]);
    expect(code).toBe(1);
    expect(output).toContain("(« echo 'Error: no such shelf' >&2; exit 7 », code 7)");
    expect(output.split("\n").at(-1)).toBe("Error: no such shelf");
  });

  test("a synthesis that writes nothing", async () => {
    const { code, output } = await outcome(temporaryDirectory(), empty, ["--port", String(await freePorts())]);
    expect(code).toBe(1);
    expect(output).toContain("n'a rien écrit dans CDK_OUTDIR");
  });

  test("a configuration with a name that does not exist", async () => {
    const { code, output } = await outcome(temporaryDirectory(), { ...empty, colour: "red" }, []);
    expect(code).toBe(1);
    expect(output).toMatch(/local\.config\.json n'est pas valable : \(racine\) \(.*colour.*\)\.$/);
  });

  test("a data directory that is a file", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, ".guichet"), "");
    const { code, output } = await outcome(directory, empty, []);
    expect(code).toBe(1);
    expect(output).toMatch(/^Impossible d'écrire dans .*\.guichet : vérifiez les droits de ce dossier\.$/);
  });
});

test("--help: the options, exit code 0, no data directory", async () => {
  const directory = temporaryDirectory();
  const { code, output } = await outcome(directory, empty, ["--help"]);
  expect(code).toBe(0);
  expect(output).toContain("--reset");
  expect(readdirSync(directory)).toEqual(["local.config.json"]);
});

test("--reset: what the data directory held is gone", async () => {
  const directory = temporaryDirectory();
  const data = join(directory, ".guichet");
  mkdirSync(join(data, "dynamodb"), { recursive: true });
  writeFileSync(join(data, "dynamodb", "old"), "");
  await outcome(directory, empty, ["--reset", "--port", String(await freePorts())]);
  expect(readdirSync(data)).not.toContain("lock");
  expect(readdirSync(join(data, "dynamodb"))).not.toContain("old");
});
