import { setTimeout as pause } from "node:timers/promises";
import { checkFree, portsFrom } from "../../local/supervisor/ports.ts";
import { person } from "../api/support/client.ts";
import { boot, type Product, type Start } from "../api/support/product.ts";
import type { World } from "./step.ts";

/** The product as it runs now, with the people who sign in to it. */
type Life = Pick<World, "product" | "as">;

/** The product on one data directory, over its lives: whenever it was cut off, it is started again. */
export class Lives {
  readonly #directory: string;
  readonly #start: Start;
  readonly #orderNext: () => string | undefined;
  #life: Life | undefined;
  #boots = 0;

  /** @param orderNext asked at each boot: the order for that life, if it is to be cut off */
  constructor(directory: string, start: Start, orderNext: () => string | undefined) {
    this.#directory = directory;
    this.#start = start;
    this.#orderNext = orderNext;
  }

  /** Does `work` in the present life; again from its beginning in the next one, when the product was cut off meanwhile. */
  async through<T>(work: (life: Life) => Promise<T>): Promise<T> {
    for (;;) {
      this.#life ??= await this.#begin();
      const { product } = this.#life;
      try {
        return await work(this.#life);
      } catch (error) {
        // The end of a connection may be heard before the end of the process.
        const ending = await Promise.race([product.ended, pause(1_000)]);
        if (ending !== "SIGKILL") throw error;
        this.#life = undefined;
      }
    }
  }

  /** Ends the present life as Ctrl-C does; gives what it has printed. */
  async stop(): Promise<readonly string[]> {
    await this.#life?.product.stop();
    return this.#life?.product.printed ?? [];
  }

  /** Boots until a boot is not cut off. */
  async #begin(): Promise<Life> {
    for (;;) {
      try {
        const product = await this.#boot();
        return { product, as: (sub) => person(product, sub) };
      } catch (error) {
        if (!(error instanceof Error) || error.cause !== "SIGKILL") throw error;
      }
    }
  }

  /** The clock is set for the first life alone: it never goes back. */
  async #boot(): Promise<Product> {
    await untilFree(this.#start.port);
    const order = this.#orderNext();
    const { at, ...start } = this.#start;
    this.#boots += 1;
    const set = this.#boots === 1 && at !== undefined ? { at } : {};
    const armed = order === undefined ? {} : { env: { LOCAL_KILL_AT: order } };
    return boot(this.#directory, { ...start, ...set, ...armed });
  }
}

/** What a killed run has started ends by itself, a moment later. */
async function untilFree(port: number): Promise<void> {
  for (let attempt = 1; attempt < 100; attempt += 1) {
    try {
      return await checkFree(portsFrom(port));
    } catch {
      await pause(100);
    }
  }
  await checkFree(portsFrom(port));
}
