import type { Json } from "../json.ts";

/** What a state waits for. `visit` numbers it within the run, so that a late signal finds nobody. */
type Phase =
  | { readonly kind: "entering" }
  /** The body is to be run, the first time or again. */
  | { readonly kind: "attempt" }
  | { readonly kind: "ended"; readonly output: Json }
  | { readonly kind: "task"; readonly visit: number; readonly heartbeatSeconds?: number }
  | { readonly kind: "wait" | "retry"; readonly visit: number }
  | ChildrenPhase;

/** A Parallel or a Map whose branches or iterations run. */
export interface ChildrenPhase {
  readonly kind: "children";
  readonly visit: number;
  readonly inputs: readonly Json[];
  readonly items?: readonly Json[];
  /** By place; null where none has ended. */
  readonly outputs: (Json | null)[];
  started: number;
  ended: number;
  failed: number;
  readonly concurrency: number;
  /** Failures of a Map that are borne. */
  readonly tolerated: number;
}

/** Where a scope stands: one entry of one state. */
interface Position {
  readonly state: string;
  readonly input: Json;
  readonly enteredAt: number;
  readonly enteredEvent: number;
  /** Retries made, in all and per retrier. */
  readonly retries: readonly number[];
  readonly retryCount: number;
  readonly phase: Phase;
}

/** A sequence of states under way: the machine itself, a branch of a Parallel or an iteration of a Map. */
export interface Scope {
  readonly id: number;
  readonly parent?: number;
  /** Place among its siblings. */
  readonly index: number;
  /** The way from the machine to these states: the state that holds them, and its branch. */
  readonly path: readonly { readonly state: string; readonly branch?: number }[];
  readonly variables: Record<string, Json>;
  /** Item of a Map. */
  readonly item?: Json;
  lastEvent: number;
  position: Position;
}

/** One execution, as it is kept on disk between two signals. Instants are UTC ms. */
export interface Run {
  readonly id: string;
  readonly name: string;
  readonly machine: { readonly id: string; readonly name: string; readonly roleArn: string };
  readonly input: Json;
  readonly startedAt: number;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  output?: Json;
  error?: string;
  cause?: string;
  stoppedAt?: number;
  events: number;
  counter: number;
  readonly scopes: Record<string, Scope>;
}

/** What happens to a run from outside. */
export type Signal =
  | { readonly kind: "start" }
  | { readonly kind: "timer"; readonly visit: number; readonly timer: Timer }
  | { readonly kind: "heartbeat"; readonly visit: number }
  | { readonly kind: "submitted"; readonly visit: number; readonly output: Json }
  | { readonly kind: "succeeded"; readonly visit: number; readonly output: Json }
  | { readonly kind: "failed"; readonly visit: number; readonly error?: string; readonly cause?: string }
  | { readonly kind: "stop"; readonly error?: string; readonly cause?: string };

type Timer = "wait" | "timeout" | "heartbeat";

/** The call of a service by a Task. */
export interface Call {
  readonly kind: "call";
  readonly visit: number;
  readonly state: string;
  readonly resource: string;
  readonly argument: Json;
  readonly token: string;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
}

/** What a run asks of the outside: to be done once the run itself is on disk. */
export type Effect =
  | Call
  | { readonly kind: "timer"; readonly visit: number; readonly timer: Timer; readonly at: number }
  /** Takes out a timer, or all of a visit and its token with them. */
  | { readonly kind: "cancel"; readonly visit: number; readonly timer?: Timer };

/** One event of the history, with the details of its type. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: number;
  readonly details?: Readonly<Record<string, Json>>;
}

/** Visit of the run's own timer, which ends it after the machine's TimeoutSeconds. */
export const RUN_VISIT = 0;
