import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { SignInFailure } from "./failure.ts";

const retryMillis = 20;
/** Longer than any renewal takes: only a command that was suspended holds on. */
const patienceMillis = 120_000;
/** SQLITE_BUSY. */
const busy = 5;

/**
 * Does a work while no other process that names the same file does one. The file is an empty database of SQLite, whose lock the
 * system takes back from a process that died.
 *
 * @throws SignInFailure where another has not ended after `patience` milliseconds
 */
export async function alone<Result>(
  file: string,
  work: () => Promise<Result>,
  patience: number = patienceMillis,
): Promise<Result> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    const end = performance.now() + patience;
    while (!isTaken(lock)) {
      if (performance.now() > end) {
        throw new SignInFailure("Une autre commande guichet tient la session : terminez-la, puis relancez celle-ci.");
      }
      await sleep(retryMillis);
    }
    return await work();
  } finally {
    lock.close();
  }
}

/** Takes the lock, unless another has it. */
function isTaken(lock: DatabaseSync): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return false;
  }
}

const isBusy = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "errcode" in error && error.errcode === busy;
