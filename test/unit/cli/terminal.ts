import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, jest } from "@jest/globals";
import type { Command } from "../../../cli/command.ts";
import { type Api, openApi } from "./api-server.ts";

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ");

/** Gathers what is printed: `out` its lines, or texts of several lines, on the standard output; `err` the same of the other. */
export function catchOutput(out: string[], err: string[], read = (text: string): string => text): void {
  jest.spyOn(process.stdout, "write").mockImplementation((text) => text === "\n" || out.push(read(String(text))) > 0);
  jest.spyOn(console, "error").mockImplementation((line) => void err.push(read(String(line))));
}

/** Opened for each test of the file that calls `useTerminal`: a service, and the terminal of one who is signed in there. */
export let api: Api;
export let folder: string;
export let out: string[];
export let err: string[];

export function useTerminal(): void {
  beforeEach(async () => {
    api = await openApi();
    folder = mkdtempSync(join(tmpdir(), "guichet-cli-"));
    [out, err] = [[], []];
    Object.assign(process.env, { GUICHET_URL: api.url, GUICHET_TOKEN: "token-1", GUICHET_ORGANISATION: "org-1" });
    process.env.XDG_CONFIG_HOME = folder;
    catchOutput(out, err, plain);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const name of ["GUICHET_URL", "GUICHET_TOKEN", "GUICHET_ORGANISATION", "GUICHET_ISSUER", "XDG_CONFIG_HOME"]) {
      delete process.env[name];
    }
    rmSync(folder, { recursive: true });
    await api.close();
  });
}

/** Runs a command as from a shell. */
export const run = (command: Command, ...args: readonly string[]): Promise<number> => command.run(args);

/** What was printed, as a program reads it. */
export const printed = (): unknown => JSON.parse(out.join("\n"));
