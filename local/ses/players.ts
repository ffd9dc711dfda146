import { createHash } from "node:crypto";
import { z } from "zod";
import type { ResourcePlayer } from "../contracts.ts";
import type { Identities } from "./identities.ts";

const setProperties = z.looseObject({ Name: z.string().optional() });
const identityProperties = z.looseObject({
  EmailIdentity: z.string(),
  ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string().optional() }).optional(),
});
const destinationProperties = z.looseObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.union([z.boolean(), z.string()]).optional(),
    MatchingEventTypes: z.array(z.string().transform((type) => type.toUpperCase())),
    EventBridgeDestination: z.strictObject({ EventBusArn: z.string() }),
  }),
});

const REPUTATION = "no mail leaves this machine";
const LABEL = "a text for people";

/** Plays sender identities, configuration sets, and where the events of mails go. */
export function sesPlayers(identities: Identities): readonly ResourcePlayer[] {
  return [setPlayer(identities), identityPlayer(identities), destinationPlayer(identities)];
}

function setPlayer(identities: Identities): ResourcePlayer {
  return {
    type: "AWS::SES::ConfigurationSet",
    reads: Object.keys(setProperties.shape),
    ignores: {
      ArchivingOptions: "the inbox keeps every mail",
      DeliveryOptions: REPUTATION,
      ReputationOptions: REPUTATION,
      SendingOptions: REPUTATION,
      SuppressionOptions: REPUTATION,
      Tags: LABEL,
      TrackingOptions: "nobody opens a mail here",
      VdmOptions: REPUTATION,
    },
    replacedBy: [],
    create: async ({ properties, generatedName }) => {
      const name = setProperties.parse(properties).Name ?? generatedName;
      identities.putSet(name);
      return { ref: name, attributes: {} };
    },
  };
}

function identityPlayer(identities: Identities): ResourcePlayer {
  return {
    type: "AWS::SES::EmailIdentity",
    reads: Object.keys(identityProperties.shape),
    ignores: {
      DkimAttributes: REPUTATION,
      DkimSigningAttributes: REPUTATION,
      FeedbackAttributes: "a bounce is told by events",
      MailFromAttributes: REPUTATION,
      Tags: LABEL,
    },
    replacedBy: [],
    create: async ({ properties }) => {
      const { EmailIdentity: name, ConfigurationSetAttributes } = identityProperties.parse(properties);
      identities.putIdentity(name, ConfigurationSetAttributes?.ConfigurationSetName);
      return { ref: name, attributes: dkimRecords(name) };
    },
  };
}

/** Names and values of the form that SES gives, the same at every boot. */
function dkimRecords(identity: string): Record<string, string> {
  const records = [1, 2, 3].flatMap((index) => {
    const token = createHash("sha256").update(`${identity} ${index}`).digest("hex").slice(0, 32);
    return [
      [`DkimDNSTokenName${index}`, `${token}._domainkey.${identity}`],
      [`DkimDNSTokenValue${index}`, `${token}.dkim.amazonses.com`],
    ];
  });
  return Object.fromEntries(records);
}

function destinationPlayer(identities: Identities): ResourcePlayer {
  return {
    type: "AWS::SES::ConfigurationSetEventDestination",
    reads: Object.keys(destinationProperties.shape),
    ignores: {},
    replacedBy: [],
    create: async ({ properties, generatedName }) => {
      const { ConfigurationSetName, EventDestination } = destinationProperties.parse(properties);
      const { MatchingEventTypes: types, EventBridgeDestination, Enabled } = EventDestination;
      const bus = EventBridgeDestination.EventBusArn.replace(/^arn:.*:event-bus\//, "");
      if (String(Enabled ?? true) === "true") identities.putDestination(ConfigurationSetName, { types, bus });
      return { ref: generatedName, attributes: { Id: generatedName } };
    },
  };
}
