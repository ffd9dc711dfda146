import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnEventInvokeConfig, CfnEventSourceMapping, type IAlias } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule, ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";
import { constructId, entryOf, triggersOf, type WorkerSpec } from "../function-spec.ts";
import type { QueueTrigger, ScheduleTrigger, StreamTrigger, Trigger } from "../triggers.ts";
import { DeadLetterQueue } from "./queue.ts";
import { schedulingRole } from "./schedule.ts";
import type { Surroundings } from "./surroundings.ts";

/** How a function is run: what its role must be allowed for it, and the parts between the two. */
interface Hookup {
  readonly further: readonly PolicyStatement[];
  connect(live: IAlias): void;
}

/** What a hookup is made of; ids are made of the worker's own. */
interface Parts {
  readonly scope: Construct;
  readonly spec: WorkerSpec;
  readonly around: Surroundings;
  /** Where what failed to the end waits, the same for all triggers of a worker. */
  failures(): DeadLetterQueue;
}

/** Prepares what has a worker run; to be connected once the worker exists. */
export function hookupOf(scope: Construct, spec: WorkerSpec, around: Surroundings): Hookup {
  let queue: DeadLetterQueue | undefined;
  const failures = () => {
    queue ??= new DeadLetterQueue(scope, `${constructId(spec)}Failures`, entryOf(spec));
    return queue;
  };
  const hookups = triggersOf(spec).map((trigger) => hookup({ scope, spec, around, failures }, trigger));
  const failing = queue && new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queue.queueArn] });
  return {
    further: [...hookups.flatMap(({ further }) => further), ...(failing ? [failing] : [])],
    connect: (live) => {
      for (const { connect } of hookups) connect(live);
    },
  };
}

function hookup(parts: Parts, trigger: Trigger): Hookup {
  if ("queue" in trigger) return toQueue(parts, trigger);
  if ("stream" in trigger) return toStream(parts, trigger);
  if ("schedule" in trigger) return toSchedule(parts, trigger);
  return { further: [], connect: () => undefined };
}

function toQueue({ scope, spec, around }: Parts, trigger: QueueTrigger): Hookup {
  const { queueArn } = around.roads.queues[trigger.queue];
  const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  return {
    further: [new PolicyStatement({ actions, resources: [queueArn] })],
    connect: ({ functionArn }) => {
      new CfnEventSourceMapping(scope, `${constructId(spec)}Messages`, {
        functionName: functionArn,
        eventSourceArn: queueArn,
        batchSize: trigger.batchSize ?? 10,
        ...(trigger.atATime && { scalingConfig: { maximumConcurrency: trigger.atATime } }),
        functionResponseTypes: ["ReportBatchItemFailures"],
      });
    },
  };
}

function toStream({ scope, spec, around, failures }: Parts, trigger: StreamTrigger): Hookup {
  const { tableStreamArn } = around.stores.tables[trigger.stream];
  if (tableStreamArn === undefined) throw new Error(`Table ${trigger.stream} bears no stream.`);
  const failed = failures();
  const onStream = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
  return {
    further: [
      new PolicyStatement({ actions: onStream, resources: [tableStreamArn] }),
      // Lambda needs it to follow a stream, and it names no resource.
      new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: ["*"] }),
    ],
    connect: ({ functionArn }) => {
      new CfnEventSourceMapping(scope, `${constructId(spec)}Records`, {
        functionName: functionArn,
        eventSourceArn: tableStreamArn,
        startingPosition: "TRIM_HORIZON",
        filterCriteria: { filters: [{ pattern: JSON.stringify(trigger.filter) }] },
        batchSize: 100,
        bisectBatchOnFunctionError: true,
        functionResponseTypes: ["ReportBatchItemFailures"],
        maximumRetryAttempts: 5,
        destinationConfig: { onFailure: { destination: failed.queueArn } },
      });
    },
  };
}

/** The queue of failures takes what the Scheduler could not hand over, and what the function failed at three times. */
function toSchedule({ scope, spec, failures }: Parts, trigger: ScheduleTrigger): Hookup {
  const id = constructId(spec);
  const failed = failures();
  return {
    further: [],
    connect: (live) => {
      const group = new ScheduleGroup(scope, `${id}Schedules`);
      const role = schedulingRole(group, group, {
        description: `What the schedule of ${entryOf(spec)} may do`,
        reaches: { "lambda:InvokeFunction": [live.functionArn], "sqs:SendMessage": [failed.queueArn] },
      });
      new CfnSchedule(scope, `${id}Schedule`, {
        groupName: group.scheduleGroupName,
        scheduleExpression: trigger.schedule,
        scheduleExpressionTimezone: "Europe/Paris",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: live.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify(trigger.input),
          deadLetterConfig: { arn: failed.queueArn },
        },
      });
      new CfnEventInvokeConfig(scope, `${id}Failing`, {
        functionName: live.version.lambda.functionName,
        qualifier: "live",
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: failed.queueArn } },
      });
    },
  };
}
