import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";

const Session = z.object({ issuer: z.string(), refreshToken: z.string() });

/** The refresh token of the last sign-in at that issuer, or undefined. */
export function storedRefreshToken(issuer: string): string | undefined {
  try {
    const session = Session.safeParse(JSON.parse(readFileSync(fileOf(directory()), "utf8")));
    return session.success && session.data.issuer === issuer ? session.data.refreshToken : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the session in a file that its owner alone can read, in place of the last one. */
export function storeRefreshToken(issuer: string, refreshToken: string): void {
  mkdirSync(directory(), { recursive: true, mode: 0o700 });
  const file = fileOf(directory());
  writeFileSync(`${file}.new`, JSON.stringify({ issuer, refreshToken }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function directory(): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "guichet");
}

function fileOf(folder: string): string {
  return join(folder, "session.json");
}
