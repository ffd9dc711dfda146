import type { DueRunner } from "../clock/due-runner.ts";
import type { Clock, Principal } from "../contracts.ts";
import { around } from "../kill-points.ts";
import type { EventMatcher } from "../patterns/event-pattern.ts";
import type { Schedule } from "../scheduler/expression.ts";
import { Timetable } from "../scheduler/timetable.ts";
import type { Caller } from "../sqs/access.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { type BusEvent, busEvent } from "./bus-event.ts";
import { inputFor, type TargetInput } from "./target-input.ts";
import { refusalOf, type Targets } from "./targets.ts";

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly input: TargetInput;
  /** Role that the bus takes to reach the target; without it, the target's own policy must let the bus in. */
  readonly roleArn: string | undefined;
  readonly deadLetterArn: string | undefined;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly matches: EventMatcher | undefined;
  readonly schedule: Schedule | undefined;
  readonly targets: readonly RuleTarget[];
}

export interface BusesParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly targets: Targets;
  /** Principal of a new session of a role that the bus may take. */
  readonly principalOf: (roleArn: string, sourceArn: string) => Principal;
  readonly account: string;
  readonly region: string;
}

export const DEFAULT_BUS = "default";
const SERVICE = "events.amazonaws.com";
const DISCARDED = "events-discarded";

/**
 * The event buses with their rules. An event is matched and handed to every target in one transaction: it reaches all of
 * them, once, or it was not taken. A target that refuses it sends it to its dead-letter queue; there is nothing to try again,
 * since no network lies between.
 */
export class EventBuses {
  readonly #parts: BusesParts;
  readonly #buses = new Set([DEFAULT_BUS]);
  readonly #rules = new Map<string, Rule>();
  readonly #timetable: Timetable;

  constructor(parts: BusesParts) {
    this.#parts = parts;
    this.#timetable = new Timetable({
      ...parts,
      kind: "rule-schedule",
      scheduleOf: (arn) => this.#rules.get(arn)?.schedule,
      run: (arn, at) => this.#tick(arn, at),
      ended: () => undefined,
    });
  }

  declareBus(name: string): void {
    this.#buses.add(name);
  }

  hasBus(name: string): boolean {
    return this.#buses.has(name);
  }

  putRule(rule: Rule): void {
    this.#rules.set(rule.arn, rule);
  }

  /** Waits for the next time of each rule with a schedule; what an earlier template scheduled waits no more. */
  start(): void {
    for (const arn of this.#timetable.ids()) if (!this.#rules.get(arn)?.schedule) this.#timetable.disarm(arn);
    const now = this.#parts.clock.now();
    for (const { arn, schedule } of this.#rules.values()) {
      if (schedule !== undefined) this.#timetable.arm(arn, schedule, { after: now, since: now });
    }
  }

  /** Hands an event to every target whose rule matches it, durable with the transaction it is called in. */
  put(event: BusEvent, bus = DEFAULT_BUS): void {
    const handOver = () => {
      for (const rule of this.#rules.values())
        if (rule.bus === bus && rule.matches?.(event)) this.#handOver(event, rule);
    };
    const { store } = this.#parts;
    around("bus-event", store.database, () => store.transaction(handOver));
  }

  #handOver(event: BusEvent, rule: Rule): void {
    const passage = { ruleArn: rule.arn, ruleName: rule.name, at: this.#parts.clock.now() };
    for (const target of rule.targets) {
      try {
        const caller = this.#callerFor(rule, target);
        this.#parts.targets.deliver(target.arn, inputFor(event, target.input, passage), caller);
      } catch (error) {
        this.#giveUp(event, rule, target, refusalOf(error));
      }
    }
  }

  #callerFor({ arn: sourceArn }: Rule, { roleArn }: RuleTarget): Caller {
    return roleArn === undefined
      ? { kind: "service", service: SERVICE, sourceArn }
      : this.#parts.principalOf(roleArn, sourceArn);
  }

  #giveUp(event: BusEvent, rule: Rule, target: RuleTarget, { code, message }: { code: string; message: string }): void {
    const text = (StringValue: string) => ({ DataType: "String", StringValue });
    const attributes = {
      RULE_ARN: text(rule.arn),
      TARGET_ARN: text(target.arn),
      ERROR_CODE: text(code),
      ERROR_MESSAGE: text(message),
      RETRY_ATTEMPTS: text("0"),
    };
    const caller = { kind: "service", service: SERVICE, sourceArn: rule.arn } as const;
    try {
      if (target.deadLetterArn !== undefined) {
        this.#parts.targets.send(target.deadLetterArn, JSON.stringify(event), caller, attributes);
        return;
      }
    } catch (error) {
      refusalOf(error);
    }
    console.error(`Rule ${rule.name}: event ${event.id} did not reach ${target.arn}: ${message}`);
    this.#parts.store.put(DISCARDED, `${event.id} ${target.id}`, {
      event,
      rule: rule.arn,
      target: target.arn,
      reason: { code, message },
    });
  }

  #tick(arn: string, at: number): void {
    const { account, region } = this.#parts;
    const rule = this.#rules.get(arn);
    const facts = { source: "aws.events", detailType: "Scheduled Event", detail: {}, resources: [arn], at };
    if (rule !== undefined) this.#handOver(busEvent(facts, { account, region }), rule);
  }
}
