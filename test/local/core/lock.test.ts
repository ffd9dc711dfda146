import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { takeLock } from "../../../local/supervisor/lock.ts";
import { temporaryDirectory } from "./temporary.ts";

const lockModule = new URL("../../../local/supervisor/lock.ts", import.meta.url).href;

describe("lock", () => {
  test("a second start on the same data: refused, naming the process that holds them", () => {
    const data = join(temporaryDirectory(), "data");
    const release = takeLock(data);
    expect(() => takeLock(data)).toThrow(`Le nuage local fonctionne déjà sur ${data} (processus ${process.pid})`);
    release();
    expect(existsSync(join(data, "lock"))).toBe(false);
    takeLock(data)();
  });

  test("the lock of a process that was killed: taken over", () => {
    const data = temporaryDirectory();
    const script = `import { takeLock } from "${lockModule}"; takeLock(${JSON.stringify(data)}); process.kill(process.pid, "SIGKILL");`;
    spawnSync(process.execPath, ["--input-type=module", "-e", script]);
    const killed = JSON.parse(readFileSync(join(data, "lock"), "utf8"));
    takeLock(data);
    expect(JSON.parse(readFileSync(join(data, "lock"), "utf8"))).not.toEqual(killed);
  });

  test("the lock of a dead process whose number another one bears now: taken over", () => {
    const data = temporaryDirectory();
    writeFileSync(join(data, "lock"), JSON.stringify({ pid: process.pid, startedAs: "1" }));
    expect(() => takeLock(data)).not.toThrow();
  });

  test("a new data directory: only its owner may enter", () => {
    const data = join(temporaryDirectory(), "data");
    takeLock(data);
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  test("a data directory that cannot be made: one sentence that names it", () => {
    const file = join(temporaryDirectory(), "file");
    writeFileSync(file, "");
    expect(() => takeLock(join(file, "data"))).toThrow(/^Impossible d'écrire dans .*vérifiez les droits/);
  });
});
