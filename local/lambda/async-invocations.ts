import { z } from "zod";
import type { DueRunner } from "../clock/due-runner.ts";
import type { Work } from "../clock/work.ts";
import type { Clock, InvocationResult } from "../contracts.ts";
import { around } from "../kill-points.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { LambdaException } from "./lambda-exception.ts";

/** What a function is to do with no caller waiting for it. */
const Invocation = z.object({
  id: z.number(),
  functionArn: z.string(),
  payload: z.string(),
  /** Attempts that failed. */
  attempts: z.number(),
  addedAt: z.number(),
});
export type AsyncInvocation = z.infer<typeof Invocation>;

/** How often a function is tried, and how long (`AWS::Lambda::EventInvokeConfig`). */
export interface AsyncRules {
  readonly mostRetries: number;
  readonly oldestMillis: number;
}

export interface AsyncParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly work: Work;
  readonly invoke: (request: { readonly functionArn: string; readonly payload: string }) => Promise<InvocationResult>;
  readonly rulesOf: (functionArn: string) => AsyncRules;
  /** Told of an invocation that is given up, in the transaction that takes it out. */
  readonly giveUp: (invocation: AsyncInvocation, payload: string) => void;
}

const RETRY = "async-invocation";
const Payload = z.object({ id: z.number() });
const SCHEMA = `CREATE TABLE IF NOT EXISTS async_invocations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, functionArn TEXT NOT NULL, payload TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, addedAt INTEGER NOT NULL, waiting INTEGER NOT NULL DEFAULT 0
) STRICT`;
/** Lambda tries again after one minute, then after two. */
const BACK_OFF_MILLIS = 60_000;
const THROTTLED_MILLIS = 1_000;

/** Asynchronous invocations: durable from `add` on, each run at least once, tried again as Lambda does. */
export class AsyncInvocations {
  readonly #parts: AsyncParts;
  readonly #running = new Map<number, Promise<void>>();
  #open = false;

  constructor(parts: AsyncParts) {
    this.#parts = parts;
    parts.store.database.exec(SCHEMA);
    parts.due.on(RETRY, (payload) => {
      const wake = parts.store.database.prepare("UPDATE async_invocations SET waiting = 0 WHERE id = ?");
      wake.run(Payload.parse(payload).id);
      queueMicrotask(() => this.#takeReady());
    });
  }

  /** Durable with the transaction it is called in. */
  add(functionArn: string, payload: string): void {
    const { store, clock } = this.#parts;
    const insert = store.database.prepare(
      "INSERT INTO async_invocations (functionArn, payload, addedAt) VALUES (?, ?, ?)",
    );
    around("async-invocation", store.database, () => insert.run(functionArn, payload, clock.now()));
    queueMicrotask(() => this.#takeReady());
  }

  /** Starts running them, those that an earlier run left first. */
  start(): void {
    this.#open = true;
    this.#takeReady();
  }

  /** Takes no more; resolves when none is under way. */
  async stop(): Promise<void> {
    this.#open = false;
    await Promise.all(this.#running.values());
  }

  #takeReady(): void {
    if (!this.#open) return;
    const ready = this.#parts.store.database.prepare("SELECT * FROM async_invocations WHERE waiting = 0 ORDER BY id");
    for (const found of ready.all()) {
      const invocation = Invocation.parse(found);
      if (!this.#running.has(invocation.id)) this.#run(invocation);
    }
  }

  #run(invocation: AsyncInvocation): void {
    const run = this.#parts.work.track(async () => {
      const outcome = await this.#attempt(invocation);
      // A function that was stopped with the cloud has not failed: it is tried again at the next boot.
      if (outcome === undefined || this.#open) this.#settle(invocation, outcome);
    });
    this.#running.set(invocation.id, run);
    void run.finally(() => this.#running.delete(invocation.id));
  }

  /** Undefined when it succeeded. */
  async #attempt({ functionArn, payload }: AsyncInvocation): Promise<Failure | undefined> {
    try {
      const result = await this.#parts.invoke({ functionArn, payload });
      return result.functionError === undefined ? undefined : { kind: "function", payload: result.payload };
    } catch (error) {
      if (!(error instanceof LambdaException)) throw error;
      return { kind: error.status === 429 ? "throttled" : "refused", payload: error.message };
    }
  }

  #settle(invocation: AsyncInvocation, failure: Failure | undefined): void {
    const { store, due, clock, giveUp } = this.#parts;
    const { id, attempts } = invocation;
    const settle = () => {
      const backOffMillis = failure && this.#backOff(invocation, failure);
      if (backOffMillis === undefined) {
        store.database.prepare("DELETE FROM async_invocations WHERE id = ?").run(id);
        if (failure !== undefined) giveUp({ ...invocation, attempts: attempts + 1 }, failure.payload);
        return;
      }
      const wait = store.database.prepare("UPDATE async_invocations SET waiting = 1, attempts = ? WHERE id = ?");
      wait.run(failure?.kind === "throttled" ? attempts : attempts + 1, id);
      due.add(clock.now() + backOffMillis, RETRY, { id });
    };
    around("async-outcome", store.database, () => store.transaction(settle));
  }

  /** Undefined when it is not tried again. */
  #backOff({ functionArn, attempts, addedAt }: AsyncInvocation, { kind }: Failure): number | undefined {
    const { mostRetries, oldestMillis } = this.#parts.rulesOf(functionArn);
    const wait = kind === "throttled" ? THROTTLED_MILLIS : (attempts + 1) * BACK_OFF_MILLIS;
    const isTooOld = this.#parts.clock.now() + wait > addedAt + oldestMillis;
    const isLast = kind === "refused" || (kind === "function" && attempts >= mostRetries);
    return isLast || isTooOld ? undefined : wait;
  }
}

interface Failure {
  readonly kind: "function" | "throttled" | "refused";
  readonly payload: string;
}
