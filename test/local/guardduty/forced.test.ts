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
    cloud.scans.force({ outcome, objects: 1, delaySeconds: 0 });
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
    before.scans.force({ outcome: "FAILED", objects: 2, delaySeconds: 0 });
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

describe("a scan that takes its time", () => {
  test("no result and no tag before it is over, also across a restart; what came after is not kept waiting", async () => {
    const dataDir = temporaryDirectory();
    const before = await openProtected({ dataDir });
    before.scans.force({ outcome: "NO_THREATS_FOUND", objects: 1, delaySeconds: 60 });
    const slow = await before.put("plain", "quarantine/slow");
    await before.put("plain", "quarantine/quick");
    await before.drained();
    expect(before.results()).toEqual(["NO_THREATS_FOUND"]);
    expect(await before.tagsOf(slow.Key, slow.VersionId)).toEqual({});
    await before.close();

    const after = await openProtected({ dataDir });
    after.clock.at += 59_999;
    expect(after.due.deliverNext()).toBe(false);
    after.clock.at += 1;
    expect(after.due.deliverNext()).toBe(true);
    await after.drained();
    expect(await after.tagsOf(slow.Key, slow.VersionId)).toEqual({ [TAG]: "NO_THREATS_FOUND" });
    expect(after.results()).toEqual(["NO_THREATS_FOUND", "NO_THREATS_FOUND"]);
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
      said: { forced: { outcome: "FAILED", objects: 1, delaySeconds: 0 } },
    });
    await post({ outcome: "UNSUPPORTED", objects: 3, delaySeconds: 60 });
    expect(scans.forced()).toEqual({ outcome: "UNSUPPORTED", objects: 3, delaySeconds: 60 });
    expect(await post({ outcome: "FAILED", objects: 0 })).toEqual({ status: 200, said: { forced: null } });
    expect(scans.forced()).toBeUndefined();
  });

  test.each([
    { outcome: "CLEAN" },
    { outcome: "FAILED", objects: -1 },
    { outcome: "FAILED", objects: 1.5 },
    { outcome: "FAILED", delaySeconds: -1 },
    { outcome: "FAILED", delaySeconds: 86_401 },
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
