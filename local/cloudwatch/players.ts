import { z } from "zod";
import type { DeclaredResource, PhysicalResource, ResourcePlayer } from "../contracts.ts";
import type { Alarm } from "./alarm.ts";
import type { Alarms } from "./alarms.ts";
import { COMPARISONS, type Comparison } from "./evaluation.ts";
import type { Metric } from "./metric.ts";

const isComparison = (text: string): text is Comparison => Object.hasOwn(COMPARISONS, text);

const numeric = z.coerce.number();
const alarmProperties = z.looseObject({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  ComparisonOperator: z.string(),
  DatapointsToAlarm: numeric.int().positive().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  EvaluationPeriods: numeric.int().positive(),
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Period: numeric.int().positive().multipleOf(60, "periods below a minute are not played").default(60),
  Statistic: z.enum(["Sum", "Average", "Minimum", "Maximum", "SampleCount"]).optional(),
  Threshold: numeric.default(0),
  TreatMissingData: z.enum(["missing", "ignore", "breaching", "notBreaching"]).default("missing"),
});

const ACTIONS = "nobody is told but the default bus and the console";
const EXPRESSION = "an alarm on an expression, a percentile or an anomaly is not evaluated: it stays without data";

interface Place {
  readonly account: string;
  readonly region: string;
}

/** Plays alarms; they are judged once everything that they watch is there. */
export function alarmPlayer(alarms: Alarms, { account, region }: Place): ResourcePlayer {
  return {
    type: "AWS::CloudWatch::Alarm",
    reads: Object.keys(alarmProperties.shape),
    ignores: {
      ActionsEnabled: ACTIONS,
      AlarmActions: ACTIONS,
      EvaluateLowSampleCountPercentile: EXPRESSION,
      ExtendedStatistic: EXPRESSION,
      InsufficientDataActions: ACTIONS,
      Metrics: EXPRESSION,
      OKActions: ACTIONS,
      Tags: "no policy played here reads tags",
      ThresholdMetricId: EXPRESSION,
      Unit: "services tell each metric in one unit",
    },
    replacedBy: ["AlarmName"],
    create: async (resource): Promise<PhysicalResource> => {
      const alarm = alarmOf(resource, (name) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`);
      alarms.declare(alarm);
      return { ref: alarm.name, attributes: { Arn: alarm.arn } };
    },
    start: async () => alarms.start(),
  };
}

function alarmOf({ properties, generatedName }: DeclaredResource, arnOf: (name: string) => string): Alarm {
  const declared = alarmProperties.parse(properties);
  const name = declared.AlarmName ?? generatedName;
  const { ComparisonOperator: comparison } = declared;
  const judged = isComparison(comparison);
  return {
    name,
    arn: arnOf(name),
    description: declared.AlarmDescription,
    metric: judged ? metricOf(declared) : undefined,
    statistic: declared.Statistic ?? "Average",
    periodSeconds: declared.Period,
    comparison: judged ? comparison : "GreaterThanThreshold",
    threshold: declared.Threshold,
    evaluationPeriods: declared.EvaluationPeriods,
    datapointsToAlarm: declared.DatapointsToAlarm ?? declared.EvaluationPeriods,
    missingData: declared.TreatMissingData,
  };
}

/** The one metric that the alarm watches; none where it is an expression or a percentile. */
function metricOf({
  Namespace,
  MetricName,
  Statistic,
  Dimensions,
}: z.infer<typeof alarmProperties>): Metric | undefined {
  if (Namespace === undefined || MetricName === undefined || Statistic === undefined) return undefined;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions };
}
