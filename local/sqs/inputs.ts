import { z } from "zod";

/** A member that is no part of what is played is refused by its name, and never ignored. */
const FIFO = { MessageGroupId: z.undefined().optional(), MessageDeduplicationId: z.undefined().optional() };

const attribute = z.strictObject({
  DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

const seconds = (most: number) => z.number().int().min(0).max(most);
const TWELVE_HOURS = 43_200;

const message = {
  MessageBody: z.string().min(1),
  DelaySeconds: seconds(900).optional(),
  MessageAttributes: z
    .record(z.string(), attribute)
    .refine((given) => Object.keys(given).length <= 10, "at most 10 attributes")
    .optional(),
  MessageSystemAttributes: z.strictObject({ AWSTraceHeader: attribute.optional() }).optional(),
  ...FIFO,
};

const QueueUrl = z.string();
const visibility = { ReceiptHandle: z.string(), VisibilityTimeout: seconds(TWELVE_HOURS) };
/** The entries of a batch are judged one by one: here only that each has its id. */
const batch = z.strictObject({ QueueUrl, Entries: z.array(z.looseObject({ Id: z.string() })) });

export const inputs = {
  SendMessage: z.strictObject({ QueueUrl, ...message }),
  SendMessageBatch: batch,
  ReceiveMessage: z.strictObject({
    QueueUrl,
    MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
    WaitTimeSeconds: seconds(20).optional(),
    VisibilityTimeout: seconds(TWELVE_HOURS).optional(),
    AttributeNames: z.array(z.string()).default([]),
    MessageSystemAttributeNames: z.array(z.string()).default([]),
    MessageAttributeNames: z.array(z.string()).default([]),
    ReceiveRequestAttemptId: z.undefined().optional(),
  }),
  DeleteMessage: z.strictObject({ QueueUrl, ReceiptHandle: z.string() }),
  DeleteMessageBatch: batch,
  ChangeMessageVisibility: z.strictObject({ QueueUrl, ...visibility }),
  ChangeMessageVisibilityBatch: batch,
  GetQueueUrl: z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
  GetQueueAttributes: z.strictObject({ QueueUrl, AttributeNames: z.array(z.string()).default([]) }),
  PurgeQueue: z.strictObject({ QueueUrl }),
  StartMessageMoveTask: z.strictObject({
    SourceArn: z.string(),
    DestinationArn: z.string().optional(),
    MaxNumberOfMessagesPerSecond: z.number().int().min(1).max(500).optional(),
  }),
  ListMessageMoveTasks: z.strictObject({
    SourceArn: z.string(),
    MaxResults: z.number().int().min(1).max(10).default(1),
  }),
};

const Id = z.string();
export const entries = {
  SendMessageBatch: z.strictObject({ Id, ...message }),
  DeleteMessageBatch: z.strictObject({ Id, ReceiptHandle: z.string() }),
  ChangeMessageVisibilityBatch: z.strictObject({ Id, ...visibility }),
};
