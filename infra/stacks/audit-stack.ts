import { Stack } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnEventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { acknowledge } from "../constructs/acknowledge.ts";
import { alarmAtFirst, alarmPeriod } from "../constructs/alarm.ts";
import { HouseFunction } from "../constructs/function.ts";
import { DeadLetterQueue } from "../constructs/queue.ts";
import { auditEvents, constructId } from "../functions.ts";
import type { FunctionStackProps } from "./api-stack.ts";

/** What the auditor counts in its log, once for each incident. */
const incidents = new Metric({
  namespace: "Guichet",
  metricName: "RecordTampering",
  statistic: "Sum",
  period: alarmPeriod,
});

/** Watches the table of events: an event that is changed or removed is an incident within one batch of the stream. */
export class AuditStack extends Stack {
  constructor(scope: Construct, id: string, props: FunctionStackProps) {
    super(scope, id, props);
    const { stores, bundles } = props;
    const streamArn = streamOf(stores.tables.events);
    const failed = new DeadLetterQueue(this, "AuditFailures", "the audit of the event stream");
    const auditor = new HouseFunction(this, constructId(auditEvents), {
      spec: auditEvents,
      stores,
      bundle: bundles.directoryOf(auditEvents),
      further: [...readsStream(streamArn), sends(failed.queueArn)],
    });
    acknowledge(
      auditor,
      "AwsSolutions-IAM5[Resource::*]",
      "dynamodb:ListStreams, which Lambda needs to follow a stream, names no resource.",
    );
    new CfnEventSourceMapping(this, "EventStream", {
      functionName: auditor.live.functionArn,
      eventSourceArn: streamArn,
      startingPosition: "TRIM_HORIZON",
      filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ["MODIFY", "REMOVE"] }) }] },
      batchSize: 100,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      destinationConfig: { onFailure: { destination: failed.queueArn } },
    });
    alarmAtFirst(this, "Incidents", incidents, "An event was changed or removed: read the table of incidents.");
  }
}

function streamOf(table: ITableV2): string {
  if (table.tableStreamArn === undefined) throw new Error("The table of events bears no stream.");
  return table.tableStreamArn;
}

function readsStream(streamArn: string): PolicyStatement[] {
  const onStream = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
  return [
    new PolicyStatement({ actions: onStream, resources: [streamArn] }),
    new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: ["*"] }),
  ];
}

function sends(queueArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queueArn] });
}
