import { execFile } from "node:child_process";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { VirtualClock } from "../../../local/clock/virtual-clock.ts";
import { openClockDoor } from "./open-clock-door.ts";

const START = Date.parse("2031-03-29T12:00:00+01:00");
let clock: VirtualClock;
let port: number;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await openClockDoor(START);
  ({ clock, port, close } = opened);
  opened.due.on("k", () => undefined);
  opened.due.add(Date.parse("2031-03-30T02:30:00+01:00"), "k", null);
  opened.due.start();
});
afterAll(() => close());

/** Runs the command as a person does; plain spaces. */
function guichet(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const all = ["cli/guichet.ts", "clock", ...args];
    execFile(process.execPath, all, { env: { ...process.env, NODE_OPTIONS: "" } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: (stdout + stderr).replaceAll("\u202f", " ").trim() }),
    );
  });
}
const at = () => ["--console", `http://127.0.0.1:${port}`];

/** A request whose headers a browser would not let a page choose. */
function post(headers: Record<string, string>, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path: "/clock", method: "POST", headers }, (response) =>
      resolve(response.resume().statusCode),
    );
    sent.on("error", reject).end(body);
  });
}

describe("guichet clock", () => {
  test("read, advanced over the night of the change to summer time, read again: Paris time, and what came due", async () => {
    expect(await guichet(...at())).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Il est : samedi 29 mars 2031 à 12:00/),
    });
    const advanced = await guichet("advance", "2031-03-30T12:00:00+02:00", ...at());
    expect(advanced.code).toBe(0);
    expect(advanced.said).toMatch(
      /^L'horloge est avancée : dimanche 30 mars 2031 à 12:00:00 .*Une échéance est passée\.$/,
    );
    expect(clock.now()).toBeGreaterThanOrEqual(Date.parse("2031-03-30T12:00:00+02:00"));
  });

  test("into the past: exit 1, and the reason; no instant: exit 2; no console there: exit 2", async () => {
    const past = await guichet("advance", "2031-03-01T00:00:00Z", ...at());
    expect(past).toMatchObject({ code: 1, said: expect.stringContaining("L'horloge ne recule pas") });
    const none = await guichet("advance", "demain", ...at(), "--json");
    expect(none.code).toBe(2);
    expect(JSON.parse(none.said).sentence).toContain("décalage");
    const silent = await guichet("--console", "http://127.0.0.1:9");
    expect(silent).toMatchObject({ code: 2, said: expect.stringContaining("ne répond pas") });
  });

  test("a word too many: the usage, exit 2", async () => {
    expect(await guichet("advance", "a", "b")).toMatchObject({ code: 2, said: expect.stringContaining("Usage") });
  });
});

describe("SEC-57: the door of the clock", () => {
  const json = { "content-type": "application/json" };
  const body = JSON.stringify({ to: "2031-12-01T00:00:00Z" });
  test.each<[string, Record<string, string>, number]>([
    ["a page of another origin", { ...json, origin: "https://evil.example" }, 403],
    ["a name that resolves to this machine", { ...json, host: "evil.example" }, 403],
    ["a form, which needs no leave of its browser", { "content-type": "text/plain" }, 400],
  ])("%s: refused, and the clock stays", async (_, headers, status) => {
    expect(await post(headers, body)).toBe(status);
    expect(clock.now()).toBeLessThan(Date.parse("2031-12-01T00:00:00Z"));
  });
});
