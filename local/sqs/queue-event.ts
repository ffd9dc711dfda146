import { z } from "zod";
import { systemAttributes } from "./answers.ts";
import { attributesDigest, bodyDigest } from "./digests.ts";
import type { Message, Queue } from "./queue.ts";

/** The record in which Lambda hands a message to a function. */
export function queueRecord(message: Message, queue: Queue): Readonly<Record<string, unknown>> {
  const digest = attributesDigest(message.attributes);
  const attributes = Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    {
      ...(StringValue !== undefined && { stringValue: StringValue }),
      ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: DataType,
    },
  ]);
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: bodyDigest(message.body),
    ...(digest !== undefined && { md5OfMessageAttributes: digest }),
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: queue.arn.split(":")[3],
  };
}

/** A record as filters see it: a body that is JSON is looked into. */
export function filteredRecord(message: Message, queue: Queue): Readonly<Record<string, unknown>> {
  return { ...queueRecord(message, queue), body: parsedBody(message.body) };
}

function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** A synchronous invocation takes 6 MiB; what is quoted in JSON may grow. */
const MOST_BYTES = 4_000_000;

/** Splits a batch so that each part fits an invocation. */
export function partsOf(messages: readonly Message[]): ReadonlyArray<readonly Message[]> {
  const parts: Message[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    if (bytes + size > MOST_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(message);
    bytes += size;
  }
  return parts;
}

const Answer = z.looseObject({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() });

/** The messages that a function says it could not deal with; an identifier that is not of the batch fails all of them. */
export function failedMessages(payload: string, messages: readonly Message[]): readonly Message[] {
  const answer = Answer.nullish().safeParse(parsedBody(payload));
  if (!answer.success) return messages;
  const ids = (answer.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  const failed = messages.filter(({ id }) => ids.includes(id));
  return ids.every((id) => messages.some((message) => message.id === id)) ? failed : messages;
}
