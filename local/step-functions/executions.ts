import { z } from "zod";
import type { DueRunner } from "../clock/due-runner.ts";
import { around } from "../kill-points.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import type { Advance } from "./engine/engine.ts";
import type { Call, Effect, HistoryEvent, Run, Signal } from "./engine/run.ts";
import { History, type HistoryPage } from "./history.ts";
import { SCHEMA } from "./schema.ts";

/** Kind of the dues of executions. */
const TIMER = "step-functions-timer";
const TimerPayload = z.object({ arn: z.string(), visit: z.number(), timer: z.enum(["wait", "timeout", "heartbeat"]) });

/** An execution as it is kept. */
export interface Kept {
  readonly run: Run;
  /** Id of the definition that it began with. */
  readonly definition: string;
  /** ARN that it was started by: of the machine, or of its version or alias. */
  readonly startedAs: string;
}

/** What waits for an execution. `at` is the instant of its arrival, UTC ms. */
export interface Arrived {
  readonly seq: number;
  readonly at: number;
  readonly signal: Signal;
}

/** `asked` until the service has answered, then `answered` while a token is awaited, at last `over`. */
type CallState = "asked" | "answered" | "over";
export interface KeptCall {
  readonly arn: string;
  readonly state: CallState;
  readonly call: Call;
}

/** The executions on disk, in the store's database, so that a step, its timers and what it sends to a queue are one transaction. */
export class Executions {
  readonly #store: SqliteStore;
  readonly #due: DueRunner;
  readonly #history: History;
  /** Told of each execution for which a signal has arrived, inside the transaction. */
  readonly #arrived: (arn: string) => void;

  constructor(store: SqliteStore, due: DueRunner, now: () => number, arrived: (arn: string) => void) {
    this.#store = store;
    this.#due = due;
    this.#arrived = arrived;
    store.database.exec(SCHEMA);
    this.#history = new History(store);
    due.on(TIMER, (payload) => {
      const { arn, visit, timer } = TimerPayload.parse(payload);
      this.#sql("DELETE FROM sfn_timers WHERE arn = ? AND visit = ? AND timer = ?").run(arn, visit, timer);
      this.signal(arn, { kind: "timer", visit, timer }, now());
    });
  }

  #sql(text: string) {
    return this.#store.statement(text);
  }

  #commit(what: "execution-start" | "execution-step" | "execution-answer", write: () => void): void {
    around(what, this.#store.database, () => this.#store.transaction(write));
  }

  putDefinition(id: string, text: string): void {
    this.#sql("INSERT OR IGNORE INTO sfn_definitions VALUES (?, ?)").run(id, text);
  }

  definition(id: string): unknown {
    return JSON.parse(String(this.#sql("SELECT text FROM sfn_definitions WHERE id = ?").get(id)?.text));
  }

  /** Keeps a new execution with the signal that begins it. */
  begin({ run, definition, startedAs }: Kept): void {
    this.#commit("execution-start", () => {
      this.#sql(
        "INSERT INTO sfn_executions (arn, machine, started_as, definition, status, run) VALUES (?, ?, ?, ?, ?, ?)",
      ).run(run.id, run.machine.id, startedAs, definition, run.status, JSON.stringify(run));
      this.signal(run.id, { kind: "start" }, run.startedAt);
    });
  }

  get(arn: string): Kept | undefined {
    const row = this.#sql("SELECT definition, started_as, run FROM sfn_executions WHERE arn = ?").get(arn);
    return row && keptOf(row);
  }

  /** Of a machine, or of all; newest first. */
  list(
    machine: string | undefined,
    page: { status: string | undefined; limit: number; offset: number },
  ): readonly Kept[] {
    const rows = this.#sql(
      `SELECT definition, started_as, run FROM sfn_executions WHERE (?1 IS NULL OR machine = ?1 OR started_as = ?1)
        AND (?2 IS NULL OR status = ?2) ORDER BY seq DESC LIMIT ?3 OFFSET ?4`,
    ).all(machine ?? null, page.status ?? null, page.limit, page.offset);
    return rows.map(keptOf);
  }

  history(arn: string, page: HistoryPage): readonly HistoryEvent[] {
    return this.#history.page(arn, page);
  }

  /** Puts what has happened before an execution; on disk with the transaction it is called in. */
  signal(arn: string, signal: Signal, at: number): void {
    this.#sql("INSERT INTO sfn_signals (arn, at, signal) VALUES (?, ?, ?)").run(arn, at, JSON.stringify(signal));
    this.#arrived(arn);
  }

  nextSignal(arn: string): Arrived | undefined {
    const row = this.#sql("SELECT seq, at, signal FROM sfn_signals WHERE arn = ? ORDER BY seq LIMIT 1").get(arn);
    return row && { seq: Number(row.seq), at: Number(row.at), signal: JSON.parse(String(row.signal)) };
  }

  /** Executions for which a signal waits, as after a restart. */
  signalled(): readonly string[] {
    return this.#sql("SELECT DISTINCT arn FROM sfn_signals")
      .all()
      .map(({ arn }) => String(arn));
  }

  /** Keeps what a signal has made of a run, with its timers and its calls; all of it or nothing. */
  commit(run: Run, { events, effects }: Advance, { seq, at }: Arrived): void {
    this.#commit("execution-step", () => {
      this.#sql("DELETE FROM sfn_signals WHERE seq = ?").run(seq);
      this.#sql("UPDATE sfn_executions SET status = ?, run = ? WHERE arn = ?").run(
        run.status,
        JSON.stringify(run),
        run.id,
      );
      this.#history.add(run.id, at, events);
      for (const effect of effects) this.#keep(run.id, effect);
    });
  }

  #keep(arn: string, effect: Effect): void {
    const { visit } = effect;
    if (effect.kind === "call") {
      this.#sql("INSERT INTO sfn_calls VALUES (?, ?, ?, ?, ?)").run(
        effect.token,
        arn,
        visit,
        "asked",
        JSON.stringify(effect),
      );
    } else if (effect.kind === "timer") {
      const due = this.#due.add(effect.at, TIMER, { arn, visit, timer: effect.timer });
      this.#sql("INSERT INTO sfn_timers VALUES (?, ?, ?, ?)").run(arn, visit, effect.timer, due);
    } else this.#cancel(arn, visit, effect.timer);
  }

  #cancel(arn: string, visit: number, timer: string | undefined): void {
    const which = "WHERE arn = ?1 AND visit = ?2 AND (?3 IS NULL OR timer = ?3)";
    for (const { due } of this.#sql(`SELECT due FROM sfn_timers ${which}`).all(arn, visit, timer ?? null)) {
      this.#due.cancel(Number(due));
    }
    this.#sql(`DELETE FROM sfn_timers ${which}`).run(arn, visit, timer ?? null);
    if (timer === undefined)
      this.#sql("UPDATE sfn_calls SET state = 'over' WHERE arn = ? AND visit = ?").run(arn, visit);
  }

  /** The call that a token was made for. */
  call(token: string): KeptCall | undefined {
    const row = this.#sql("SELECT arn, state, call FROM sfn_calls WHERE token = ?").get(token);
    return row && callOf(row);
  }

  /** Calls that no service has answered yet. */
  unanswered(): readonly KeptCall[] {
    return this.#sql("SELECT arn, state, call FROM sfn_calls WHERE state = 'asked'").all().map(callOf);
  }

  /** Keeps the answer of a service, or what was said with a token, in one transaction with the signal that it is. */
  answer({ arn, call }: KeptCall, state: CallState, signal: Signal, at: number): void {
    this.#commit("execution-answer", () => {
      this.#sql("UPDATE sfn_calls SET state = ? WHERE token = ? AND state <> 'over'").run(state, call.token);
      this.signal(arn, signal, at);
    });
  }
}

function keptOf(row: Readonly<Record<string, unknown>>): Kept {
  return { run: JSON.parse(String(row.run)), definition: String(row.definition), startedAs: String(row.started_as) };
}

function callOf(row: Readonly<Record<string, unknown>>): KeptCall {
  const state = row.state === "asked" || row.state === "answered" ? row.state : "over";
  return { arn: String(row.arn), state, call: JSON.parse(String(row.call)) };
}
