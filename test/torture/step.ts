import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Answer, Client } from "../api/support/client.ts";
import type { Product } from "../api/support/product.ts";

/** What earlier steps have learnt, by name. */
export type Known = Readonly<Record<string, string>>;

/** What a step is played in: the product of this life, and what the scenario knows so far. */
export interface World {
  readonly product: Product;
  readonly known: Known;
  /** A person who signs in. */
  as(sub: string): Promise<Client>;
}

/**
 * One thing that somebody does. When the product is cut off meanwhile, the whole step is played again in its next life: it
 * must ask for the same, with the same idempotency key.
 */
export interface Step {
  readonly name: string;
  /** Gives what later steps need to know. Throws an Error when the product answered otherwise than it must. */
  play(world: World): Promise<Known>;
}

/** A request of a person. */
interface Request {
  readonly as: string;
  /** Name under which the acting organisation is known. */
  readonly actingFor?: string;
  readonly path: (known: Known) => string;
  /** Absent in a reading, which is a GET. */
  readonly post?: {
    readonly body?: (known: Known) => unknown;
    /** The version that was read, or the name under which it is known. */
    readonly version?: number | string;
  };
  readonly status: number;
  /** What later steps need of the answer, and of the version that it tells. */
  readonly learns?: (body: Answer["body"], version: string) => Known;
}

/** A step that sends one request until it is answered, always with the key of the step. */
export function asks(name: string, { as, actingFor, path, post, status, learns }: Request): Step {
  return {
    name,
    play: async ({ as: signIn, known }) => {
      const someone = await signIn(as);
      const client = actingFor === undefined ? someone : someone.actingFor(known[actingFor] ?? "");
      const answer = await patiently(() =>
        post === undefined
          ? client.get(path(known))
          : client.post(path(known), post.body?.(known), { key: keyOf(name), ...versionIn(known, post.version) }),
      );
      if (answer.status !== status) throw new Error(`${name}: ${answer.status} instead of ${status}: ${answer.text}`);
      return learns?.(answer.body, answer.headers.get("etag")?.replaceAll('"', "") ?? "") ?? {};
    },
  };
}

function versionIn(known: Known, version: number | string | undefined) {
  if (version === undefined) return {};
  return { version: typeof version === "number" ? version : Number(known[version]) };
}

const MOST_ATTEMPTS = 10;

/** Asks again, as it is told to, while the answer is "in a few seconds". */
export async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer.status !== 503 || attempt === MOST_ATTEMPTS) return answer;
    await pause(1_000);
  }
}

/** The idempotency key of a step, the same in each life. */
export const keyOf = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 40);

/**
 * A step that waits until the product has come to rest at an instant of virtual time: the clock is advanced to it, or stands
 * beyond it already, and nothing is left in progress.
 */
export function restsAt(instant: string): Step {
  return {
    name: `everything comes to rest at ${instant}`,
    play: async ({ product }) => {
      if ((await advance(product, instant)) === 409) await advanceALittle(product);
      return {};
    },
  };
}

/** A step that has the next file take so long to be scanned; it is clean then. */
export function scanTakes(delaySeconds: number): Step {
  return {
    name: `the next scan takes ${delaySeconds} s`,
    play: async ({ product }) => {
      const body = JSON.stringify({ outcome: "NO_THREATS_FOUND", delaySeconds });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${product.console}/scanner`, { method: "POST", headers, body });
      if (answer.status !== 200) throw new Error(await answer.text());
      return {};
    },
  };
}

const state = z.object({ at: z.number() });

/** Drains what is in progress without going anywhere. */
async function advanceALittle(product: Product): Promise<void> {
  const { at } = state.parse(await (await fetch(`${product.console}/state.json`)).json());
  const status = await advance(product, new Date(at + 1_000).toISOString());
  if (status !== 200) throw new Error(`the clock did not advance by a second: ${status}`);
}

async function advance(product: Product, to: string): Promise<number> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${product.console}/clock`, { method: "POST", headers, body: JSON.stringify({ to }) });
  await answer.arrayBuffer();
  return answer.status;
}
