import { LambdaException } from "./lambda-exception.ts";
import type { FunctionDefinition } from "./registry.ts";

/** Counts the invocations of each function that run or wait, against its reserved concurrency. */
export class ConcurrencyGauge {
  readonly #running = new Map<string, number>();

  /** Runs `work`; throws TooManyRequestsException when the function runs as often as it may. */
  async within<T>({ name, reservedConcurrency }: FunctionDefinition, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(name) ?? 0;
    if (reservedConcurrency !== undefined && running >= reservedConcurrency) {
      throw new LambdaException("TooManyRequestsException", 429, "Rate Exceeded.");
    }
    this.#running.set(name, running + 1);
    try {
      return await work();
    } finally {
      this.#running.set(name, (this.#running.get(name) ?? 1) - 1);
    }
  }
}
