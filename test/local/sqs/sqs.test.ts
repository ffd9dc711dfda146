import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "@jest/globals";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { Queues } from "../../../local/sqs/queues.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { allow, openQueues, queueArn } from "./open-queues.ts";

const receive = async (sqs: SQSClient, QueueUrl: string, more = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const send = (sqs: SQSClient, QueueUrl: string, MessageBody: string, more = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const counts = async (sqs: SQSClient, QueueUrl: string) => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return [
    Attributes?.ApproximateNumberOfMessages,
    Attributes?.ApproximateNumberOfMessagesDelayed,
    Attributes?.ApproximateNumberOfMessagesNotVisible,
  ].map(Number);
};

describe("a message", () => {
  test("sent with attributes: received as sent, with what was asked for; the client's digests agree", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders");
    const sqs = cloud.administrator();
    const MessageAttributes = {
      kind: { DataType: "String", StringValue: "é" },
      seal: { DataType: "Binary", BinaryValue: Buffer.from([1, 2]) },
    };
    const sent = await send(sqs, url, "bonjour", { MessageAttributes });
    const asked = { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] };
    const [message] = await receive(sqs, url, asked);
    expect(message).toMatchObject({ MessageId: sent.MessageId, Body: "bonjour" });
    expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    expect(message?.MessageAttributes?.kind?.StringValue).toBe("é");
    expect([...message!.MessageAttributes!.seal!.BinaryValue!]).toEqual([1, 2]);
    expect(message?.Attributes).toMatchObject({
      SentTimestamp: String(cloud.clock.at),
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: String(cloud.clock.at),
    });
  });

  test("received: hidden to the millisecond for its visibility timeout, then shown again", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders", { VisibilityTimeout: 60 });
    const sqs = cloud.administrator();
    await send(sqs, url, "a");
    expect(await receive(sqs, url)).toHaveLength(1);
    cloud.pass(59.999);
    expect(await receive(sqs, url)).toEqual([]);
    expect(await counts(sqs, url)).toEqual([0, 0, 1]);
    cloud.pass(0.001);
    expect(await receive(sqs, url, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] })).toMatchObject([
      { Attributes: { ApproximateReceiveCount: "2" } },
    ]);
  });

  test("deleted by its receipt: gone; by the receipt of an earlier receive: still there", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders", { VisibilityTimeout: 1 });
    const sqs = cloud.administrator();
    await send(sqs, url, "a");
    const [first] = await receive(sqs, url);
    cloud.pass(1);
    const [second] = await receive(sqs, url);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    expect(await counts(sqs, url)).toEqual([0, 0, 1]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: second?.ReceiptHandle }));
    expect(await counts(sqs, url)).toEqual([0, 0, 0]);
    await expect(sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: "made up" }))).rejects.toMatchObject(
      { name: "ReceiptHandleIsInvalid" },
    );
  });

  test("delayed by itself or by its queue: not received before", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders", { DelaySeconds: 20 });
    const sqs = cloud.administrator();
    await send(sqs, url, "queue");
    await send(sqs, url, "own", { DelaySeconds: 5 });
    expect(await counts(sqs, url)).toEqual([0, 2, 0]);
    cloud.pass(5);
    expect(await receive(sqs, url)).toMatchObject([{ Body: "own" }]);
    cloud.pass(15);
    expect(await receive(sqs, url)).toMatchObject([{ Body: "queue" }]);
  });

  test("given back: shown at once; held longer: hidden longer; held no more: MessageNotInflight", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders", { VisibilityTimeout: 10 });
    const sqs = cloud.administrator();
    const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout }));
    await send(sqs, url, "a");
    const [first] = await receive(sqs, url);
    await change(first?.ReceiptHandle, 0);
    const [second] = await receive(sqs, url);
    await change(second?.ReceiptHandle, 100);
    cloud.pass(99);
    expect(await receive(sqs, url)).toEqual([]);
    cloud.pass(1);
    await expect(change(second?.ReceiptHandle, 5)).rejects.toMatchObject({ name: "MessageNotInflight" });
  });

  test("older than its queue keeps messages: gone", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders", { MessageRetentionPeriod: 60 });
    const sqs = cloud.administrator();
    await send(sqs, url, "a");
    cloud.pass(60);
    expect(await receive(sqs, url)).toEqual([]);
    expect(await counts(sqs, url)).toEqual([0, 0, 0]);
  });

  test("1 MiB with its attributes: taken; one byte more: refused", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders");
    const sqs = cloud.administrator();
    await send(sqs, url, "x".repeat(1_048_576));
    await expect(send(sqs, url, "x".repeat(1_048_577))).rejects.toMatchObject({
      message: "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    });
  });

  test("sent while a receiver waits: handed over at once; nothing sent: an empty answer when the wait is over", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders");
    const sqs = cloud.administrator();
    const waiting = receive(sqs, url, { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await send(sqs, url, "a");
    expect(await waiting).toMatchObject([{ Body: "a" }]);
    expect(await receive(sqs, url, { WaitTimeSeconds: 1 })).toEqual([]);
  });

  test("in the queue when the cloud stops: there at the next start, and hidden as long as it was to be", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders", { VisibilityTimeout: 60 });
    const sqs = cloud.administrator();
    await send(sqs, url, "a");
    await receive(sqs, url);
    cloud.due.close();
    const store = openStore(cloud.dataDir);
    const due = openDueRunner(store, cloud.clock);
    const queues = new Queues({ store, due, clock: cloud.clock });
    queues.declare(cloud.sqs.queues.get("orders"));
    const heard: string[] = [];
    queues.listen(queues.get("orders"), () => heard.push("shown"));
    expect(due.nextAt()).toBe(cloud.clock.at + 60_000);
    cloud.clock.at += 60_000;
    expect(due.deliverNext()).toBe(true);
    await Promise.resolve();
    expect(heard).toEqual(["shown"]);
    expect(queues.receive(queues.get("orders"), { limit: 1 })).toMatchObject([{ body: "a", receives: 2 }]);
  });
});

describe("batches", () => {
  test("one entry that is wrong: it alone fails, with its reason; the others are sent, hidden, deleted", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders", { MaximumMessageSize: 1024 });
    const sqs = cloud.administrator();
    const sent = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: "good", MessageBody: "a" },
          { Id: "long", MessageBody: "x".repeat(1025) },
          { Id: "late", MessageBody: "b", DelaySeconds: 901 },
        ],
      }),
    );
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["good"]);
    expect(sent.Failed).toMatchObject([
      { Id: "long", SenderFault: true, Code: "InvalidParameterValue" },
      { Id: "late", SenderFault: true, Code: "InvalidParameterValue" },
    ]);
    const [{ ReceiptHandle } = {}] = await receive(sqs, url);
    const Entries = [{ Id: "1", ReceiptHandle, VisibilityTimeout: 9 }];
    const changed = await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
    expect(changed.Successful).toEqual([{ Id: "1" }]);
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: "1", ReceiptHandle }] }),
    );
    expect(deleted.Successful).toEqual([{ Id: "1" }]);
    expect(await counts(sqs, url)).toEqual([0, 0, 0]);
  });

  test.each([
    ["no entry", [], "EmptyBatchRequest"],
    ["eleven entries", Array.from({ length: 11 }, (_, n) => String(n)), "TooManyEntriesInBatchRequest"],
    ["the same id twice", ["a", "a"], "BatchEntryIdsNotDistinct"],
    ["an id that is none", ["a b"], "InvalidBatchEntryId"],
  ])("%s: refused as a whole", async (_, ids, name) => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders");
    const Entries = ids.map((Id) => ({ Id, MessageBody: "x" }));
    const sending = cloud.administrator().send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    await expect(sending).rejects.toMatchObject({ name });
  });
});

describe("dead letters", () => {
  const dead = { RedrivePolicy: { deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 2 } };

  test("received twice and not deleted: the third receive finds it in the dead-letter queue, with where it came from", async () => {
    const cloud = await openQueues();
    const deadUrl = await cloud.declare("dead");
    const url = await cloud.declare("orders", { VisibilityTimeout: 1, ...dead });
    const sqs = cloud.administrator();
    const sent = await send(sqs, url, "poison");
    for (const _ of [1, 2]) {
      expect(await receive(sqs, url)).toHaveLength(1);
      cloud.pass(1);
    }
    expect(await receive(sqs, url)).toEqual([]);
    expect(await receive(sqs, deadUrl, { MessageSystemAttributeNames: ["All"] })).toMatchObject([
      { MessageId: sent.MessageId, Body: "poison", Attributes: { DeadLetterQueueSourceArn: queueArn("orders") } },
    ]);
  });

  test("redriven at three a second: back in their queue as new messages, at that rate; a second task meanwhile is refused", async () => {
    const cloud = await openQueues();
    await cloud.declare("dead");
    const url = await cloud.declare("orders", { VisibilityTimeout: 1, ...dead });
    const sqs = cloud.administrator();
    for (const body of "abcde") await send(sqs, url, body);
    for (const _ of [1, 2, 3]) {
      await receive(sqs, url);
      cloud.pass(1);
    }
    const SourceArn = queueArn("dead");
    const start = () => sqs.send(new StartMessageMoveTaskCommand({ SourceArn, MaxNumberOfMessagesPerSecond: 3 }));
    const list = async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results;
    await start();
    expect(await counts(sqs, url)).toEqual([3, 0, 0]);
    expect(await list()).toMatchObject([{ Status: "RUNNING", ApproximateNumberOfMessagesToMove: 5 }]);
    await expect(start()).rejects.toMatchObject({ name: "UnsupportedOperation" });
    cloud.pass(1);
    expect(await counts(sqs, url)).toEqual([5, 0, 0]);
    expect(await list()).toMatchObject([{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 5 }]);
    expect(await receive(sqs, url, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] })).toMatchObject(
      Array(5).fill({ Attributes: { ApproximateReceiveCount: "1" } }),
    );
  });

  test("a redrive from a queue that is nobody's dead-letter queue: refused", async () => {
    const cloud = await openQueues();
    await cloud.declare("orders");
    const command = new StartMessageMoveTaskCommand({ SourceArn: queueArn("orders") });
    await expect(cloud.administrator().send(command)).rejects.toMatchObject({ name: "UnsupportedOperation" });
  });
});

describe("permissions", () => {
  test("a role that may only send: it finds the queue and sends, it may not receive", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders");
    const sqs = cloud.as(allow(["sqs:SendMessage", "sqs:GetQueueUrl"], queueArn("orders")));
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: "orders" }))).QueueUrl).toBe(url);
    await send(sqs, url, "a");
    await expect(receive(sqs, url)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(`sqs:ReceiveMessage on resource: ${queueArn("orders")}`),
    });
  });

  test("a queue policy that denies one role to purge: that role is refused whatever it holds, the administrator is not", async () => {
    const cloud = await openQueues();
    const url = await cloud.declare("orders");
    const worker = { AWS: "arn:aws:iam::000000000000:role/worker" };
    const Statement = [{ Effect: "Deny", Principal: worker, Action: "sqs:PurgeQueue", Resource: queueArn("orders") }];
    await cloud.play("AWS::SQS::QueuePolicy", "P", {
      Queues: [url],
      PolicyDocument: { Version: "2012-10-17", Statement },
    });
    const purge = new PurgeQueueCommand({ QueueUrl: url });
    await expect(cloud.as(allow("sqs:*")).send(purge)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(cloud.administrator().send(purge)).resolves.toBeDefined();
  });

  test("a queue that does not exist: QueueDoesNotExist", async () => {
    const cloud = await openQueues();
    await expect(send(cloud.administrator(), "http://127.0.0.1/000000000000/none", "a")).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
  });
});

test("a FIFO queue: refused by name", async () => {
  const cloud = await openQueues();
  await expect(cloud.declare("orders.fifo", { FifoQueue: true })).rejects.toThrow("FIFO queues are not played");
});
