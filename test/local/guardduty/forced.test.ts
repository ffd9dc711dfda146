import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startConsole } from "../../../local/console/start.ts";
import type { ConsoleState } from "../../../local/console/state.ts";
import { answerScanner } from "../../../local/guardduty/scanner-door.ts";
import { Scans } from "../../../local/guardduty/scans.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { freePort, temporaryDirectory } from "../iam-cloud.ts";
import { openProtected, TAG } from "./open-guardduty.ts";

describe("a forced outcome", () => {
  test.each([
    ["NO_THREATS_FOUND", "COMPLETED"],
    ["THREATS_FOUND", "COMPLETED"],
    ["UNSUPPORTED", "SKIPPED"],
    ["ACCESS_DENIED", "SKIPPED"],
    ["FAILED", "FAILED"],
  ] as const)("%s: the next object gets it, with status %s; the one after is scanned", async (outcome, scanStatus) => {
    const cloud = await openProtected();
    cloud.scans.force(outcome, 1);
    const { Key, VersionId } = await cloud.put("LOCAL-SCANNER-TEST:UNSUPPORTED");
    await cloud.drained();
    expect(await cloud.tagsOf(Key, VersionId)).toEqual({ [TAG]: outcome });
    expect(cloud.bus()[0]?.detail).toMatchObject({ scanStatus, scanResultDetails: { scanResultStatus: outcome } });
    await cloud.put("plain");
    await cloud.drained();
    expect(cloud.results()).toEqual(["NO_THREATS_FOUND", outcome]);
  });

  test("for two objects, across a restart; an object beside the plan does not use it up", async () => {
    const dataDir = temporaryDirectory();
    const before = await openProtected({ dataDir });
    before.scans.force("FAILED", 2);
    await before.put("plain");
    await before.put("plain", "elsewhere/k");
    await before.drained();
    await before.close();
    const after = await openProtected({ dataDir });
    for (const key of ["quarantine/b", "quarantine/c"]) await after.put("plain", key);
    await after.drained();
    expect(after.results()).toEqual(["NO_THREATS_FOUND", "FAILED", "FAILED"]);
  });
});

describe("POST /scanner", () => {
  const scans = new Scans(openStore(temporaryDirectory()));
  let port: number;
  let door: Awaited<ReturnType<typeof startConsole>>;

  beforeAll(async () => {
    port = await freePort();
    const clock = { now: () => Date.UTC(2031, 4, 5) };
    const executions = { get: () => undefined, history: () => [] };
    const inbox = { list: () => [], find: () => undefined };
    const posts = { "/scanner": answerScanner.bind(undefined, scans) };
    door = await startConsole({ port, clock, state: () => ({}) as ConsoleState, inbox, executions, posts });
  });
  afterAll(() => door.close());

  const json = { "content-type": "application/json" };
  const post = (body: unknown, headers: Record<string, string> = json) =>
    new Promise<{ status: number; said: { sentence?: string } }>((resolve, reject) => {
      const options = { host: "127.0.0.1", port, path: "/scanner", method: "POST", headers };
      const sent = request(options, async (response) => {
        const text = (await response.toArray()).join("");
        resolve({ status: response.statusCode ?? 0, said: text.startsWith("{") ? JSON.parse(text) : {} });
      });
      sent.on("error", reject).end(JSON.stringify(body));
    });

  test("one object without a number, as many as asked with one, none with 0", async () => {
    expect(await post({ outcome: "FAILED" })).toEqual({
      status: 200,
      said: { forced: { outcome: "FAILED", objects: 1 } },
    });
    await post({ outcome: "UNSUPPORTED", objects: 3 });
    expect(scans.forced()).toEqual({ outcome: "UNSUPPORTED", objects: 3 });
    expect(await post({ outcome: "FAILED", objects: 0 })).toEqual({ status: 200, said: { forced: null } });
    expect(scans.forced()).toBeUndefined();
  });

  test.each([
    { outcome: "CLEAN" },
    { outcome: "FAILED", objects: -1 },
    { outcome: "FAILED", objects: 1.5 },
    {},
    [],
    null,
  ])("%j: 400 with what to give, and nothing is forced", async (body) => {
    const { status, said } = await post(body);
    expect(status).toBe(400);
    expect(said.sentence).toMatch(/^Donnez en JSON l'issue voulue, parmi NO_THREATS_FOUND, /);
    expect(scans.forced()).toBeUndefined();
  });

  test.each<[string, Record<string, string>, number]>([
    ["a page of another origin", { ...json, origin: "https://evil.example" }, 403],
    ["a name that resolves to this machine", { ...json, host: "evil.example" }, 403],
    ["a form, which needs no leave of its browser", { "content-type": "text/plain" }, 400],
  ])("SEC-57: %s: refused, and nothing is forced", async (_, headers, expected) => {
    expect((await post({ outcome: "NO_THREATS_FOUND" }, headers)).status).toBe(expected);
    expect(scans.forced()).toBeUndefined();
  });
});
