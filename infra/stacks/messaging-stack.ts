import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { StageConfig } from "../config.ts";
import { MailRoad } from "../constructs/mail.ts";
import { ConcernQueue } from "../constructs/queue.ts";
import { Reminders } from "../constructs/reminders.ts";
import { subscribe } from "../constructs/subscription.ts";
import type { Roads, Stores } from "../constructs/surroundings.ts";
import { timeoutOf, triggersOf, type WorkerSpec } from "../function-spec.ts";
import { type QueueName, queues } from "../queues.ts";

interface MessagingStackProps extends StackProps {
  readonly config: StageConfig;
  readonly stores: Stores;
  readonly workers: readonly WorkerSpec[];
}

/** What follows from events: the bus, one queue per concern, schedules, mail. */
export class MessagingStack extends Stack implements Roads {
  readonly bus: EventBus;
  readonly queues: Roads["queues"];
  readonly mail: MailRoad;
  readonly reminders: Reminders;

  private readonly told: Pick<MessagingStackProps, "stores" | "workers">;

  constructor(scope: Construct, id: string, { config, stores, workers, ...props }: MessagingStackProps) {
    super(scope, id, props);
    this.told = { stores, workers };
    this.bus = new EventBus(this, "Bus", { description: "Events of the procedures, once they are recorded" });
    this.mail = new MailRoad(this, "Mail", config);
    this.queues = {
      notifications: this.queue("notifications"),
      reminders: this.queue("reminders"),
      dueReminders: this.queue("dueReminders"),
      uploads: this.queue("uploads"),
      promotion: this.queue("promotion"),
      referencement: this.queue("referencement"),
      mailFeedback: this.queue("mailFeedback"),
    };
    this.reminders = new Reminders(this, "Schedules", this.queues.dueReminders);
    new CfnOutput(this, "BusName", { value: this.bus.eventBusName });
  }

  private queue(name: QueueName): ConcernQueue {
    const { concern, receives } = queues[name];
    const handlers = this.told.workers.filter((spec) =>
      triggersOf(spec).some((trigger) => "queue" in trigger && trigger.queue === name),
    );
    const handledWithin = Duration.seconds(Math.max(5, ...handlers.map(timeoutOf)));
    const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const queue = new ConcernQueue(this, id, { concern, handledWithin });
    const places = { bus: this.bus, uploads: this.told.stores.buckets.uploads, mail: this.mail };
    for (const [index, source] of receives.entries())
      subscribe(this, `${id}${index + 1}`, { source, queue, ...places });
    return queue;
  }
}
