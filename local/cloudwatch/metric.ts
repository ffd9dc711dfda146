/** Which resource a metric is of, as its service says (`{FunctionName: …}`). */
export type Dimensions = Readonly<Record<string, string>>;

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** Where services say what happens to their resources; both are dropped when no alarm watches the metric. */
export interface Metrics {
  /** Values of one moment, of the resource that each set of dimensions stands for. */
  count(namespace: string, values: Readonly<Record<string, number>>, ...of: readonly Dimensions[]): void;
  /** A level, which holds until it is told again; read only where it is watched. */
  level(metric: Metric, read: () => number): void;
}

/** The same text for the same metric. */
export function metricKey({ namespace, name, dimensions }: Metric): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1))]);
}
