import { AwsError } from "../../local/aws-door/aws-error.ts";
import { type Machine, parseMachine } from "../../local/step-functions/definition.ts";
import { advance, newRun } from "../../local/step-functions/engine/engine.ts";
import type { Call, Effect, HistoryEvent, Run, Signal } from "../../local/step-functions/engine/run.ts";
import { checkToken, parseOutput } from "../../local/step-functions/errors.ts";
import { equalJson, type Json } from "../../local/step-functions/json.ts";
import type { ApiCall, RunCase, Stub } from "./case.ts";
import { without } from "./pointers.ts";

interface Planned {
  readonly at: number;
  readonly visit?: number;
  readonly timer?: string;
  readonly act: () => Promise<void>;
}

interface Token {
  readonly token: string;
  readonly state: string;
  readonly visit: number;
  open: boolean;
}

/** The world of one case: its services, its callers and its clock, which jumps from one due to the next. */
export class World {
  readonly run: Run;
  readonly events: HistoryEvent[] = [];
  /** What the services or the callers found other than the case says. */
  readonly differences: string[] = [];
  readonly tokens: Token[] = [];
  readonly #machine: Machine;
  readonly #stubs: Map<string, Stub[]>;
  readonly #plans: Planned[] = [];
  #now: number;

  constructor({ definition, input, clock, lambdaStubs, driver }: RunCase) {
    this.#now = Date.parse(clock?.startTime ?? "2030-01-01T00:00:00Z");
    this.#machine = parseMachine(definition);
    this.#stubs = new Map(Object.entries(lambdaStubs).map(([state, stubs]) => [state, [...stubs]]));
    const arn = "arn:aws:states:us-east-1:111111111111";
    const machine = {
      id: `${arn}:stateMachine:machine`,
      name: "machine",
      roleArn: "arn:aws:iam::111111111111:role/role",
    };
    this.run = newRun({ id: `${arn}:execution:machine:run`, name: "run", machine, input, startedAt: this.#now });
    this.#plan({ at: this.#now, act: () => this.#signal({ kind: "start" }) });
    for (const call of driver) this.#plan({ at: this.#now + call.atSeconds * 1000, act: async () => this.#call(call) });
  }

  /** Plays until nothing is due any more. */
  async play(): Promise<void> {
    for (let next = this.#earliest(); next !== undefined; next = this.#earliest()) {
      this.#plans.splice(this.#plans.indexOf(next), 1);
      this.#now = next.at;
      await next.act();
    }
  }

  #earliest(): Planned | undefined {
    return this.#plans.reduce<Planned | undefined>(
      (first, plan) => (first === undefined || plan.at < first.at ? plan : first),
      undefined,
    );
  }

  #plan(plan: Planned): void {
    this.#plans.push(plan);
  }

  async #signal(signal: Signal): Promise<void> {
    const host = { token: () => `token-${this.tokens.length + 1}-${Math.random()}`, random: Math.random };
    const { events, effects } = await advance(this.run, signal, { machine: this.#machine, now: this.#now, host });
    this.events.push(...events);
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: Effect): void {
    if (effect.kind === "call") this.#serve(effect);
    else if (effect.kind === "cancel") this.#cancel(effect);
    else this.#plan({ ...effect, act: () => this.#signal(effect) });
  }

  #cancel({ visit, timer }: Extract<Effect, { kind: "cancel" }>): void {
    const ended = this.#plans.filter((plan) => plan.visit === visit && (timer ?? plan.timer) === plan.timer);
    for (const plan of ended) this.#plans.splice(this.#plans.indexOf(plan), 1);
    for (const token of this.tokens) token.open &&= timer !== undefined || token.visit !== visit;
  }

  #serve(call: Call): void {
    const { state, visit, token } = call;
    this.tokens.push({ token, state, visit, open: true });
    const stub = this.#stubFor(call);
    if (stub === undefined) {
      this.differences.push(`${state} was called once more than expected`);
      return;
    }
    const { submitted, result, error, cause } = stub;
    const plan = (seconds: number, signal: Signal) =>
      this.#plan({ at: this.#now + seconds * 1000, visit, act: () => this.#signal(signal) });
    if (submitted !== undefined) plan(0, { kind: "submitted", visit, output: submitted });
    for (const seconds of stub.heartbeatsAtSeconds) plan(seconds, { kind: "heartbeat", visit });
    if (stub.outcome === "succeed")
      plan(stub.callbackAfterSeconds, { kind: "succeeded", visit, output: result ?? null });
    if (stub.outcome === "fail") {
      plan(stub.callbackAfterSeconds, { kind: "failed", visit, ...(error && { error }), ...(cause && { cause }) });
    }
  }

  #stubFor(call: Call): Stub | undefined {
    const waiting = this.#stubs.get(call.state) ?? [];
    const fits = ({ expectArguments, expectArgumentsAny }: Stub) =>
      expectArguments === undefined ||
      equalJson(without(expectArguments, expectArgumentsAny), without(call.argument, expectArgumentsAny));
    const stub = waiting.find(fits) ?? waiting[0];
    if (stub === undefined) return undefined;
    if (!fits(stub)) this.differences.push(`arguments of ${call.state}: ${JSON.stringify(call.argument)}`);
    if (stub.timeoutInSeconds !== call.timeoutSeconds) this.differences.push(`timeout of ${call.state}`);
    if (stub.heartbeatInSeconds !== call.heartbeatSeconds) this.differences.push(`heartbeat of ${call.state}`);
    waiting.splice(waiting.indexOf(stub), 1);
    return stub;
  }

  async #call(call: ApiCall): Promise<void> {
    try {
      await this.#answer(call);
      if (call.expectError !== undefined) this.differences.push(`${call.op} was not refused`);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { expectError, expectMessage = error.message } = call;
      if (error.code === expectError && error.message === expectMessage) return;
      this.differences.push(`${call.op} was refused: ${error.code} ${error.message}`);
    }
  }

  async #answer(call: ApiCall): Promise<void> {
    if (call.op === "StopExecution") return this.#signal({ kind: "stop", ...refusal(call) });
    const given = this.tokens.filter(({ state }) => state === call.tokenOf)[call.tokenIndex]?.token ?? call.token;
    const token = this.tokens.find((one) => one.token === given);
    checkToken(token === undefined ? "unknown" : token.open ? "open" : "ended");
    await this.#signal(callback(call, token?.visit ?? -1));
  }
}

function refusal({ error, cause }: ApiCall) {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

function callback(call: ApiCall, visit: number): Signal {
  if (call.op === "SendTaskHeartbeat") return { kind: "heartbeat", visit };
  if (call.op === "SendTaskFailure") return { kind: "failed", visit, ...refusal(call) };
  const output: Json = call.outputText === undefined ? (call.output ?? null) : parseOutput(call.outputText);
  return { kind: "succeeded", visit, output };
}
