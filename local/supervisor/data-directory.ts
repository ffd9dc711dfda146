import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Empties the data directory, all but the lock that this process holds. */
export function emptyDataDirectory(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (name !== "lock") rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
