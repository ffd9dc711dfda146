import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { guichetInto } from "./run-guichet.ts";
import { openIdentityServer } from "./sign-in-server.ts";
import { api, folder, useTerminal } from "./terminal.ts";

useTerminal();

const lost = (code: string) => `Le résultat n'a pas pu être écrit (${code}) : ce qui a été demandé a pu être fait.\n`;
const signedIn = () => ({ GUICHET_URL: api.url, GUICHET_TOKEN: "token-1", GUICHET_ORGANISATION: "org-1" });
const chain = "docs/vectors/chain.json";

describe("a result that cannot be written", () => {
  test.each([["dossier receipt d-1 --html"], ["dossier status --json"], ["dossier status"]])(
    "guichet %s: said, exit 2",
    async (line) => {
      api.on("GET /v1/segur/dossiers/d-1/receipt", [200, "<!doctype html>"]);
      api.on("GET /v1/segur/dossiers", [200, { items: [] }]);
      const ended = await guichetInto("/dev/full", line.split(" "), { env: signedIn() });
      expect(ended).toEqual({ code: 2, out: "", err: lost("ENOSPC") });
    },
  );

  test("a refusal, in JSON: exit 2, not the 1 of what is lost", async () => {
    const ended = await guichetInto("/dev/full", ["queue", "--json"], { env: signedIn() });
    expect(ended).toEqual({ code: 2, out: "", err: lost("ENOSPC") });
  });

  test("a verdict, the help, a rule: said, exit 2", async () => {
    expect(await guichetInto("/dev/full", ["verify", chain])).toMatchObject({ code: 2, err: lost("ENOSPC") });
    expect(await guichetInto("/dev/full", ["verify", "--help"])).toMatchObject({ code: 2, err: lost("ENOSPC") });
    const program = "cli/rules.ts";
    expect(await guichetInto("/dev/full", ["SEG-2-17"], { program })).toMatchObject({ code: 2, err: lost("ENOSPC") });
  });

  test("the token of a sign-in: said, exit 2; the session is kept, and gives another", async () => {
    const identity = await openIdentityServer();
    try {
      identity.tokenAnswers.push([200, { access_token: "access-1", refresh_token: "refresh-1" }]);
      const env = { XDG_CONFIG_HOME: folder, GUICHET_ISSUER: identity.issuer };
      const ended = await guichetInto("/dev/full", ["sign-in", "--as", "camille", "--print"], { env });
      expect(ended).toMatchObject({ code: 2, err: lost("ENOSPC") });
      expect(readFileSync(join(folder, "guichet", "session.json"), "utf8")).toContain("refresh-1");
    } finally {
      await identity.close();
    }
  });

  test("a page of which the disk takes but the beginning: said, exit 2", async () => {
    api.on("GET /v1/segur/dossiers/d-1/receipt", [200, "x".repeat(5_000)]);
    const place = join(folder, "page.html");
    const before = "trap '' XFSZ; ulimit -f 1";
    const ended = await guichetInto(place, ["dossier", "receipt", "d-1", "--html"], { env: signedIn(), before });
    expect(ended).toMatchObject({ code: 2, err: lost("EFBIG") });
    expect(readFileSync(place, "utf8")).toMatch(/^x+$/);
  });

  test("a reader that has left, as a pager that was closed: nothing is said, exit 0", async () => {
    api.on("GET /v1/segur/dossiers/d-1/receipt", [200, "x".repeat(5_000)]);
    const child = spawn(process.execPath, ["cli/guichet.ts", "dossier", "receipt", "d-1", "--html"], {
      env: { PATH: process.env.PATH, ...signedIn() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    const [[code], said] = await Promise.all([once(child, "exit"), text(child.stderr)]);
    expect([code, said]).toEqual([0, ""]);
  });
});
