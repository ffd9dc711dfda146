/** Executions of the state machines, as the relay and the reaper see them. */
export interface Executions {
  /** Starts an execution under a name that is used once: started already, it is left alone. */
  start(machine: string, name: string, input: Readonly<Record<string, unknown>>): Promise<void>;
  /** Answers a waiting task. `over`: it waits no more, because it was answered before or its time has passed. */
  succeed(token: string, output: Readonly<Record<string, unknown>>): Promise<"answered" | "over">;
}

/** `rested`: it came to its end; `ended`: it failed, ran out of time or was stopped; `unknown`: there is none of that name. */
export type ExecutionState = "running" | "rested" | "ended" | "unknown";

/** What the reaper asks: how an execution stands. */
export interface ExecutionStates {
  stateOf(machine: string, name: string): Promise<ExecutionState>;
}
