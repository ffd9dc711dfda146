import { GetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { listPartitions, places } from "../../../shared/ports/places.ts";
import type { Place } from "../../../shared/ports/records.ts";
import { administrator, consoleState, signing, tableNamed } from "./account.ts";
import { productNow } from "./client.ts";
import type { Product } from "./product.ts";

const mailSchema = z.object({
  subject: z.string(),
  recipients: z.array(z.string()),
  text: z.string(),
  html: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  tags: z.record(z.string(), z.string()),
  at: z.number(),
});
export type ReadMail = z.infer<typeof mailSchema>;

/** The mails that speak of a dossier, oldest first. */
export async function mailsAbout(product: Product, dossierId: string): Promise<ReadMail[]> {
  const mails = z.array(mailSchema).parse(await (await fetch(`${product.console}/mails.json`)).json());
  return mails.filter(({ text }) => text.includes(dossierId)).toReversed();
}

/** Advances the clock, and with it all that comes due; by a second: until nothing is under way. */
export async function advance(product: Product, to: string | { readonly seconds: number }): Promise<void> {
  const at = typeof to === "string" ? to : new Date((await productNow(product)) + to.seconds * 1000).toISOString();
  const answer = await fetch(`${product.console}/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to: at }),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/** An item as an administrator of the account reads it. */
export async function itemAt(product: Product, { pk, sk }: Place): Promise<Record<string, unknown> | undefined> {
  const TableName = await tableNamed(product, "Cases");
  const { Item } = await administrator(product).send(new GetItemCommand({ TableName, Key: marshall({ pk, sk }) }));
  return Item && unmarshall(Item);
}

/** Puts an item as an administrator of the account. */
export async function plant(product: Product, { pk, sk }: Place, item: object): Promise<void> {
  const TableName = await tableNamed(product, "Cases");
  const Item = marshall({ ...item, pk, sk }, { removeUndefinedValues: true });
  await administrator(product).send(new PutItemCommand({ TableName, Item }));
}

interface Planted {
  readonly type: string;
  readonly data?: object;
  readonly findings?: readonly object[];
}

/**
 * Writes an event of a dossier and the head that follows from it, as the act would in its transaction, whatever the
 * states between. Resolves to the event's number.
 */
export async function plantEvent(
  product: Product,
  id: string,
  event: Planted,
  head: Partial<Enrolment>,
): Promise<number> {
  const place = places.dossier(id);
  const before = await itemAt(product, place);
  const seq = Number(before?.seq) + 1;
  const at = new Date(await productNow(product)).toISOString();
  await plant(product, place, { ...before, ...head, seq });
  const envelope = { v: 1, chain: id, seq, at, actor: "platform", findings: [], data: {}, sealed: [], ...event };
  const Item = marshall({ pk: id, sk: seq, procedure: "enrolment", text: JSON.stringify(envelope) });
  await administrator(product).send(new PutItemCommand({ TableName: await tableNamed(product, "Events"), Item }));
  return seq;
}

/** Items of a list, as the index gives them. */
export async function listed(product: Product, list: string): Promise<Record<string, unknown>[]> {
  const TableName = await tableNamed(product, "Cases");
  const pages = listPartitions(list).map((partition) =>
    administrator(product).send(
      new QueryCommand({
        TableName,
        IndexName: "byList",
        KeyConditionExpression: "gpk = :partition",
        ExpressionAttributeValues: marshall({ ":partition": partition }),
      }),
    ),
  );
  return (await Promise.all(pages)).flatMap(({ Items = [] }) => Items.map((item) => unmarshall(item)));
}

async function resourceOf(product: Product, type: string, part: string): Promise<string> {
  const { resources } = await consoleState(product);
  const found = resources.find((one) => one.type === type && new RegExp(`/${part}[0-9A-F]{8}$`).test(one.logicalId));
  if (found === undefined) throw new Error(`no ${type} is called ${part}`);
  return found.ref;
}

const reminderGroup = (product: Product) => resourceOf(product, "AWS::Scheduler::ScheduleGroup", "SchedulesGroup");

/** Names of the reminders to come of a dossier. */
export async function remindersOf(product: Product, dossierId: string): Promise<string[]> {
  const command = new ListSchedulesCommand({ GroupName: await reminderGroup(product), NamePrefix: dossierId });
  const { Schedules = [] } = await new SchedulerClient(signing(product)).send(command);
  return Schedules.map(({ Name }) => String(Name)).toSorted();
}

/** Takes a reminder away behind the back of the platform. */
export async function loseReminder(product: Product, Name: string): Promise<void> {
  const GroupName = await reminderGroup(product);
  await new SchedulerClient(signing(product)).send(new DeleteScheduleCommand({ GroupName, Name }));
}

/** Keeps a reminder behind the back of the platform: another one, under a name of its own. */
export async function strayReminder(product: Product, of: string, Name: string): Promise<void> {
  const scheduler = new SchedulerClient(signing(product));
  const GroupName = await reminderGroup(product);
  const found = await scheduler.send(new GetScheduleCommand({ GroupName, Name: of }));
  const { ScheduleExpression, FlexibleTimeWindow, Target } = found;
  await scheduler.send(new CreateScheduleCommand({ Name, GroupName, ScheduleExpression, FlexibleTimeWindow, Target }));
}

const queueUrl = (product: Product, name: string) => resourceOf(product, "AWS::SQS::Queue", name);

async function attribute(product: Product, name: string, wanted: "QueueArn" | "ApproximateNumberOfMessages") {
  const QueueUrl = await queueUrl(product, name);
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [wanted] });
  return (await new SQSClient(signing(product)).send(command)).Attributes?.[wanted] ?? "";
}

const queueArn = (product: Product, name: string) => attribute(product, name, "QueueArn");

/** How many messages wait in a queue. */
export const depthOf = async (product: Product, name: string): Promise<number> =>
  Number(await attribute(product, name, "ApproximateNumberOfMessages"));

export async function sendTo(product: Product, name: string, message: unknown): Promise<void> {
  const MessageBody = typeof message === "string" ? message : JSON.stringify(message);
  const command = new SendMessageCommand({ QueueUrl: await queueUrl(product, name), MessageBody });
  await new SQSClient(signing(product)).send(command);
}

/** Sends what a dead-letter queue holds back to where it came from. */
export async function redrive(product: Product, name: string): Promise<void> {
  const SourceArn = await queueArn(product, name);
  await new SQSClient(signing(product)).send(new StartMessageMoveTaskCommand({ SourceArn }));
}
