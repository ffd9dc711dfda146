import { z } from "zod";
import type { Metrics } from "./metric.ts";

const Embedded = z.looseObject({
  _aws: z.looseObject({
    CloudWatchMetrics: z.array(
      z.looseObject({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.looseObject({ Name: z.string() })),
      }),
    ),
  }),
});

const Values = z.union([z.number().transform((value) => [value]), z.array(z.number())]).catch([]);

/** Counts what a line of a function's log tells in the embedded metric format; any other line is passed over. */
export function countEmbedded(line: string, metrics: Metrics): void {
  const told = line.includes('"_aws"') ? Embedded.safeParse(parsed(line)).data : undefined;
  if (told === undefined) return;
  for (const { Namespace, Dimensions, Metrics } of told._aws.CloudWatchMetrics) {
    const of = Dimensions.map((names) => Object.fromEntries(names.map((name) => [name, String(told[name])])));
    for (const { Name } of Metrics) {
      for (const value of Values.parse(told[Name])) metrics.count(Namespace, { [Name]: value }, ...of);
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
