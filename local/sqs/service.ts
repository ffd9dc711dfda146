import type { z } from "zod";
import { AwsError, errorResponse } from "../aws-door/aws-error.ts";
import type { AwsResponse, AwsService, Principal, SignedRequest } from "../contracts.ts";
import { playBatch } from "./batches.ts";
import { entries, inputs } from "./inputs.ts";
import {
  changeVisibility,
  type Desk,
  deleteMessage,
  getQueueAttributes,
  listMoveTasks,
  receiveMessage,
  sendMessage,
  startMoveTask,
} from "./operations.ts";
import { invalidParameter, SqsError } from "./queue.ts";

type Operation = (desk: Desk, input: unknown, by: Principal) => object | Promise<object>;

/** SQS behind the AWS door, in its JSON protocol. */
export function sqsService(desk: Desk): AwsService {
  return {
    name: "sqs",
    handle: async (request) => {
      try {
        return answer(await play(desk, request));
      } catch (error) {
        if (error instanceof AwsError) return refused(error);
        throw error;
      }
    },
  };
}

function play(desk: Desk, { headers, body, principal }: SignedRequest): object | Promise<object> {
  const name = String(headers["x-amz-target"]).replace(/^AmazonSQS\./, "");
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (operation === undefined) {
    throw new AwsError("UnknownOperationException", `The local cloud does not play '${name}' of SQS`, 404);
  }
  return operation(desk, JSON.parse(body.toString("utf8")), principal);
}

function answer(result: object): AwsResponse {
  return { status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body: JSON.stringify(result) };
}

function refused(error: AwsError): AwsResponse {
  const response = errorResponse(error);
  const code = error instanceof SqsError ? error.queryCode : error.code;
  return { ...response, headers: { ...response.headers, "x-amzn-query-error": `${code};Sender` } };
}

function read<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidParameter(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join(", "));
}

/** The queue that an input names, once the caller may do this to it; a batch needs the permission of its single form. */
function allowed(desk: Desk, by: Principal, action: string, reference: string) {
  const queue = desk.queues.get(reference);
  desk.access.check(by, action, queue);
  return queue;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  SendMessage: (desk, given, by) => {
    const input = read(inputs.SendMessage, given);
    return sendMessage(desk, allowed(desk, by, "SendMessage", input.QueueUrl), input, by);
  },
  SendMessageBatch: (desk, given, by) => {
    const { QueueUrl, Entries } = read(inputs.SendMessageBatch, given);
    const queue = allowed(desk, by, "SendMessage", QueueUrl);
    return playBatch(Entries, entries.SendMessageBatch, (entry) => sendMessage(desk, queue, entry, by));
  },
  ReceiveMessage: (desk, given, by) => {
    const input = read(inputs.ReceiveMessage, given);
    return receiveMessage(desk, allowed(desk, by, "ReceiveMessage", input.QueueUrl), input);
  },
  DeleteMessage: (desk, given, by) => {
    const input = read(inputs.DeleteMessage, given);
    return deleteMessage(desk, allowed(desk, by, "DeleteMessage", input.QueueUrl), input);
  },
  DeleteMessageBatch: (desk, given, by) => {
    const { QueueUrl, Entries } = read(inputs.DeleteMessageBatch, given);
    const queue = allowed(desk, by, "DeleteMessage", QueueUrl);
    return playBatch(Entries, entries.DeleteMessageBatch, (entry) => deleteMessage(desk, queue, entry));
  },
  ChangeMessageVisibility: (desk, given, by) => {
    const input = read(inputs.ChangeMessageVisibility, given);
    return changeVisibility(desk, allowed(desk, by, "ChangeMessageVisibility", input.QueueUrl), input);
  },
  ChangeMessageVisibilityBatch: (desk, given, by) => {
    const { QueueUrl, Entries } = read(inputs.ChangeMessageVisibilityBatch, given);
    const queue = allowed(desk, by, "ChangeMessageVisibility", QueueUrl);
    return playBatch(Entries, entries.ChangeMessageVisibilityBatch, (entry) => changeVisibility(desk, queue, entry));
  },
  GetQueueUrl: (desk, given, by) => {
    const { QueueName } = read(inputs.GetQueueUrl, given);
    return { QueueUrl: allowed(desk, by, "GetQueueUrl", QueueName).url };
  },
  GetQueueAttributes: (desk, given, by) => {
    const input = read(inputs.GetQueueAttributes, given);
    return getQueueAttributes(desk, allowed(desk, by, "GetQueueAttributes", input.QueueUrl), input);
  },
  PurgeQueue: (desk, given, by) => {
    const { QueueUrl } = read(inputs.PurgeQueue, given);
    desk.queues.purge(allowed(desk, by, "PurgeQueue", QueueUrl));
    return {};
  },
  StartMessageMoveTask: (desk, given, by) => {
    const input = read(inputs.StartMessageMoveTask, given);
    return startMoveTask(desk, allowed(desk, by, "StartMessageMoveTask", input.SourceArn), input, by);
  },
  ListMessageMoveTasks: (desk, given, by) => {
    const input = read(inputs.ListMessageMoveTasks, given);
    return listMoveTasks(desk, allowed(desk, by, "ListMessageMoveTasks", input.SourceArn), input);
  },
};
