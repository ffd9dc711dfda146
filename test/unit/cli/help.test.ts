import { describe, expect, test } from "@jest/globals";
import { guichet } from "./run-guichet.ts";

describe("guichet", () => {
  test("without command: the commands, exit 0; with an unknown one: the same, exit 2", async () => {
    const [none, unknown] = await Promise.all([guichet([]), guichet(["destroy"])]);
    expect(none.err).toMatch(/^Usage : guichet <commande>.*verify/s);
    expect(none.code).toBe(0);
    expect(unknown.err).toMatch(/^Commande inconnue : destroy\.\nUsage : guichet/);
    expect([unknown.code, unknown.out]).toEqual([2, ""]);
  });

  test("an unknown command, asked in JSON: a failure as others, exit 2", async () => {
    const { code, out, err } = await guichet(["destroy", "--json"]);
    expect(JSON.parse(out)).toEqual({ failure: expect.stringMatching(/^Commande inconnue : destroy\./) });
    expect([code, err]).toEqual([2, ""]);
  });

  test.each([
    ["--help", "guichet <commande> [options]"],
    ["-h", "guichet <commande> [options]"],
    ["sign-in --help", "guichet sign-in"],
    ["dossier --help", "guichet dossier new"],
    ["dossier add d-1 --help", "guichet dossier new"],
    ["queue -h", "guichet queue"],
    ["decide settle --help", "guichet decide show"],
    ["verify --help", "guichet verify"],
    ["clock advance --help", "guichet clock"],
  ])("%s: the help on the standard output, exit 0", async (line, usage) => {
    const { code, out, err } = await guichet(line.split(" "));
    expect(out).toContain(`Usage : ${usage}`);
    expect([code, err]).toEqual([0, ""]);
  });
});
