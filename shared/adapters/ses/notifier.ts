import { BadRequestException, MessageRejected, SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Notifier } from "../../ports/notifier.ts";

interface Sender {
  readonly from: string;
  readonly configurationSet: string;
}

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });

/** Mail through SES. The client does not try again by itself: SES knows no idempotency, and a lost answer may be a mail that left. */
export function sesNotifier({ from, configurationSet }: Sender): Notifier {
  const client = new SESv2Client({ maxAttempts: 1 });
  return {
    send: async ({ to, subject, text, html, tags }) => {
      const command = new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
        EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        ConfigurationSetName: configurationSet,
      });
      try {
        await client.send(command);
        return "taken";
      } catch (error) {
        if (error instanceof BadRequestException || error instanceof MessageRejected) return "refused";
        throw error;
      }
    },
  };
}
