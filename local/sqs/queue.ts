import { AwsError } from "../aws-door/aws-error.ts";

/** A queue as the template declares it; durations in seconds, sizes in bytes. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilitySeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly waitSeconds: number;
  readonly maximumBytes: number;
  readonly redrive?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number } | undefined;
}

/** An attribute that the sender gave; binary values are in base64, as the JSON protocol carries them. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}

export interface NewMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly delaySeconds?: number | undefined;
  /** ARN of who sent it, or the name of a service. */
  readonly sender: string;
  /** X-Ray header that travels along. */
  readonly trace?: string | undefined;
}

/** A message as it is stored; instants are UTC ms of the virtual clock. */
export interface Message {
  readonly seq: number;
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sender: string;
  readonly trace: string | undefined;
  readonly sentAt: number;
  readonly receives: number;
  readonly firstReceivedAt: number;
  /** What the receiver shows to delete it. */
  readonly receipt: string;
  /** ARN of the queue that gave it up. */
  readonly deadLetterOf: string | undefined;
}

/** A refusal of SQS: clients of the JSON protocol read `code`, those of the query protocol `queryCode`. */
export class SqsError extends AwsError {
  readonly queryCode: string;

  constructor(code: string, message: string, queryCode = code) {
    super(code, message);
    this.queryCode = queryCode;
  }
}

export function invalidParameter(message: string): SqsError {
  return new SqsError("InvalidParameterValueException", message, "InvalidParameterValue");
}

/** Bytes that count against the limit of a queue: body and attributes. */
export function sizeOf({ body, attributes = {} }: NewMessage): number {
  const parts = Object.entries(attributes).flatMap(([name, { DataType, StringValue, BinaryValue }]) => [
    Buffer.byteLength(name + DataType + (StringValue ?? "")),
    Buffer.byteLength(BinaryValue ?? "", "base64"),
  ]);
  return parts.reduce((sum, part) => sum + part, Buffer.byteLength(body));
}
