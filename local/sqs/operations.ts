import type { z } from "zod";
import type { Principal } from "../contracts.ts";
import type { QueueAccess } from "./access.ts";
import { digestsOf, queueAttributes, receivedMessage } from "./answers.ts";
import type { entries, inputs } from "./inputs.ts";
import type { MoveTasks } from "./move-tasks.ts";
import { invalidParameter, type Queue, SqsError } from "./queue.ts";
import type { Queues } from "./queues.ts";

export interface Desk {
  readonly queues: Queues;
  readonly access: QueueAccess;
  readonly moves: MoveTasks;
}

type Inputs = { readonly [Name in keyof typeof inputs]: z.infer<(typeof inputs)[Name]> };
type Entries = { readonly [Name in keyof typeof entries]: z.infer<(typeof entries)[Name]> };

/** Sends one message; what is answered tells its id and digests. */
export function sendMessage(
  { queues }: Pick<Desk, "queues">,
  queue: Queue,
  input: Omit<Entries["SendMessageBatch"], "Id">,
  by: Principal,
): Readonly<Record<string, string>> {
  const id = queues.send(queue, {
    body: input.MessageBody,
    attributes: input.MessageAttributes,
    delaySeconds: input.DelaySeconds,
    sender: by.arn,
    trace: input.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
  });
  return { MessageId: id, ...digestsOf(input) };
}

/** Waits, in real time as the client does, until there is something to give or the wait is over. */
export async function receiveMessage({ queues }: Desk, queue: Queue, input: Inputs["ReceiveMessage"]): Promise<object> {
  const over = AbortSignal.timeout((input.WaitTimeSeconds ?? queue.waitSeconds) * 1000);
  const take = () =>
    queues.receive(queue, { limit: input.MaxNumberOfMessages, visibilitySeconds: input.VisibilityTimeout });
  let messages = take();
  while (messages.length === 0 && !over.aborted) {
    await nextChance(queues, queue, over);
    messages = take();
  }
  const system = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
  const asked = { system, attributes: input.MessageAttributeNames };
  return messages.length === 0 ? {} : { Messages: messages.map((message) => receivedMessage(message, asked)) };
}

async function nextChance(queues: Queues, queue: Queue, over: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = queues.listen(queue, resolve);
  const end = () => resolve();
  over.addEventListener("abort", end, { once: true });
  await promise;
  over.removeEventListener("abort", end);
  stop();
}

export function deleteMessage({ queues }: Desk, queue: Queue, { ReceiptHandle }: { ReceiptHandle: string }): object {
  queues.delete(queue, checkedReceipt(ReceiptHandle));
  return {};
}

export function changeVisibility(
  { queues }: Desk,
  queue: Queue,
  input: { ReceiptHandle: string; VisibilityTimeout: number },
): object {
  if (queues.setVisibility(queue, checkedReceipt(input.ReceiptHandle), input.VisibilityTimeout)) return {};
  const message = "The message referred to is not in flight.";
  throw new SqsError("MessageNotInflight", message, "AWS.SimpleQueueService.MessageNotInflight");
}

function checkedReceipt(handle: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(handle)) return handle;
  throw new SqsError("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);
}

export function getQueueAttributes(
  { queues, access }: Desk,
  queue: Queue,
  { AttributeNames }: Inputs["GetQueueAttributes"],
): object {
  const all = queueAttributes(queue, queues.counts(queue), access.policy(queue));
  const known = new Set([...Object.keys(all), "RedrivePolicy", "Policy", "All"]);
  const unknown = AttributeNames.find((name) => !known.has(name));
  if (unknown !== undefined) throw new SqsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  const wanted = Object.entries(all).filter(
    ([name]) => AttributeNames.includes("All") || AttributeNames.includes(name),
  );
  return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
}

/** Whoever moves messages receives and deletes them in one queue and sends them to the other. */
export function startMoveTask(
  { queues, access, moves }: Desk,
  source: Queue,
  input: Inputs["StartMessageMoveTask"],
  by: Principal,
): object {
  const destination = input.DestinationArn === undefined ? undefined : queues.get(input.DestinationArn);
  for (const action of ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) access.check(by, action, source);
  const sources = queues.all().filter(({ redrive }) => redrive?.deadLetterTargetArn === source.arn);
  for (const target of destination === undefined ? sources : [destination]) access.check(by, "SendMessage", target);
  if (destination?.arn === source.arn)
    throw invalidParameter("Source queue arn and destination queue arn cannot be the same.");
  return { TaskHandle: moves.start({ source, destination, perSecond: input.MaxNumberOfMessagesPerSecond }) };
}

export function listMoveTasks({ moves }: Desk, source: Queue, { MaxResults }: Inputs["ListMessageMoveTasks"]): object {
  return {
    Results: moves.list(source, MaxResults).map((task) => ({
      ...(task.status === "RUNNING" && { TaskHandle: task.handle }),
      Status: task.status,
      SourceArn: task.source,
      DestinationArn: task.destination,
      MaxNumberOfMessagesPerSecond: task.perSecond,
      ApproximateNumberOfMessagesMoved: task.moved,
      ApproximateNumberOfMessagesToMove: task.toMove,
      StartedTimestamp: task.startedAt,
    })),
  };
}
