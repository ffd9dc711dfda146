export type Statistic = "Sum" | "Average" | "Minimum" | "Maximum" | "SampleCount";

/** What was counted in one minute. */
interface Minute {
  readonly at: number;
  samples: number;
  total: number;
  least: number;
  greatest: number;
}

/** Points of a metric: one for each period, the oldest first; undefined for a period without data. */
export type Points = readonly (number | undefined)[];

export interface Window {
  /** UTC ms, within the last of the periods. */
  readonly now: number;
  readonly periodMillis: number;
  readonly periods: number;
}

const MINUTE = 60_000;

/** Values of one metric, in memory: what was counted before a restart is counted no more. */
export class Series {
  readonly #keptMillis: number;
  #minutes: Minute[] = [];
  /** Instants at which the level changed. */
  #levels: Array<{ readonly at: number; readonly value: number }> = [];

  /** `keptMillis`: how far back an alarm looks. */
  constructor(keptMillis: number) {
    this.#keptMillis = keptMillis;
  }

  add(value: number, now: number): void {
    const at = now - (now % MINUTE);
    const minute = this.#minutes.find((one) => one.at === at);
    if (minute === undefined) this.#minutes.push({ at, samples: 1, total: value, least: value, greatest: value });
    else {
      minute.samples += 1;
      minute.total += value;
      minute.least = Math.min(minute.least, value);
      minute.greatest = Math.max(minute.greatest, value);
    }
    this.#minutes = this.#minutes.filter((one) => one.at >= at - this.#keptMillis);
  }

  setLevel(value: number, now: number): void {
    const before = this.#levels.filter(({ at }) => at < now);
    const isOld = ({ at }: { readonly at: number }) => at < now - this.#keptMillis;
    // The last of the old ones held until the first of the others.
    this.#levels = [...before.filter(isOld).slice(-1), ...before.filter((one) => !isOld(one)), { at: now, value }];
  }

  points(statistic: Statistic, window: Window): Points {
    return starts(window).map((start) => this.#pointOf(statistic, start, start + window.periodMillis));
  }

  /** The same, once nothing more happens for long. */
  steady(statistic: Statistic, { periods }: Window): Points {
    const last = this.#levels.at(-1);
    return Array.from({ length: periods }, () => last && ofLevel(statistic, last.value));
  }

  #pointOf(statistic: Statistic, start: number, end: number): number | undefined {
    const level = this.#levels.findLast(({ at }) => at < end);
    if (level !== undefined) return ofLevel(statistic, level.value);
    const minutes = this.#minutes.filter(({ at }) => at >= start && at < end);
    return minutes.length === 0 ? undefined : STATISTICS[statistic](minutes);
  }
}

/** Services tell a level once in a period. */
function ofLevel(statistic: Statistic, value: number): number {
  return statistic === "SampleCount" ? 1 : value;
}

function starts({ now, periodMillis, periods }: Window): readonly number[] {
  const last = now - (now % periodMillis);
  return Array.from({ length: periods }, (_, index) => last - (periods - 1 - index) * periodMillis);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const samples = (minutes: readonly Minute[]) => sum(minutes.map((one) => one.samples));
const total = (minutes: readonly Minute[]) => sum(minutes.map((one) => one.total));

const STATISTICS: Readonly<Record<Statistic, (minutes: readonly Minute[]) => number>> = {
  Sum: total,
  SampleCount: samples,
  Average: (minutes) => total(minutes) / samples(minutes),
  Minimum: (minutes) => Math.min(...minutes.map(({ least }) => least)),
  Maximum: (minutes) => Math.max(...minutes.map(({ greatest }) => greatest)),
};
