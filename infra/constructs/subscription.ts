import { EventBus, EventField, type EventPattern, type IEventBus, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { quarantine } from "../buckets.ts";
import type { Source } from "../queues.ts";
import type { MailRoad } from "./mail.ts";
import type { ConcernQueue } from "./queue.ts";

interface Subscription {
  readonly source: Source;
  readonly queue: ConcernQueue;
  readonly bus: IEventBus;
  readonly uploads: IBucket;
  readonly mail: MailRoad;
}

const told = (path: string) => EventField.fromPath(`$.detail.${path}`);

/** What became of a mail, by the tags that name it: SES also tells addresses and headers, which no queue may hold. */
const outcome = RuleTargetInput.fromObject({
  detail: {
    eventType: told("eventType"),
    mail: {
      timestamp: told("mail.timestamp"),
      tags: { mail: [told("mail.tags.mail[0]")], case: [told("mail.tags.case[0]")] },
    },
  },
});

/** Rules that put what a source tells into a queue; their ids begin with the queue's. */
export function subscribe(scope: Construct, queueId: string, subscription: Subscription): void {
  const { queue, source, bus } = subscription;
  const ours = "events" in source || "documents" in source;
  for (const [name, eventPattern] of Object.entries(patternsOf(subscription))) {
    const id = `${queueId}${name}Rule`;
    new Rule(scope, id, {
      // Where AWS tells, it tells on the bus that each account has.
      eventBus: ours ? bus : EventBus.fromEventBusName(scope, `${id}Bus`, "default"),
      eventPattern,
      targets: [
        new SqsQueue(queue, { deadLetterQueue: queue.deadLetters, ...("mails" in source && { message: outcome }) }),
      ],
    });
  }
}

function patternsOf({ source, uploads, mail }: Subscription): Record<string, EventPattern> {
  if ("events" in source) return { Events: recordedEvents(source.events) };
  if ("documents" in source) return { Documents: { source: ["guichet.documents"], detailType: [...source.documents] } };
  if ("mails" in source) return { Mails: { source: ["aws.ses"], resources: [mail.configurationSetArn] } };
  const inQuarantine = [{ prefix: quarantine }];
  return {
    Objects: {
      source: ["aws.s3"],
      detailType: ["Object Created"],
      detail: { bucket: { name: [uploads.bucketName] }, object: { key: inQuarantine } },
    },
    Scans: {
      source: ["aws.guardduty"],
      detailType: ["GuardDuty Malware Protection Object Scan Result"],
      detail: { s3ObjectDetails: { bucketName: [uploads.bucketName], objectKey: inQuarantine } },
    },
  };
}

function recordedEvents({ types, procedure }: Extract<Source, { events: unknown }>["events"]): EventPattern {
  return {
    source: ["guichet.events"],
    ...(types && { detailType: [...types] }),
    ...(procedure !== undefined && { detail: { procedure: [procedure] } }),
  };
}
