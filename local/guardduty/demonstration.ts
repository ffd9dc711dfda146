import type { Readable } from "node:stream";
import { infected, type Verdict, without } from "./verdict.ts";

/** In two parts, or antivirus software would take this file away. */
const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
/** A file that holds this, with the outcome in the place of the last word, gets the outcome. */
const TEST_STRING = /LOCAL-SCANNER-TEST:(THREATS_FOUND|UNSUPPORTED|ACCESS_DENIED|FAILED)/;
const PDF_ENCRYPTION = /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/;
const ZIP_ENTRY = "PK\x01\x02";
/** Where, in an entry of a ZIP's directory, the byte lies whose lowest bit says "encrypted". */
const ZIP_FLAGS = 8;
/** More characters than anything above spans: a find may lie across two chunks. */
const OVERLAP = 256;
const HEAD = 1024;

type Finder = (text: string) => Verdict | undefined;

/**
 * Scans in this process, for demonstrations: it knows the EICAR test file, its own test strings, and files under a password.
 * It opens no archive and no stream of a PDF.
 */
export async function demonstrationScan(bytes: Readable): Promise<Verdict> {
  let finders: readonly Finder[] | undefined;
  let tail = "";
  let found: Verdict | undefined;
  for await (const chunk of bytes) {
    const text = tail + Buffer.from(chunk).toString("latin1");
    finders ??= findersFor(text.slice(0, HEAD));
    found = graver(found, first(finders, text));
    tail = text.slice(-OVERLAP);
  }
  return found ?? without("NO_THREATS_FOUND");
}

/** In the order of their weight. */
function findersFor(head: string): readonly Finder[] {
  return [
    (text) => (text.includes(EICAR) ? infected("EICAR-Test-File") : undefined),
    testString,
    ...(head.includes("%PDF-") ? [(text: string) => unsupportedIf(PDF_ENCRYPTION.test(text))] : []),
    ...(head.startsWith("PK\x03\x04") ? [(text: string) => unsupportedIf(hasEncryptedEntry(text))] : []),
  ];
}

function first(finders: readonly Finder[], text: string): Verdict | undefined {
  for (const find of finders) {
    const verdict = find(text);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** A threat outweighs whatever was found before it. */
function graver(before: Verdict | undefined, now: Verdict | undefined): Verdict | undefined {
  return now?.outcome === "THREATS_FOUND" ? now : (before ?? now);
}

function testString(text: string): Verdict | undefined {
  switch (TEST_STRING.exec(text)?.[1]) {
    case "THREATS_FOUND":
      return infected("Local-Scanner-Test");
    case "UNSUPPORTED":
      return without("UNSUPPORTED");
    case "ACCESS_DENIED":
      return without("ACCESS_DENIED");
    case "FAILED":
      return without("FAILED");
    default:
      return undefined;
  }
}

function unsupportedIf(isEncrypted: boolean): Verdict | undefined {
  return isEncrypted ? without("UNSUPPORTED") : undefined;
}

function hasEncryptedEntry(text: string): boolean {
  for (let at = text.indexOf(ZIP_ENTRY); at !== -1; at = text.indexOf(ZIP_ENTRY, at + 1)) {
    if (text.charCodeAt(at + ZIP_FLAGS) & 1) return true;
  }
  return false;
}
