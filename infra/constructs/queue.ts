import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { retentionDays } from "../config.ts";
import { acknowledge } from "./acknowledge.ts";
import { alarmAtFirst, alarmPeriod } from "./alarm.ts";

/** Messages carry ids and metadata only: encrypted with SQS's own key, over TLS, kept fourteen days. */
const house: QueueProps = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(retentionDays.deadLetters),
};

/** Where the failures of one hop wait for an operator; the first of them rings. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, hop: string) {
    super(scope, id, house);
    acknowledge(this, "AwsSolutions-SQS3", "This queue is itself the last resort of its hop.");
    const visible = this.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: "Maximum" });
    alarmAtFirst(this, "Alarm", visible, `A message of ${hop} failed and waits in its dead-letter queue.`);
  }
}

interface ConcernQueueProps {
  /** What its messages are for. */
  readonly concern: string;
  /** How long its function may take for a batch. */
  readonly handledWithin: Duration;
}

/** A queue of one concern, with its dead-letter queue. */
export class ConcernQueue extends Queue {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { concern, handledWithin }: ConcernQueueProps) {
    const deadLetters = new DeadLetterQueue(scope, `${id}DeadLetters`, concern);
    super(scope, id, {
      ...house,
      // AWS asks for six times what the function may take: a batch that is throttled is tried again within it.
      visibilityTimeout: Duration.seconds(6 * handledWithin.toSeconds()),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    this.deadLetters = deadLetters;
  }
}
