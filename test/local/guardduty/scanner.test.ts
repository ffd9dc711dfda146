import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { demonstrationScan } from "../../../local/guardduty/demonstration.ts";
import { openScanner } from "../../../local/guardduty/scanner.ts";
import { temporaryDirectory } from "../core/temporary.ts";
import { EICAR } from "./open-guardduty.ts";

const ABSENT = "/nowhere/no-such-command";
const bytesOf = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk, "latin1")));
const encryptedPdf = "%PDF-1.7\ntrailer << /Root 1 0 R /Encrypt 7 0 R >>";
/** Head of a ZIP, then an entry of its directory with the given flags. */
const zip = (flags: number) => `PK\x03\x04 data PK\x01\x02\x14\x00\x14\x00${String.fromCharCode(flags)}\x00`;

/** A command that answers as a scanner would. */
function command(script: string): string {
  const path = join(temporaryDirectory(), "scanner");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
const scanWith = async (script: string, content = "x") => {
  const { scan } = await openScanner({ daemon: ABSENT, alone: command(`[ "$1" = --version ] && exit 0\n${script}`) });
  return await scan(bytesOf(content));
};

describe("the demonstration scanner", () => {
  test.each([
    ["plain bytes", ["%PDF-1.7 /EncryptMetadata true"], "NO_THREATS_FOUND"],
    ["nothing at all", [], "NO_THREATS_FOUND"],
    ["EICAR", [EICAR], "THREATS_FOUND"],
    ["EICAR inside a file, across two chunks", [`%PDF-1.7 ${EICAR.slice(0, 30)}`, EICAR.slice(30)], "THREATS_FOUND"],
    ["EICAR after an encryption", [encryptedPdf, "x".repeat(5000), EICAR], "THREATS_FOUND"],
    ["a PDF under a password", [encryptedPdf], "UNSUPPORTED"],
    ["the same words in another file", [encryptedPdf.slice(9)], "NO_THREATS_FOUND"],
    ["a ZIP with an encrypted entry", [zip(9)], "UNSUPPORTED"],
    ["a ZIP without", [zip(8)], "NO_THREATS_FOUND"],
    ["its test string for a failure", ["LOCAL-SCANNER-TEST:FAILED"], "FAILED"],
    ["its test string for a refusal", ["LOCAL-SCANNER-TEST:ACCESS_DENIED"], "ACCESS_DENIED"],
    ["its test string for the unsupported", ["LOCAL-SCANNER-TEST:UNSUPPORTED"], "UNSUPPORTED"],
    ["its test string for a threat", ["LOCAL-SCANNER-TEST:THREATS_FOUND"], "THREATS_FOUND"],
    ["a file that calls itself clean", [`LOCAL-SCANNER-TEST:NO_THREATS_FOUND ${EICAR}`], "THREATS_FOUND"],
  ])("%s: as announced", async (_, chunks, outcome) => {
    expect(await demonstrationScan(bytesOf(...chunks))).toMatchObject({ outcome });
  });

  test("bytes that cannot be read to their end: no verdict", async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from("clean so far");
        throw new Error("disk");
      })(),
    );
    await expect(demonstrationScan(broken)).rejects.toThrow("disk");
  });
});

describe("SEC-09: a command of ClamAV", () => {
  test.each([
    ["exit 0: clean", "cat > /dev/null; echo 'stdin: OK'", { outcome: "NO_THREATS_FOUND", threats: [] }],
    [
      "exit 1 with a name: a threat",
      "echo 'stdin: Bad.Thing.UNOFFICIAL FOUND'; exit 1",
      { outcome: "THREATS_FOUND", threats: ["Bad.Thing"] },
    ],
    [
      "exit 1 for encryption: unsupported",
      "echo 'stdin: Heuristics.Encrypted.PDF FOUND'; exit 1",
      { outcome: "UNSUPPORTED" },
    ],
    [
      "exit 1 for a limit: unsupported",
      "echo 'stdin: Heuristics.Limits.Exceeded.MaxFileSize FOUND'; exit 1",
      { outcome: "UNSUPPORTED" },
    ],
    ["exit 1 without a name: not scanned", "exit 1", { outcome: "FAILED" }],
    ["exit 2: not scanned", "echo 'stdin: OK'; exit 2", { outcome: "FAILED", threats: [] }],
    ["killed: not scanned", "kill -9 $$", { outcome: "FAILED" }],
  ])("%s", async (_, script, verdict) => {
    expect(await scanWith(script)).toMatchObject(verdict);
  });

  test("one that stops reading a large file: its exit decides", async () => {
    expect(await scanWith("exit 2", "x".repeat(5_000_000))).toMatchObject({ outcome: "FAILED" });
  });

  test("the daemon when it answers, else the command alone, else the demonstration, which says so", async () => {
    const up = command("exit 0");
    const down = command("exit 2");
    expect((await openScanner({ daemon: up, alone: up })).name).toContain("par son service");
    expect((await openScanner({ daemon: down, alone: up })).name).toContain("pour seule signature");
    expect((await openScanner({ daemon: down, alone: down })).name).toContain("démonstration");
    expect((await openScanner({ daemon: ABSENT, alone: ABSENT })).name).toContain("démonstration");
  });
});

const installed = await openScanner({ daemon: ABSENT, alone: "clamscan" });

describe(`the scanner of this machine: ${installed.name}`, () => {
  test.each([
    ["EICAR in a PDF", `%PDF-1.7\n${EICAR}`, "THREATS_FOUND", 1],
    ["plain bytes", "plain", "NO_THREATS_FOUND", 0],
  ])("%s: told as it is", async (_, content, outcome, threats) => {
    const verdict = await installed.scan(bytesOf(content));
    expect([verdict.outcome, verdict.threats.length]).toEqual([outcome, threats]);
  });
});
