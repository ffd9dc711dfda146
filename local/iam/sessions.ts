import { randomBytes } from "node:crypto";
import type { Clock, Principal, SessionCredentials } from "../contracts.ts";

/** A role session lives 12 hours of virtual time, the longest that AWS grants. */
export const SESSION_MILLIS = 12 * 60 * 60 * 1000;

interface Session {
  readonly credentials: SessionCredentials;
  readonly principal: Principal;
  /** Virtual instant in milliseconds; absent for the administrator. */
  readonly endsAt?: number;
}

const KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Fresh temporary credentials of the form that AWS issues. */
export function randomCredentials(): SessionCredentials {
  const letters = Array.from(randomBytes(16), (byte) => KEY_ALPHABET.charAt(byte % KEY_ALPHABET.length));
  return {
    accessKeyId: `ASIA${letters.join("")}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(96).toString("base64"),
  };
}

/** Access keys issued since the start; they die with the process, as do the children that hold them. */
export class Sessions {
  readonly #byKey = new Map<string, Session>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param millis duration in virtual time; without it the session never ends. */
  open(principal: Principal, credentials: SessionCredentials, millis?: number): void {
    this.#byKey.set(credentials.accessKeyId, {
      credentials,
      principal,
      ...(millis !== undefined && { endsAt: this.#clock.now() + millis }),
    });
  }

  /** Lets a session of a role live on for as long as a new one would, even if it has ended. */
  prolong(accessKeyId: string): void {
    const session = this.#byKey.get(accessKeyId);
    if (session?.endsAt === undefined) return;
    this.#byKey.set(accessKeyId, { ...session, endsAt: this.#clock.now() + SESSION_MILLIS });
  }

  /** Forgets a session whose holder is gone. */
  close(accessKeyId: string): void {
    this.#byKey.delete(accessKeyId);
  }

  find(accessKeyId: string): Session | undefined {
    return this.hasEnded(accessKeyId) ? undefined : this.#byKey.get(accessKeyId);
  }

  /** True for a key that was issued and whose time is over. */
  hasEnded(accessKeyId: string): boolean {
    const endsAt = this.#byKey.get(accessKeyId)?.endsAt;
    return endsAt !== undefined && endsAt <= this.#clock.now();
  }
}
