import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { ConfigurationSet, ConfigurationSetTlsPolicy, EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import type { Construct } from "constructs";
import type { StageConfig } from "../config.ts";
import { ConcernQueue } from "../constructs/queue.ts";

interface MessagingStackProps extends StackProps {
  readonly config: StageConfig;
}

/** What follows from events: the bus, one queue per concern, schedules, mail. */
export class MessagingStack extends Stack {
  constructor(scope: Construct, id: string, props: MessagingStackProps) {
    super(scope, id, props);
    const bus = new EventBus(this, "Bus", { description: "Events of the procedures, once they are recorded" });
    const notifications = new ConcernQueue(this, "Notifications", "notifications");
    new Rule(this, "NotificationsRule", {
      eventBus: bus,
      description: "Every recorded event may have someone to tell",
      eventPattern: { source: ["guichet.events"] },
      targets: [new SqsQueue(notifications, { deadLetterQueue: notifications.deadLetters })],
    });
    new ScheduleGroup(this, "Schedules");
    if (props.config.mailDomain) this.declareMail(props.config.mailDomain);
    new CfnOutput(this, "BusName", { value: bus.eventBusName });
  }

  private declareMail(domain: string): void {
    const configurationSet = new ConfigurationSet(this, "Mail", {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    });
    new EmailIdentity(this, "MailDomain", { identity: Identity.domain(domain), configurationSet });
  }
}
