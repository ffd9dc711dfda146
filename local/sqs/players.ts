import { z } from "zod";
import type { ResourcePlayer } from "../contracts.ts";
import { parsePolicy } from "../iam/policy.ts";
import type { QueueAccess } from "./access.ts";
import type { Queues } from "./queues.ts";

const seconds = (least: number, most: number, initial: number) =>
  z.coerce.number().int().min(least).max(most).default(initial);

const redrivePolicy = z
  .preprocess(
    (given) => (typeof given === "string" ? JSON.parse(given) : given),
    z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().min(1).max(1000) }),
  )
  .optional();

/** The largest message that SQS takes, and what a queue takes when it does not say. */
const LARGEST_MESSAGE = 1_048_576;

const queueProperties = z.looseObject({
  QueueName: z.string().optional(),
  FifoQueue: z.union([z.literal(false), z.literal("false")], "FIFO queues are not played").optional(),
  VisibilityTimeout: seconds(0, 43_200, 30),
  DelaySeconds: seconds(0, 900, 0),
  MessageRetentionPeriod: seconds(60, 1_209_600, 345_600),
  ReceiveMessageWaitTimeSeconds: seconds(0, 20, 0),
  MaximumMessageSize: z.coerce.number().int().min(1024).max(LARGEST_MESSAGE).default(LARGEST_MESSAGE),
  RedrivePolicy: redrivePolicy,
});

const policyProperties = z.looseObject({ Queues: z.array(z.string()), PolicyDocument: z.unknown() });

const ENCRYPTION = "messages are kept in a file that only its owner reads";

interface QueuePlayersParts {
  readonly queues: Queues;
  readonly access: QueueAccess;
  readonly account: string;
  readonly region: string;
  /** Port of the AWS endpoint, where the URLs of queues lead. */
  readonly port: number;
}

/** Plays queues and their policies. */
export function queuePlayers({ queues, access, account, region, port }: QueuePlayersParts): readonly ResourcePlayer[] {
  return [
    {
      type: "AWS::SQS::Queue",
      reads: Object.keys(queueProperties.shape),
      ignores: {
        KmsDataKeyReusePeriodSeconds: ENCRYPTION,
        KmsMasterKeyId: ENCRYPTION,
        RedriveAllowPolicy: "a dead-letter queue takes from every queue that names it",
        SqsManagedSseEnabled: ENCRYPTION,
        Tags: "no policy played here reads tags",
      },
      replacedBy: ["QueueName"],
      create: async ({ properties, generatedName }) => {
        const declared = queueProperties.parse(properties);
        const name = declared.QueueName ?? generatedName;
        const arn = `arn:aws:sqs:${region}:${account}:${name}`;
        const url = `http://127.0.0.1:${port}/${account}/${name}`;
        queues.declare({
          name,
          arn,
          url,
          visibilitySeconds: declared.VisibilityTimeout,
          delaySeconds: declared.DelaySeconds,
          retentionSeconds: declared.MessageRetentionPeriod,
          waitSeconds: declared.ReceiveMessageWaitTimeSeconds,
          maximumBytes: declared.MaximumMessageSize,
          redrive: declared.RedrivePolicy,
        });
        return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
      },
      start: async () => queues.start(),
    },
    {
      type: "AWS::SQS::QueuePolicy",
      reads: Object.keys(policyProperties.shape),
      ignores: {},
      replacedBy: [],
      create: async ({ properties, generatedName }) => {
        const declared = policyProperties.parse(properties);
        const document = parsePolicy(declared.PolicyDocument, `queue policy ${generatedName}`);
        for (const url of declared.Queues) access.putPolicy(queues.get(url), document);
        return { ref: generatedName, attributes: { Id: generatedName } };
      },
    },
  ];
}
