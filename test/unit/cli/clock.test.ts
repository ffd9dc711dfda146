import { describe, expect, test } from "@jest/globals";
import { clock } from "../../../cli/commands/clock.ts";
import { api, err, out, printed, run, useTerminal } from "./terminal.ts";

useTerminal();

describe("guichet clock", () => {
  test.each(["https://127.0.0.1:4603", "localhost:4603", "4603", "file:///etc/hosts"])(
    "the console %s: no address that it can have, 2",
    async (address) => {
      const sentence = "L'adresse de la console doit commencer par http://, par exemple http://127.0.0.1:4603.";
      expect([await run(clock, "--console", address), err]).toEqual([2, [sentence]]);
      expect(await run(clock, "advance", "2022-12-28T09:00:00+01:00", "--console", address, "--json")).toBe(2);
      expect(printed()).toEqual({ sentence });
    },
  );

  test("to what the console takes for no instant: one as the command takes it, 2", async () => {
    api.on("POST /clock", [400, { sentence: "Donnez l'instant en JSON." }]);
    expect(await run(clock, "advance", "demain", "--console", api.url)).toBe(2);
    expect(out).toEqual([]);
    expect(err).toEqual([
      [
        "« demain » n'est pas un instant : écrivez le jour, l'heure et le décalage, par exemple",
        "  guichet clock advance 2022-12-28T09:00:00+01:00",
      ].join("\n"),
    ]);
  });
});
