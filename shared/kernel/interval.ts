import type { Instant } from "./time.ts";

/** From an instant, included, to another, excluded: intervals that follow each other neither overlap nor leave a gap. */
export type Interval = { readonly from: Instant; readonly to: Instant };

/** The interval from one instant to another; RangeError when it ends before it starts. Empty when both are the same. */
export function interval(from: Instant, to: Instant): Interval {
  if (to < from) throw new RangeError(`an interval cannot run from ${from} back to ${to}`);
  return { from, to };
}

/** Whether the instant is in the interval. */
export const contains = ({ from, to }: Interval, instant: Instant): boolean => from <= instant && instant < to;

/** Whether some instant is in both intervals. */
export const overlaps = (a: Interval, b: Interval): boolean =>
  a.from < b.to && b.from < a.to && a.from < a.to && b.from < b.to;
