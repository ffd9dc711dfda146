import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { keepSession } from "../../../cli/sign-in/session-file.ts";
import { alone } from "../../../cli/sign-in/session-lock.ts";
import { guichet } from "./run-guichet.ts";
import { openIdentityServer } from "./sign-in-server.ts";
import { api, folder, useTerminal } from "./terminal.ts";

useTerminal();

describe("commands that run at once", () => {
  test("both renew the session, whose tokens are good for one use: both succeed, and so does the next", async () => {
    const bothAsk = Promise.withResolvers<void>();
    let [discoveries, current, isOver] = [0, 1, false];
    const identity = await openIdentityServer({
      onDiscovery: () => {
        discoveries += 1;
        if (discoveries === 2) bothAsk.resolve();
      },
      // The first answer waits until the other command, too, is about to renew.
      token: async (asked) => {
        isOver ||= asked.get("refresh_token") !== `refresh-${current}`;
        if (isOver) return [400, { error: "invalid_grant" }];
        current += 1;
        const given = { access_token: `access-${current}`, refresh_token: `refresh-${current}` };
        await bothAsk.promise;
        return [200, given];
      },
    });
    try {
      api.on("GET /v1/segur/queue", [200, { items: [] }]);
      await keepSession(identity.issuer, "refresh-1");
      const env = { GUICHET_URL: api.url, GUICHET_ORGANISATION: "org-1", GUICHET_ISSUER: identity.issuer };
      const queue = () => guichet(["queue"], { ...env, XDG_CONFIG_HOME: folder });
      const ended = await Promise.all([queue(), queue()]);
      ended.push(await queue());
      expect(ended).toEqual(Array(3).fill({ code: 0, out: "Aucun dossier n'attend.\n", err: "" }));
      expect(identity.asked.map((asked) => asked.get("refresh_token"))).toEqual([
        "refresh-1",
        "refresh-2",
        "refresh-3",
      ]);
    } finally {
      bothAsk.resolve();
      await identity.close();
    }
  });
});

describe("the lock of the session", () => {
  const lock = () => join(folder, "lock");
  const held = "Une autre commande guichet tient la session : terminez-la, puis relancez celle-ci.";

  test("a work while another goes on: begins when that has ended, well or not", async () => {
    const told: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = alone(lock(), async () => {
      told.push("the first begins");
      await gate.promise;
      told.push("the first ends");
      throw new Error("badly");
    });
    const second = alone(lock(), async () => void told.push("the second"));
    gate.resolve();
    await expect(first).rejects.toThrow("badly");
    await second;
    expect(told).toEqual(["the first begins", "the first ends", "the second"]);
  });

  test("held beyond all patience: said; its holder killed: free", async () => {
    const holder = `
      import { alone } from ${JSON.stringify(resolve("cli/sign-in/session-lock.ts"))};
      await alone(${JSON.stringify(lock())}, () => new Promise(() => setInterval(() => console.log("held"), 5)));`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", holder]);
    try {
      await once(child.stdout, "data");
      await expect(alone(lock(), async () => "mine", 0)).rejects.toThrow(held);
    } finally {
      child.kill("SIGKILL");
    }
    await once(child, "exit");
    expect(await alone(lock(), async () => "mine", 0)).toBe("mine");
  });
});
