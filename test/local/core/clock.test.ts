import { execFileSync, spawnSync } from "node:child_process";
import { afterEach, describe, expect, test } from "@jest/globals";
import { preloadUrl } from "../../../local/clock/preload-url.ts";
import { openClock, parseAt, type VirtualClock } from "../../../local/clock/virtual-clock.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "./temporary.ts";

const opened: VirtualClock[] = [];
const AT = Date.parse("2026-03-31T13:59:00+02:00");

function clockIn(directory: string, at?: number): VirtualClock {
  const clock = openClock(openStore(directory), at);
  opened.push(clock);
  return clock;
}

afterEach(() => {
  for (const clock of opened.splice(0)) clock.close();
});

describe("virtual clock", () => {
  test("a first run without --at: starts at the real time", () => {
    const before = Date.now();
    const now = clockIn(temporaryDirectory()).now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now - before).toBeLessThan(60_000);
  });

  test("a run after a clean stop: continues where the last one ended, not at the real time", () => {
    const directory = temporaryDirectory();
    const first = clockIn(directory, AT);
    first.close();
    const last = first.now();
    const now = clockIn(directory).now();
    expect(now).toBeGreaterThanOrEqual(last - 50);
    expect(now - AT).toBeLessThan(60_000);
  });

  test("a run after a kill: no instant is given twice", () => {
    const directory = temporaryDirectory();
    const given = clockIn(directory, AT).now();
    expect(clockIn(directory).now()).toBeGreaterThan(given);
  });

  test("--at before what the data know: refused, with both instants", () => {
    const directory = temporaryDirectory();
    clockIn(directory, AT).close();
    expect(() => clockIn(directory, AT - 3_600_000)).toThrow(
      /^L'horloge ne recule pas.*31 mars 2026.*13:59:.*12:59:00.*--reset\.$/,
    );
  });

  test("--at after what the data know: accepted", () => {
    const directory = temporaryDirectory();
    clockIn(directory, AT).close();
    expect(clockIn(directory, AT + 86_400_000).now()).toBeGreaterThanOrEqual(AT + 86_400_000);
  });

  test.each([
    ["2026-03-31T13:59:00+02:00", AT],
    ["2026-03-31T11:59Z", AT],
  ])("%s: read as an instant", (text, instant) => {
    expect(parseAt(text)).toBe(instant);
  });

  test.each(["2026-03-31", "2026-03-31T13:59:00", "2026-02-30T10:00:00Z", "demain"])("%s: refused by name", (text) => {
    expect(() => parseAt(text)).toThrow(`«\u202f${text}\u202f» n'est pas un instant`);
  });
});

describe("preload", () => {
  const told = (script: string) =>
    JSON.parse(
      execFileSync(process.execPath, ["--import", preloadUrl({ now: () => AT }), "-e", script], { encoding: "utf8" }),
    );

  test("a child process: every way to ask Date for now tells virtual time", () => {
    const all = told(
      "console.log(JSON.stringify([Date.now(), new Date().getTime(), Date.parse(Date()), new (class extends Date {})().getTime()]))",
    );
    for (const instant of all) expect(Math.abs(instant - AT)).toBeLessThan(60_000);
  });

  test("a child process: a date with arguments, and the identity of Date, are as ever", () => {
    const script = `console.log(JSON.stringify([new Date(0).getTime(), new Date(2020, 0, 2) instanceof Date,
      new Date().constructor === Date, Date.UTC(1970, 0, 1), Date.length, Object.prototype.toString.call(new Date())]))`;
    expect(told(script)).toEqual([0, true, true, 0, 7, "[object Date]"]);
  });

  test("a clock that is set: the process tells the new instant", () => {
    const script =
      'globalThis[Symbol.for("local.clock.set")](86400000); console.log(new Date().toISOString().slice(0, 10))';
    const { stdout } = spawnSync(process.execPath, ["--import", preloadUrl({ now: () => AT }), "-e", script]);
    expect(stdout.toString()).toBe("1970-01-02\n");
  });
});
