import type { Points } from "./series.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export type Comparison = keyof typeof COMPARISONS;
export type MissingData = "missing" | "ignore" | "breaching" | "notBreaching";

/** When an alarm rings: once `datapointsToAlarm` of the last `evaluationPeriods` points are beyond the threshold. */
export interface Condition {
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
}

/** Alarms look at somewhat more periods than they judge, so that the last real points count before missing ones. */
export const LOOKED_AT_BEYOND = 2;

export const COMPARISONS = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
};

/**
 * State of an alarm by the points that it looks at, the oldest first. The last real ones are judged; what is missing of
 * them is taken as `missingData` says. `before`: the state until now.
 */
export function evaluate(condition: Condition, points: Points, before: AlarmState): AlarmState {
  const { comparison, threshold, evaluationPeriods, datapointsToAlarm, missingData } = condition;
  const real = points.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const breaching = real.filter((point) => COMPARISONS[comparison](point, threshold)).length;
  const missing = evaluationPeriods - real.length;
  const fine = real.length - breaching;
  if (breaching + (missingData === "breaching" ? missing : 0) >= datapointsToAlarm) return "ALARM";
  if (fine + (missingData === "notBreaching" ? missing : 0) > evaluationPeriods - datapointsToAlarm) return "OK";
  return undecided(condition, { breaching, real: real.length }, before);
}

/** Too few points to tell: with `missing`, those that there are must agree. */
function undecided(
  { missingData }: Condition,
  { breaching, real }: { readonly breaching: number; readonly real: number },
  before: AlarmState,
): AlarmState {
  if (missingData === "ignore") return before;
  if (missingData !== "missing") return "OK";
  if (real === 0) return "INSUFFICIENT_DATA";
  return breaching === real ? "ALARM" : "OK";
}
