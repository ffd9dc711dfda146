import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";
import { systemCode } from "../terminal/system-code.ts";
import { SignInFailure } from "./failure.ts";
import { discover, renew, type Tokens } from "./identity-server.ts";
import { alone } from "./session-lock.ts";

const Session = z.object({ issuer: z.string(), refreshToken: z.string() });

/**
 * Keeps the refresh token of a sign-in in a file that its owner alone can read, in place of the last one.
 *
 * @throws SignInFailure where no file can be written
 */
export function keepSession(issuer: string, refreshToken: string): Promise<void> {
  return inFolder(async () => store(issuer, refreshToken));
}

/**
 * New tokens of the session that is kept for an issuer; undefined where none is open. Commands that run at once renew it one
 * after the other, for each refresh token is good for one use: a second use ends the session.
 *
 * @throws SignInFailure where the session could not be kept, or nobody answers
 */
export async function renewedSession(issuer: string): Promise<Tokens | undefined> {
  if (stored(issuer) === undefined) return undefined;
  const server = await discover(issuer);
  return inFolder(async () => {
    const kept = stored(issuer);
    if (kept === undefined) return undefined;
    // Where nothing can be written, the one use of the token is left to a later command.
    store(issuer, kept);
    const tokens = await renew(server, kept);
    if (tokens?.refreshToken !== undefined) store(issuer, tokens.refreshToken);
    return tokens;
  });
}

const folder = (): string => join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "guichet");
const file = (): string => join(folder(), "session.json");

/** Does what reads and writes the session while no other command does. */
async function inFolder<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    return await alone(`${file()}.lock`, work);
  } catch (error) {
    if (error instanceof SignInFailure) throw error;
    throw new SignInFailure(`La session ne peut pas être gardée dans ${folder()} (${systemCode(error)}).`);
  }
}

/** The refresh token of the last sign-in at that issuer, or undefined. */
function stored(issuer: string): string | undefined {
  try {
    const session = Session.safeParse(JSON.parse(readFileSync(file(), "utf8")));
    return session.success && session.data.issuer === issuer ? session.data.refreshToken : undefined;
  } catch {
    return undefined;
  }
}

function store(issuer: string, refreshToken: string): void {
  writeFileSync(`${file()}.new`, JSON.stringify({ issuer, refreshToken }), { mode: 0o600 });
  renameSync(`${file()}.new`, file());
}
