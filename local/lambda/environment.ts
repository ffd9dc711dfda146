import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Clock, InvocationResult } from "../contracts.ts";
import { stopChild } from "../supervisor/children.ts";
import type { Target } from "./registry.ts";
import type { Invocation, RuntimeApi, RuntimeListener } from "./runtime-api.ts";

interface Pending {
  readonly requestId: string;
  /** Whether the process has taken it. */
  taken: boolean;
  readonly settle: (result: InvocationResult | undefined) => void;
}

/** How a process ended by itself: `exit status 1`, `signal: killed`. */
type Ending = string;

/** The session of a role that an environment holds. */
export interface HeldSession {
  prolong(): void;
  end(): void;
}

export interface EnvironmentParts {
  readonly target: Target;
  readonly clock: Clock;
  readonly runtimeApi: RuntimeApi;
  readonly session: HeldSession;
  /** Starts the function process, given its address of the runtime API. */
  readonly start: (runtimeAddress: string) => ChildProcess;
}

/** As Lambda names them. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: "killed",
  SIGTERM: "terminated",
  SIGABRT: "aborted",
  SIGSEGV: "segmentation fault",
};

/** AWS gives an init ten seconds; here several functions may start at once on a small machine. */
const INIT_LIMIT_MILLIS = 60_000;

/** One execution environment: a process that runs one function at one version, one invocation at a time. */
export class Environment implements RuntimeListener {
  readonly target: Target;
  readonly #clock: Clock;
  readonly #runtimeApi: RuntimeApi;
  readonly #id = randomUUID();
  readonly #session: HeldSession;
  readonly #process: ChildProcess;
  #alive = true;
  #ready = Promise.withResolvers<(invocation: Invocation) => void>();
  #pending: Pending | undefined;
  /** Whether the process has loaded its handler. */
  #initialised = false;
  /** What the process said of its own failure to start. */
  #initError: string | undefined;

  constructor({ target, clock, runtimeApi, session, start }: EnvironmentParts) {
    this.target = target;
    this.#clock = clock;
    this.#runtimeApi = runtimeApi;
    this.#session = session;
    runtimeApi.register(this.#id, this);
    this.#process = start(runtimeApi.address(this.#id));
    this.#process.once("error", (error) => this.#ended(error.message));
    this.#process.once("exit", (code, signal) =>
      this.#ended(signal === null ? `exit status ${code}` : `signal: ${SIGNALS[signal] ?? signal}`),
    );
  }

  /** False once the process has ended, or is no longer to be used. */
  get alive(): boolean {
    return this.#alive;
  }

  /**
   * Runs one invocation; never rejects. A timeout or a crash ends the environment. Gives undefined when a process that had
   * loaded ended before it took the invocation, which another one can then run. With `crash` the process is killed once it
   * has loaded, as for want of memory.
   */
  async run(requestId: string, payload: string, { crash = false } = {}): Promise<InvocationResult | undefined> {
    const { promise, resolve } = Promise.withResolvers<InvocationResult | undefined>();
    this.#pending = { requestId, taken: false, settle: resolve };
    if (!this.#alive) this.#ended("exit status 1");
    this.#session.prolong();
    const { timeoutSeconds } = this.target.definition;
    let timer = setTimeout(() => this.#timedOut(requestId, INIT_LIMIT_MILLIS / 1000), INIT_LIMIT_MILLIS);
    // The function's own time starts when it takes the invocation, not while its process loads.
    void this.#ready.promise.then((handOver) => {
      clearTimeout(timer);
      if (this.#pending === undefined) return;
      timer = setTimeout(() => this.#timedOut(requestId, timeoutSeconds), timeoutSeconds * 1000);
      const deadline = this.#clock.now() + timeoutSeconds * 1000;
      this.#pending.taken = true;
      if (crash) return void this.#process.kill("SIGKILL");
      this.#ready = Promise.withResolvers();
      handOver({ requestId, payload, invokedArn: this.target.invokedArn, deadline });
    });
    const result = await promise;
    clearTimeout(timer);
    return result;
  }

  next(): Promise<Invocation> {
    this.#initialised = true;
    return new Promise((resolve) => this.#ready.resolve(resolve));
  }

  responded(requestId: string, payload: string): void {
    this.#settle(requestId, { payload });
  }

  failed(requestId: string, error: string): void {
    this.#settle(requestId, { payload: error, functionError: "Unhandled" });
  }

  initFailed(error: string): void {
    this.#initError = error;
    this.#retire();
    this.#fail(error);
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    this.#retire();
    await stopChild(this.#process);
  }

  #timedOut(requestId: string, seconds: number): void {
    const message = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
    void this.stop();
    this.#fail(JSON.stringify({ errorType: "Sandbox.Timedout", errorMessage: message }));
  }

  #ended(ending: Ending): void {
    this.#retire();
    this.#session.end();
    if (this.#pending === undefined) return;
    const { requestId, taken } = this.#pending;
    if (this.#initialised && !taken) this.#settle(requestId, undefined);
    else this.#fail(this.#initError ?? exited(requestId, ending));
  }

  #retire(): void {
    this.#alive = false;
    this.#runtimeApi.unregister(this.#id);
  }

  #fail(error: string): void {
    if (this.#pending !== undefined) this.failed(this.#pending.requestId, error);
  }

  #settle(requestId: string, result: InvocationResult | undefined): void {
    if (this.#pending?.requestId !== requestId) return;
    const { settle } = this.#pending;
    this.#pending = undefined;
    settle(result);
  }
}

function exited(requestId: string, ending: Ending): string {
  return JSON.stringify({
    errorType: "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${ending}`,
  });
}
