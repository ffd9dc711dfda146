import type { Environment } from "./environment.ts";
import type { Target } from "./registry.ts";

/** Environments at work at a time, of all functions together: a laptop has few cores. */
const MOST_AT_WORK = 8;
/** Environments kept, at work or idle: each is a process with its own heap, and dearer to start than to keep. */
const MOST_KEPT = 32;

/** A free environment, and whether it had to be started. */
export interface Lease {
  readonly environment: Environment;
  readonly cold: boolean;
}

/** Lends environments, one invocation each at a time; when all are taken, who asks waits in order of arrival. */
export class EnvironmentPool {
  readonly #start: (target: Target) => Environment;
  /** Free ones, the least recently used first. */
  readonly #idle: Environment[] = [];
  readonly #busy = new Set<Environment>();
  readonly #waiting: Array<() => void> = [];

  constructor(start: (target: Target) => Environment) {
    this.#start = start;
  }

  /**
   * A free environment for the target, once there is one. Whoever asks from within an invocation does not wait for a place:
   * it holds one itself, and eight such would wait for each other for ever.
   */
  async acquire(target: Target, { within = false } = {}): Promise<Lease> {
    for (;;) {
      if (within || this.#busy.size < MOST_AT_WORK) {
        return this.#warm(target) ?? (await this.#cold(target).catch((error) => this.#giveTurn(error)));
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Takes an environment back. */
  release(environment: Environment): void {
    this.#busy.delete(environment);
    if (environment.alive) this.#idle.push(environment);
    this.#waiting.shift()?.();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((environment) => environment.stop()));
  }

  #warm(target: Target): Lease | undefined {
    const alive = this.#idle.filter((environment) => environment.alive);
    this.#idle.splice(0, this.#idle.length, ...alive);
    const index = alive.findLastIndex((environment) => serves(environment.target, target));
    const environment = index === -1 ? undefined : this.#idle.splice(index, 1)[0];
    return environment === undefined ? undefined : this.#lend(environment, false);
  }

  async #cold(target: Target): Promise<Lease> {
    // The place is taken before the wait, so that two callers do not both use it.
    const lease = this.#lend(this.#start(target), true);
    if (this.#idle.length + this.#busy.size > MOST_KEPT) await this.#idle.shift()?.stop();
    return lease;
  }

  /** Who could not start its environment leaves the free place to the next in line. */
  #giveTurn(error: unknown): never {
    this.#waiting.shift()?.();
    throw error;
  }

  #lend(environment: Environment, cold: boolean): Lease {
    this.#busy.add(environment);
    return { environment, cold };
  }
}

function serves(running: Target, wanted: Target): boolean {
  return running.definition === wanted.definition && running.version === wanted.version;
}
