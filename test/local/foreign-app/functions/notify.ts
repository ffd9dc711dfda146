import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { z } from "zod";

const mails = new SESv2Client();
const bus = new EventBridgeClient();
const Event = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
const Body = z.object({ to: z.string(), at: z.string().optional() });

/** Sends a mail for each message, and tells the bus; a message that asks for none fails alone. */
export async function handler(input: unknown): Promise<object> {
  const batchItemFailures: Array<{ itemIdentifier: string }> = [];
  for (const { messageId, body } of Event.parse(input).Records) {
    try {
      await send(Body.parse(JSON.parse(body)));
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

async function send({ to, at }: z.infer<typeof Body>): Promise<void> {
  const Simple = { Subject: { Data: `Opened at ${at}` }, Body: { Text: { Data: new Date().toISOString() } } };
  const mail = { FromEmailAddress: "desk@library.example", Destination: { ToAddresses: [to] }, Content: { Simple } };
  const { MessageId } = await mails.send(new SendEmailCommand(mail));
  const entry = { Source: "desk", DetailType: "MailSent", Detail: JSON.stringify({ MessageId }) };
  await bus.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: process.env.BUS }] }));
}
