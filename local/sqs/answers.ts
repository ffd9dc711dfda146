import { attributesDigest, bodyDigest } from "./digests.ts";
import type { Counts } from "./message-store.ts";
import type { Message, MessageAttribute, Queue } from "./queue.ts";

/** The digests that SendMessage answers. */
export function digestsOf(message: {
  readonly MessageBody: string;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>> | undefined;
}): Readonly<Record<string, string>> {
  const attributes = attributesDigest(message.MessageAttributes ?? {});
  return {
    MD5OfMessageBody: bodyDigest(message.MessageBody),
    ...(attributes !== undefined && { MD5OfMessageAttributes: attributes }),
  };
}

export interface Asked {
  readonly system: readonly string[];
  readonly attributes: readonly string[];
}

/** A message as ReceiveMessage answers it, with what was asked for. */
export function receivedMessage(message: Message, asked: Asked): object {
  const attributes = Object.entries(message.attributes).filter(([name]) =>
    asked.attributes.some((one) => isWanted(name, one)),
  );
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => asked.system.includes("All") || asked.system.includes(name),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: bodyDigest(message.body),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(attributes.length > 0 && {
      MessageAttributes: Object.fromEntries(attributes),
      MD5OfMessageAttributes: attributesDigest(Object.fromEntries(attributes)),
    }),
  };
}

function isWanted(name: string, wanted: string): boolean {
  if (wanted === "All" || wanted === ".*") return true;
  return wanted.endsWith(".*") ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

/** What SQS itself says of a message. */
export function systemAttributes(message: Message): Record<string, string> {
  const { sender, sentAt, receives, firstReceivedAt, deadLetterOf, trace } = message;
  return {
    SenderId: sender,
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: String(receives),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    ...(deadLetterOf !== undefined && { DeadLetterQueueSourceArn: deadLetterOf }),
    ...(trace !== undefined && { AWSTraceHeader: trace }),
  };
}

/** What GetQueueAttributes answers, all of it. */
export function queueAttributes(queue: Queue, counts: Counts, policy: unknown): Record<string, string> {
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    ApproximateNumberOfMessagesNotVisible: String(counts.held),
    DelaySeconds: String(queue.delaySeconds),
    MaximumMessageSize: String(queue.maximumBytes),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    ReceiveMessageWaitTimeSeconds: String(queue.waitSeconds),
    VisibilityTimeout: String(queue.visibilitySeconds),
    ...(queue.redrive !== undefined && { RedrivePolicy: JSON.stringify(queue.redrive) }),
    ...(policy !== undefined && { Policy: JSON.stringify(policy) }),
  };
}
