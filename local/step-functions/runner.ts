import { randomBytes } from "node:crypto";
import type { DueRunner } from "../clock/due-runner.ts";
import type { Work } from "../clock/work.ts";
import type { Metrics } from "../cloudwatch/metric.ts";
import type { Clock } from "../contracts.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { type Machine, parseMachine } from "./definition.ts";
import { abandon, advance } from "./engine/engine.ts";
import type { Call, Run, Signal } from "./engine/run.ts";
import { Executions, type KeptCall } from "./executions.ts";

/**
 * Calls the service that a Task names, with the role of the machine. What it gives is run in the transaction that keeps the
 * signal: a message to a queue of the same store is sent there, once.
 */
export type CallService = (call: Call, run: Run) => Promise<() => Signal>;

interface RunnerParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly work: Work;
  readonly call: CallService;
  readonly metrics?: Metrics;
}

/** The metric of each way to end. */
const ENDED: Readonly<Partial<Record<Run["status"], string>>> = {
  SUCCEEDED: "ExecutionsSucceeded",
  FAILED: "ExecutionsFailed",
  TIMED_OUT: "ExecutionsTimedOut",
  ABORTED: "ExecutionsAborted",
};

const HOST = { token: () => randomBytes(192).toString("base64"), random: Math.random };

/**
 * Runs executions. What a signal makes of one is on disk before anything is done outside and before it waits. When the process
 * dies between, the signal is still there and gives the same again; a call whose answer was not kept is made again.
 */
export class Runner {
  readonly executions: Executions;
  readonly #parts: RunnerParts;
  readonly #machines = new Map<string, Machine>();
  /** Executions at work, each with its end. */
  readonly #running = new Map<string, Promise<void>>();
  #open = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    const now = () => parts.clock.now();
    // Once the transaction that the signal is in has ended.
    const arrived = (arn: string) => queueMicrotask(() => void this.#wake(arn));
    this.executions = new Executions(parts.store, parts.due, now, arrived);
  }

  /** Takes up what was under way when the cloud stopped. */
  start(): void {
    if (this.#open) return;
    this.#open = true;
    for (const arn of this.executions.signalled()) void this.#wake(arn);
    for (const kept of this.executions.unanswered()) void this.#perform(kept);
  }

  /** Stops between two signals; what is under way outside is asked again at the next start. */
  async close(): Promise<void> {
    this.#open = false;
    await Promise.all(this.#running.values());
  }

  /** Resolves once an execution has taken in all that has arrived for it. */
  async settled(arn: string): Promise<void> {
    await this.#wake(arn);
  }

  async #wake(arn: string): Promise<void> {
    const before = this.#running.get(arn);
    // What arrives while the last signal ends is looked for again.
    if (before !== undefined) return before.then(() => this.#wake(arn));
    const running = this.#parts.work.track(() => this.#drain(arn)).finally(() => this.#running.delete(arn));
    this.#running.set(arn, running);
    return running;
  }

  async #drain(arn: string): Promise<void> {
    while (this.#open && (await this.#next(arn)));
  }

  /** Takes in one signal. Says whether there was one. */
  async #next(arn: string): Promise<boolean> {
    const arrived = this.executions.nextSignal(arn);
    const kept = this.executions.get(arn);
    if (arrived === undefined || kept === undefined) return false;
    const isNew = kept.run.status === "RUNNING";
    const at = { machine: this.#machine(kept.definition), now: arrived.at, host: HOST };
    const { run, made } = await advance(kept.run, arrived.signal, at).then(
      (advanced) => ({ run: kept.run, made: advanced }),
      (error: unknown) => this.#abandoned(arn, at, error),
    );
    this.executions.commit(run, made, arrived);
    if (isNew) this.#countEnd(run);
    for (const effect of made.effects) {
      if (effect.kind === "call") void this.#perform({ arn, state: "asked", call: effect });
    }
    return true;
  }

  #countEnd({ status, machine }: Run): void {
    const ended = ENDED[status];
    if (ended !== undefined) this.#parts.metrics?.count("AWS/States", { [ended]: 1 }, { StateMachineArn: machine.id });
  }

  /** An execution that cannot be gone on with: it fails, as it was before the signal. */
  #abandoned(arn: string, at: Parameters<typeof abandon>[2], error: unknown) {
    const run = this.executions.get(arn)?.run;
    if (run === undefined) throw error;
    return { run, made: abandon(run, `The local cloud cannot go on: ${String(error)}`, at) };
  }

  #machine(definition: string): Machine {
    const machine = this.#machines.get(definition) ?? parseMachine(this.executions.definition(definition));
    this.#machines.set(definition, machine);
    return machine;
  }

  /** Makes a call and keeps its answer. */
  async #perform(kept: KeptCall): Promise<void> {
    const { store, work, clock, call } = this.#parts;
    await work.track(async () => {
      const run = this.executions.get(kept.arn)?.run;
      if (run?.status !== "RUNNING") return;
      const answer = await call(kept.call, run);
      if (!this.#open) return;
      store.transaction(() => {
        const signal = answer();
        this.executions.answer(kept, signal.kind === "submitted" ? "answered" : "over", signal, clock.now());
      });
    });
  }
}
