import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { BusEvent } from "../../../local/events/bus-event.ts";
import { openInbox } from "../../../local/ses/inbox.ts";
import { openSes, type Ses } from "../../../local/ses/ses.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { ACCOUNT, openDoor, REGION } from "../iam-cloud.ts";

const closing: Array<() => Promise<void> | void> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const arn = (name: string) => `arn:aws:ses:${REGION}:${ACCOUNT}:${name}`;
const may = (Resource: string | string[], Condition?: object) => ({
  Effect: "Allow",
  Action: ["ses:SendEmail", "ses:SendRawEmail"],
  Resource,
  ...(Condition && { Condition }),
});

async function open() {
  const put: Array<[BusEvent, string | undefined]> = [];
  let ses: Ses;
  const cloud = await openDoor((iam, clock, dataDir) => {
    const buses = { put: (event: BusEvent, bus?: string) => void put.push([event, bus]) };
    ses = openSes({ store: openStore(dataDir), iam, clock, buses, account: ACCOUNT, region: REGION });
    return [ses.service];
  });
  closing.push(() => cloud.door.close());
  const play = (type: string, properties: Record<string, unknown>) =>
    ses.players
      .find((player) => player.type === type)!
      .create({ logicalId: "X", type, properties, assemblyDir: "/nowhere", generatedName: "stack-x" });
  await play("AWS::SES::ConfigurationSet", { Name: "main" });
  const ConfigurationSetAttributes = { ConfigurationSetName: "main" };
  await play("AWS::SES::EmailIdentity", { EmailIdentity: "shop.example", ConfigurationSetAttributes });
  const as = (...statements: object[]) => {
    const client = new SESv2Client(cloud.client(cloud.role("writer", ...statements)));
    closing.push(() => client.destroy());
    return client;
  };
  const all = may("*");
  return {
    ...cloud,
    inbox: ses!.inbox,
    put,
    play,
    as,
    send: (input: Partial<SendEmailCommandInput>) => as(all).send(new SendEmailCommand({ ...simple, ...input })),
  };
}

const simple: SendEmailCommandInput = {
  FromEmailAddress: "La boutique <noreply@shop.example>",
  Destination: { ToAddresses: ["Zoé <zoe@client.example>"], BccAddresses: ["archive@shop.example"] },
  Content: {
    Simple: { Subject: { Data: "Votre été" }, Body: { Text: { Data: "Bonjour" }, Html: { Data: "<b>B</b>" } } },
  },
};
const raw = (...lines: string[]) => ({ Content: { Raw: { Data: Buffer.from(lines.join("\r\n")) } } });

describe("a mail", () => {
  test("written in parts: in the inbox as written, dated by the virtual clock, signed by SES; a blind copy shows nowhere", async () => {
    const { send, inbox, clock } = await open();
    const { MessageId } = await send({ EmailTags: [{ Name: "kind", Value: "news" }] });
    const [mail] = inbox.list(10);
    expect(mail).toMatchObject({
      id: MessageId,
      at: clock.at,
      from: "noreply@shop.example",
      recipients: ["zoe@client.example", "archive@shop.example"],
      subject: "Votre été",
      text: "Bonjour",
      html: "<b>B</b>",
      configurationSet: "main",
      tags: { kind: "news" },
      outcome: "delivered",
    });
    const headers = Object.fromEntries(mail!.headers.map(({ name, value }) => [name, value]));
    expect(headers).toMatchObject({
      To: "Zoé <zoe@client.example>",
      Date: "Mon, 05 May 2031 10:00:00 +0000",
      "Message-ID": `<${MessageId}@eu-west-3.amazonses.com>`,
    });
    expect(JSON.stringify(headers)).not.toContain("archive@");
  });

  test("written as MIME: read in its encodings, with its pieces; its own date and number are replaced", async () => {
    const { send, inbox } = await open();
    const mime = raw(
      "From: noreply@shop.example",
      "To: zoe@client.example, luc@client.example",
      "Bcc: archive@shop.example",
      "Subject: =?utf-8?Q?Votre_=C3=A9t=C3=A9?=",
      "Date: Tue, 01 Jan 2019 00:00:00 +0000",
      "Message-ID: <mine@shop.example>",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from("Né l'été").toString("base64"),
      "--b",
      'Content-Type: application/pdf; name="a.pdf"',
      'Content-Disposition: attachment; filename="a.pdf"',
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from("%PDF").toString("base64"),
      "--b--",
    );
    await send({ ...mime, FromEmailAddress: undefined, Destination: undefined });
    const [mail] = inbox.list(1);
    expect(mail).toMatchObject({ subject: "Votre été", text: expect.stringContaining("Né l'été") });
    expect(mail?.recipients).toEqual(["zoe@client.example", "luc@client.example", "archive@shop.example"]);
    expect(mail?.attachments).toEqual([{ name: "a.pdf", type: "application/pdf", bytes: 4 }]);
    expect(JSON.stringify(mail?.headers)).not.toMatch(/2019|mine@|archive@/);
  });

  test("in the inbox when the cloud stops: there at the next start", async () => {
    const { send, dataDir } = await open();
    const { MessageId } = await send({});
    expect(openInbox(openStore(dataDir).database).find(MessageId!)?.subject).toBe("Votre été");
  });
});

describe("refused, and nothing in the inbox:", () => {
  const subject = (Data: string) => ({ Content: { Simple: { Subject: { Data }, Body: {} } } });
  test.each<[string, Partial<SendEmailCommandInput>, string]>([
    ["nobody to send it to", { Destination: {} }, "BadRequestException"],
    [
      "MIME with nobody to send it to",
      { ...raw("Subject: x", "", "x"), Destination: undefined },
      "BadRequestException",
    ],
    ["51 addressees", { Destination: { ToAddresses: Array(51).fill("a@b.example") } }, "BadRequestException"],
    ["an address that is none", { Destination: { ToAddresses: ["zoe"] } }, "BadRequestException"],
    ["two senders", { FromEmailAddress: "a@shop.example, b@shop.example" }, "BadRequestException"],
    ["a header within the subject", subject("x\r\nBcc: all@client.example"), "BadRequestException"],
    [
      "a header within an address",
      { Destination: { ToAddresses: ["a@b.example\r\nBcc: c@d.example"] } },
      "BadRequestException",
    ],
    ["a sender of another domain", { FromEmailAddress: "noreply@bank.example" }, "MessageRejected"],
    ["a configuration set that does not exist", { ConfigurationSetName: "none" }, "NotFoundException"],
    ["a template", { Content: { Template: { TemplateName: "t", TemplateData: "{}" } } }, "BadRequestException"],
  ])("%s", async (_, input, name) => {
    const { send, inbox } = await open();
    await expect(send(input)).rejects.toMatchObject({ name });
    expect(inbox.count()).toBe(0);
  });
});

describe("permissions", () => {
  const identity = [arn("identity/shop.example"), arn("configuration-set/main")];
  test("a role that may write as one address: as that one alone", async () => {
    const { as, inbox } = await open();
    const client = as(may(identity, { StringEquals: { "ses:FromAddress": "noreply@shop.example" } }));
    await client.send(new SendEmailCommand(simple));
    const other = new SendEmailCommand({ ...simple, FromEmailAddress: "boss@shop.example" });
    await expect(client.send(other)).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(inbox.count()).toBe(1);
  });

  test("a role that may use the identity and not its configuration set: refused", async () => {
    const { as } = await open();
    const sending = as(may(identity[0]!)).send(new SendEmailCommand(simple));
    await expect(sending).rejects.toMatchObject({ message: expect.stringContaining("configuration-set/main") });
  });
});

describe("what becomes of a mail", () => {
  test.each([
    ["an address", "zoe@client.example", "delivered", "Email Delivered", "Delivery"],
    [
      "bounce@ of the simulator, with a label",
      "bounce+1@simulator.amazonses.com",
      "bounced",
      "Email Bounced",
      "Bounce",
    ],
    [
      "complaint@ of the simulator",
      "complaint@simulator.amazonses.com",
      "complained",
      "Email Complaint Received",
      "Complaint",
    ],
    [
      "suppressionlist@ of the simulator",
      "suppressionlist@simulator.amazonses.com",
      "suppressed",
      "Email Bounced",
      "Bounce",
    ],
  ])("sent to %s: told to the bus that the configuration set names", async (_, address, outcome, title, eventType) => {
    const { play, send, inbox, put } = await open();
    await play("AWS::SES::ConfigurationSetEventDestination", {
      ConfigurationSetName: "main",
      EventDestination: {
        MatchingEventTypes: ["bounce", "complaint", "delivery"],
        EventBridgeDestination: { EventBusArn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default` },
      },
    });
    const { MessageId } = await send({ Destination: { ToAddresses: [address] } });
    expect(inbox.list(1)).toMatchObject([{ outcome }]);
    expect(put).toHaveLength(1);
    const [[event, bus]] = put as [[BusEvent, string]];
    expect(bus).toBe("default");
    expect(event).toMatchObject({
      source: "aws.ses",
      "detail-type": title,
      detail: { eventType, mail: { messageId: MessageId, destination: [address], source: "noreply@shop.example" } },
    });
  });
});
