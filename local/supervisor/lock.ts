import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { codeOf } from "./error-code.ts";
import { fullDisk, Refusal } from "./refusal.ts";

const Holder = z.object({ pid: z.int().positive(), startedAs: z.string() });

/**
 * Takes the data directory (created with mode 0700) for this process. Returns the function that gives it back.
 * Throws a Refusal when a living process holds it, or when the directory cannot be written; the lock of a dead process
 * (killed, power cut) is taken over.
 */
export function takeLock(dataDir: string): () => void {
  const file = join(dataDir, "lock");
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    acquire(dataDir, file);
  } catch (error) {
    throw error instanceof Refusal ? error : unwritable(dataDir, error);
  }
  return () => rmSync(file, { force: true });
}

function acquire(dataDir: string, file: string): void {
  const mine = JSON.stringify({ pid: process.pid, startedAs: startOf(process.pid) });
  if (created(file, mine)) return;
  const holder = holderOf(file);
  if (holder !== undefined) throw held(dataDir, holder);
  rmSync(file, { force: true });
  if (!created(file, mine)) throw held(dataDir, holderOf(file) ?? "inconnu");
}

function created(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Process id that holds the lock, or undefined when that process is gone. */
function holderOf(file: string): number | undefined {
  const holder = Holder.safeParse(contentOf(file));
  if (!holder.success) return undefined;
  const { pid, startedAs } = holder.data;
  return startOf(pid) === startedAs && isAlive(pid) ? pid : undefined;
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Start time of a process where the system tells it (Linux), so that a reused process id is not taken for the holder. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Field 22, counted after the command name, which may contain spaces and parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function held(dataDir: string, pid: number | string): Refusal {
  return new Refusal(
    `Le nuage local fonctionne déjà sur ${dataDir} (processus ${pid}) : utilisez-le, ou arrêtez-le par Ctrl-C avant de relancer.`,
  );
}

function unwritable(dataDir: string, error: unknown): Refusal {
  return codeOf(error) === "ENOSPC"
    ? new Refusal(fullDisk(dataDir), { cause: error })
    : new Refusal(`Impossible d'écrire dans ${dataDir} : vérifiez les droits de ce dossier.`, { cause: error });
}
