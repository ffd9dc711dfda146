import type { Condition } from "./evaluation.ts";
import type { Metric } from "./metric.ts";
import type { Statistic } from "./series.ts";

/** An alarm as the template declares it. Without `metric` it is of a kind that is not evaluated here. */
export interface Alarm extends Condition {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly metric: Metric | undefined;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
}
