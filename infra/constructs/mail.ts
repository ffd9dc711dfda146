import { Stack } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from "aws-cdk-lib/aws-ses";
import { Construct } from "constructs";
import type { StageConfig } from "../config.ts";

/** What becomes of a mail and is told on the default bus. */
const told = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
];

/** How the platform sends mail: one domain, one sender, TLS required, every outcome told. */
export class MailRoad extends Construct {
  readonly sender: string;
  readonly portalOrigin: string | undefined;
  readonly configurationSetName: string;
  /** What the right to send names: the domain and the configuration set. */
  readonly arns: readonly string[];
  readonly configurationSetArn: string;

  constructor(scope: Construct, id: string, { mailDomain, portalOrigin }: StageConfig) {
    super(scope, id);
    const configurationSet = new ConfigurationSet(this, "Set", {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    });
    configurationSet.addEventDestination("Outcomes", {
      // The only bus that SES sends to.
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, "DefaultBus", "default")),
      events: told,
    });
    new EmailIdentity(this, "Domain", { identity: Identity.domain(mailDomain), configurationSet });
    this.sender = `ne-pas-repondre@${mailDomain}`;
    this.portalOrigin = portalOrigin;
    this.configurationSetName = configurationSet.configurationSetName;
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: "ses", resource, resourceName });
    this.configurationSetArn = arn("configuration-set", this.configurationSetName);
    this.arns = [arn("identity", mailDomain), this.configurationSetArn];
  }
}
