import { type BusEvent, busEvent } from "../events/bus-event.ts";
import type { EventDestination } from "./identities.ts";
import type { Mail, Outcome } from "./mail.ts";

/** What SES tells of a mail: the type that a destination names, the title of the event, and what is told besides. */
interface Told {
  readonly type: string;
  readonly title: string;
  readonly more: (mail: Mail) => object;
}

const SENT: Told = { type: "SEND", title: "Email Sent", more: () => ({ eventType: "Send", send: {} }) };

const OUTCOMES: Readonly<Record<Outcome, Told>> = {
  delivered: {
    type: "DELIVERY",
    title: "Email Delivered",
    more: ({ at, recipients }) => ({
      eventType: "Delivery",
      delivery: { timestamp: iso(at), recipients, smtpResponse: "250 2.6.0 Message received" },
    }),
  },
  bounced: bounce("General", "smtp; 550 5.1.1 user unknown"),
  suppressed: bounce("OnAccountSuppressionList", "Amazon SES did not send the message to this address"),
  complained: {
    type: "COMPLAINT",
    title: "Email Complaint Received",
    more: ({ id, at, recipients }) => ({
      eventType: "Complaint",
      complaint: {
        complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        timestamp: iso(at),
        feedbackId: id,
        complaintFeedbackType: "abuse",
      },
    }),
  },
};

function bounce(bounceSubType: string, diagnosticCode: string): Told {
  return {
    type: "BOUNCE",
    title: "Email Bounced",
    more: ({ id, at, recipients }) => ({
      eventType: "Bounce",
      bounce: {
        feedbackId: id,
        bounceType: "Permanent",
        bounceSubType,
        bouncedRecipients: recipients.map((emailAddress) => ({
          emailAddress,
          action: "failed",
          status: "5.1.1",
          diagnosticCode,
        })),
        timestamp: iso(at),
      },
    }),
  };
}

/** The events of a mail for each destination that wants them: it was sent, and what became of it. */
export function mailEvents(
  mail: Mail,
  destinations: readonly EventDestination[],
  place: { readonly account: string; readonly region: string },
): ReadonlyArray<{ readonly event: BusEvent; readonly bus: string }> {
  return destinations.flatMap(({ types, bus }) =>
    [SENT, OUTCOMES[mail.outcome]]
      .filter(({ type }) => types.includes(type))
      .map((told) => ({ bus, event: eventOf(mail, told, place) })),
  );
}

function eventOf(mail: Mail, told: Told, place: { readonly account: string; readonly region: string }): BusEvent {
  const { id, at, from, recipients, headers, subject, tags, configurationSet } = mail;
  const detail = {
    ...told.more(mail),
    mail: {
      timestamp: iso(at),
      source: from,
      messageId: id,
      destination: recipients,
      headersTruncated: false,
      headers,
      commonHeaders: { subject, from: [from], to: recipients, messageId: id },
      tags: Object.fromEntries(
        Object.entries({ ...tags, ...setTag(configurationSet) }).map(([name, value]) => [name, [value]]),
      ),
    },
  };
  const set = `arn:aws:ses:${place.region}:${place.account}:configuration-set/${configurationSet}`;
  return busEvent({ source: "aws.ses", detailType: told.title, detail, resources: [set], at }, place);
}

function setTag(configurationSet: string | undefined): Record<string, string> {
  return configurationSet === undefined ? {} : { "ses:configuration-set": configurationSet };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
