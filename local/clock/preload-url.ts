import type { Clock } from "../contracts.ts";

/** The value of Node's `--import` that makes `Date` tell virtual time in a child process started now. */
export function preloadUrl(clock: Clock): string {
  const url = new URL("./preload.mjs", import.meta.url);
  url.search = new URLSearchParams({ at: String(clock.now()), real: String(Date.now()) }).toString();
  return url.href;
}
