import { randomUUID } from "node:crypto";
import type { DueRunner } from "../clock/due-runner.ts";
import type { Clock, Principal } from "../contracts.ts";
import { refusalOf, type Targets } from "../events/targets.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { ScheduleRecord } from "./declaration.ts";
import { parseSchedule, type Schedule } from "./expression.ts";
import { Timetable } from "./timetable.ts";

export interface SchedulesParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly targets: Targets;
  /** Principal of a new session of the role that a schedule of this group takes. */
  readonly principalOf: (roleArn: string, groupArn: string) => Principal;
  readonly account: string;
  readonly region: string;
}

const KIND = "schedules";
const DISCARDED = "schedules-discarded";

/** The schedules, durable, each waiting in the due queue for its next time. */
export class Schedules {
  readonly #parts: SchedulesParts;
  readonly #timetable: Timetable;

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
    this.#timetable = new Timetable({
      ...parts,
      kind: "schedule-due",
      scheduleOf: (id) => this.#scheduleOf(id),
      run: (id, at) => this.#run(id, at),
      ended: (id) => this.#ended(id),
    });
  }

  find(group: string, name: string): ScheduleRecord | undefined {
    return ScheduleRecord.optional().parse(this.#parts.store.get(KIND, idOf({ group, name })));
  }

  all(): readonly ScheduleRecord[] {
    return this.#parts.store.list(KIND).map(({ value }) => ScheduleRecord.parse(value));
  }

  /** Keeps a schedule and waits for its first time; one that is the same as before waits on. Throws an Error for a wrong one. */
  put(record: ScheduleRecord): void {
    const { store, targets } = this.#parts;
    const id = idOf(record);
    const schedule = boundedSchedule(record);
    targets.checkPlayed(record.Target.Arn);
    store.transaction(() => {
      store.put(KIND, id, record);
      if (record.State === "ENABLED") this.#timetable.arm(id, schedule, this.#startOf(record));
      else this.#timetable.disarm(id);
    });
  }

  /** Whether it would never run. Throws an Error for an expression that is none. */
  isOver(record: ScheduleRecord): boolean {
    const { after, since } = this.#startOf(record);
    return boundedSchedule(record).next(after, since) === undefined;
  }

  delete(record: Pick<ScheduleRecord, "group" | "name">): void {
    const id = idOf(record);
    this.#parts.store.transaction(() => {
      this.#timetable.disarm(id);
      this.#parts.store.delete(KIND, id);
    });
  }

  arnOf({ group, name }: Pick<ScheduleRecord, "group" | "name">): string {
    return `arn:aws:scheduler:${this.#parts.region}:${this.#parts.account}:schedule/${group}/${name}`;
  }

  groupArn(group: string): string {
    return `arn:aws:scheduler:${this.#parts.region}:${this.#parts.account}:schedule-group/${group}`;
  }

  /** A rate runs for the first time at its very start. */
  #startOf({ startAt = 0 }: ScheduleRecord): { readonly after: number; readonly since: number } {
    const since = Math.max(this.#parts.clock.now(), startAt);
    return { after: since - 1, since };
  }

  #read(id: string): ScheduleRecord | undefined {
    return ScheduleRecord.optional().parse(this.#parts.store.get(KIND, id));
  }

  #scheduleOf(id: string): Schedule | undefined {
    const record = this.#read(id);
    return record && boundedSchedule(record);
  }

  #ended(id: string): void {
    const record = this.#read(id);
    if (record?.deletedWhenCompleted) this.delete(record);
  }

  #run(id: string, at: number): void {
    const { targets, principalOf, store } = this.#parts;
    const record = this.#read(id);
    if (record === undefined) return;
    const { Arn, RoleArn, DeadLetterConfig } = record.Target;
    const execution = randomUUID();
    const input = this.#inputOf(record, { at, execution });
    const role = () => principalOf(RoleArn, this.groupArn(record.group));
    const refused = attempt(() => targets.deliver(Arn, input, role()));
    if (refused === undefined) return;
    const facts = {
      SCHEDULE_ARN: this.arnOf(record),
      TARGET_ARN: Arn,
      EXECUTION_ID: execution,
      SCHEDULED_TIME: secondsText(at),
      RETRY_ATTEMPTS: "0",
      ERROR_CODE: refused.code,
      ERROR_MESSAGE: refused.message,
    };
    const lost = attempt(() => targets.send(DeadLetterConfig?.Arn ?? "", input, role(), attributesOf(facts)));
    if (lost === undefined) return;
    console.error(`Schedule ${id}: ${Arn} was not reached: ${refused.message}`);
    store.put(DISCARDED, `${id} ${at}`, { ...facts, input });
  }

  #inputOf(record: ScheduleRecord, { at, execution }: { readonly at: number; readonly execution: string }): string {
    const { account, region } = this.#parts;
    const { Input } = record.Target;
    if (Input === undefined) {
      const common = {
        version: "0",
        id: execution,
        "detail-type": "Scheduled Event",
        source: "aws.scheduler",
        account,
      };
      return JSON.stringify({
        ...common,
        time: secondsText(at),
        region,
        resources: [this.arnOf(record)],
        detail: "{}",
      });
    }
    return Input.replaceAll("<aws.scheduler.schedule-arn>", this.arnOf(record))
      .replaceAll("<aws.scheduler.scheduled-time>", secondsText(at))
      .replaceAll("<aws.scheduler.execution-id>", execution)
      .replaceAll("<aws.scheduler.attempt-number>", "1");
  }
}

/** Why it was refused, or undefined when it went through. */
function attempt(work: () => void): ReturnType<typeof refusalOf> | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return refusalOf(error);
  }
}

function attributesOf(facts: Readonly<Record<string, string>>) {
  const entries = Object.entries(facts).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]);
  return Object.fromEntries(entries);
}

/** A schedule up to its last instant; one that runs once has none. */
function boundedSchedule(record: ScheduleRecord): Schedule {
  const { startAt = 0, endAt = Number.POSITIVE_INFINITY } = record;
  const schedule = parseSchedule(record.ScheduleExpression, record.ScheduleExpressionTimezone);
  if (schedule.once) return schedule;
  return {
    once: false,
    text: `${schedule.text} ${startAt} ${endAt}`,
    next: (after, since) => {
      const at = schedule.next(after, since);
      return at === undefined || at > endAt ? undefined : at;
    },
  };
}

function idOf({ group, name }: Pick<ScheduleRecord, "group" | "name">): string {
  return `${group}/${name}`;
}

function secondsText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}/, "");
}
