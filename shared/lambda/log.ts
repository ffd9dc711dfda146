/** What a log line may hold, and nothing else: ids, codes, rule ids, durations. Never a body, a header, an item. */
export interface LogFields {
  readonly event: string;
  readonly trace?: string;
  readonly route?: string;
  readonly status?: number;
  readonly problem?: string;
  readonly rules?: readonly string[];
  readonly chain?: string;
  readonly seq?: number;
  /** What of several it was: a code of the program. */
  readonly code?: string;
  /** Name of the class of an unexpected error, e.g. `TimeoutError`: its message may quote data. */
  readonly errorName?: string;
}

/** One JSON line on standard output. */
export function log(fields: LogFields): void {
  process.stdout.write(`${JSON.stringify(fields)}\n`);
}

/** Counts one occurrence of a metric, in the embedded format that CloudWatch reads from the log. `millis` since the epoch. */
export function logMetric(name: string, millis: number): void {
  const definition = { Namespace: "Guichet", Dimensions: [[]], Metrics: [{ Name: name, Unit: "Count" }] };
  process.stdout.write(
    `${JSON.stringify({ _aws: { Timestamp: millis, CloudWatchMetrics: [definition] }, [name]: 1 })}\n`,
  );
}
