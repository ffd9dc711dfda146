import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { clamScan, succeeds } from "./clamav.ts";
import { demonstrationScan } from "./demonstration.ts";
import type { Verdict } from "./verdict.ts";

export interface Scanner {
  /** What it is, in French, for people. */
  readonly name: string;
  /** Rejects when the bytes cannot be read. */
  scan(bytes: Readable): Promise<Verdict>;
}

/** Commands of ClamAV, as a shell finds them. */
export interface ClamCommands {
  readonly daemon: string;
  readonly alone: string;
}

const SIGNATURES = fileURLToPath(new URL("eicar.ndb", import.meta.url));
const OPTIONS = ["--no-summary", "--stdout"];
const ALONE = [`--database=${SIGNATURES}`, "--alert-encrypted=yes", "--alert-exceeds-max=yes", ...OPTIONS];

/** Chooses the best scanner of this machine: ClamAV's daemon when it answers, ClamAV alone, or the demonstration. */
export async function openScanner(
  commands: ClamCommands = { daemon: "clamdscan", alone: "clamscan" },
): Promise<Scanner> {
  const { daemon, alone } = commands;
  if (await succeeds(daemon, ["--ping", "1"])) {
    return { name: "ClamAV, par son service", scan: (bytes) => clamScan(daemon, [...OPTIONS, "-"], bytes) };
  }
  if (await succeeds(alone, ["--version"])) {
    const name = "ClamAV, avec pour seule signature celle du fichier d'essai EICAR";
    return { name, scan: (bytes) => clamScan(alone, [...ALONE, "-"], bytes) };
  }
  return {
    name: "démonstration (ClamAV n'est pas installé) : ne reconnaît que des fichiers d'essai",
    scan: demonstrationScan,
  };
}
