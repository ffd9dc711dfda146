import { z } from "zod";
import type { DueRunner } from "../clock/due-runner.ts";
import type { Clock } from "../contracts.ts";
import type { BusEvent } from "../events/bus-event.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import type { Alarm } from "./alarm.ts";
import { type AlarmState, type Condition, evaluate, LOOKED_AT_BEYOND } from "./evaluation.ts";
import { type Dimensions, type Metric, type Metrics, metricKey } from "./metric.ts";
import { Series } from "./series.ts";
import { stateChange } from "./state-change.ts";

const Kept = z.object({
  state: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]),
  /** UTC ms at which it came to be so. */
  since: z.number(),
  /** UTC ms at which it last began to ring. */
  rangAt: z.number().optional(),
  /** The due at which it is looked at again. */
  next: z.object({ at: z.number(), seq: z.number() }).optional(),
});
type Kept = Readonly<z.infer<typeof Kept>>;

export interface AlarmsParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  /** Puts an event on the default bus, in the transaction it is called in. */
  readonly putEvent: (event: BusEvent) => void;
  readonly account: string;
  readonly region: string;
}

/** An alarm and where it stands. */
export interface StandingAlarm {
  readonly alarm: Alarm;
  readonly state: AlarmState;
  /** UTC ms; undefined before it was first looked at. */
  readonly since: number | undefined;
  /** UTC ms at which it last began to ring. */
  readonly rangAt: number | undefined;
}

const KIND = "cloudwatch-alarm";
const Payload = z.object({ name: z.string() });

/**
 * The alarms of the template, judged at each value that they watch, and again when a period has passed only while that may
 * change something: alarms that rest wake nobody.
 */
export class Alarms implements Metrics {
  readonly #parts: AlarmsParts;
  readonly #alarms = new Map<string, Alarm>();
  readonly #watchers = new Map<string, { readonly series: Series; readonly alarms: readonly Alarm[] }>();

  constructor(parts: AlarmsParts) {
    this.#parts = parts;
    parts.due.on(KIND, (payload) => {
      const alarm = this.#alarms.get(Payload.parse(payload).name);
      if (alarm !== undefined) this.#judge(alarm);
    });
  }

  declare(alarm: Alarm): void {
    this.#alarms.set(alarm.name, alarm);
    if (alarm.metric === undefined) return;
    const key = metricKey(alarm.metric);
    const alarms = [...(this.#watchers.get(key)?.alarms ?? []), alarm];
    const keptMillis = Math.max(...alarms.map((one) => periodsOf(one) * one.periodSeconds * 1000));
    this.#watchers.set(key, { series: new Series(keptMillis), alarms });
  }

  /** Judges every alarm for the first time. */
  start(): void {
    for (const alarm of this.#alarms.values()) this.#judge(alarm);
  }

  count(namespace: string, values: Readonly<Record<string, number>>, ...of: readonly Dimensions[]): void {
    for (const [name, value] of Object.entries(values)) {
      for (const dimensions of of) this.#take({ namespace, name, dimensions }, (series, now) => series.add(value, now));
    }
  }

  level(metric: Metric, read: () => number): void {
    this.#take(metric, (series, now) => series.setLevel(read(), now));
  }

  list(): readonly StandingAlarm[] {
    return [...this.#alarms.values()].map((alarm) => {
      const kept = this.#kept(alarm);
      return { alarm, state: kept?.state ?? "INSUFFICIENT_DATA", since: kept?.since, rangAt: kept?.rangAt };
    });
  }

  #take(metric: Metric, add: (series: Series, now: number) => void): void {
    const watched = this.#watchers.get(metricKey(metric));
    if (watched === undefined) return;
    add(watched.series, this.#parts.clock.now());
    for (const alarm of watched.alarms) this.#judge(alarm);
  }

  #judge(alarm: Alarm): void {
    const { store, clock, putEvent } = this.#parts;
    const now = clock.now();
    const kept = this.#kept(alarm);
    const before = kept?.state ?? "INSUFFICIENT_DATA";
    const { state, rests } = this.#standing(alarm, before, now);
    const next = rests ? undefined : now - (now % (alarm.periodSeconds * 1000)) + alarm.periodSeconds * 1000;
    if (kept?.state === state && kept.next?.at === next) return;
    store.transaction(() => {
      const since = kept?.state === state ? kept.since : now;
      const rangAt = state === "ALARM" ? since : kept?.rangAt;
      store.put(KIND, alarm.name, { state, since, rangAt, next: this.#arm(alarm, kept?.next, next) });
      if (state !== before) putEvent(stateChange({ alarm, before, state, at: now }, this.#parts));
    });
  }

  /** The state by the points of now, and whether it stays so when nothing more happens. */
  #standing(alarm: Alarm, before: AlarmState, now: number): { readonly state: AlarmState; readonly rests: boolean } {
    const series = alarm.metric && this.#watchers.get(metricKey(alarm.metric))?.series;
    if (series === undefined) return { state: "INSUFFICIENT_DATA", rests: true };
    const window = { now, periodMillis: alarm.periodSeconds * 1000, periods: periodsOf(alarm) };
    const state = evaluate(alarm, series.points(alarm.statistic, window), before);
    return { state, rests: state === evaluate(alarm, series.steady(alarm.statistic, window), state) };
  }

  #arm({ name }: Alarm, armed: Kept["next"], at: number | undefined): Kept["next"] {
    if (armed?.at === at) return armed;
    if (armed !== undefined) this.#parts.due.cancel(armed.seq);
    return at === undefined ? undefined : { at, seq: this.#parts.due.add(at, KIND, { name }) };
  }

  #kept({ name }: Alarm): Kept | undefined {
    return Kept.optional().parse(this.#parts.store.get(KIND, name));
  }
}

function periodsOf({ evaluationPeriods }: Condition): number {
  return evaluationPeriods + LOOKED_AT_BEYOND;
}
