import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AwsError } from "../aws-door/aws-error.ts";
import type { AwsService, Clock, Iam, SignedRequest } from "../contracts.ts";
import type { EventBuses } from "../events/buses.ts";
import { around } from "../kill-points.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { badRequest, type Composed, compose } from "./compose.ts";
import type { Identities } from "./identities.ts";
import type { Inbox } from "./inbox.ts";
import { SendEmailInput } from "./inputs.ts";
import { type Mail, outcomeFor } from "./mail.ts";
import { mailEvents } from "./mail-events.ts";

export interface SesDesk {
  readonly inbox: Inbox;
  readonly identities: Identities;
  readonly buses: Pick<EventBuses, "put">;
  readonly store: SqliteStore;
  readonly iam: Pick<Iam, "authorize">;
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
}

/** SES (version 2) behind the AWS door: SendEmail, whose mails stay in the inbox and go nowhere. */
export function sesService(desk: SesDesk): AwsService {
  return {
    name: "ses",
    handle: async (request) => {
      const { method, path } = request;
      if (method !== "POST" || path !== "/v2/email/outbound-emails") {
        throw new AwsError("UnknownOperationException", `The local cloud does not play ${method} ${path} of SES`, 404);
      }
      const MessageId = await sendEmail(desk, request);
      return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ MessageId }) };
    },
  };
}

async function sendEmail(desk: SesDesk, { body, principal }: SignedRequest): Promise<string> {
  const { identities, inbox, buses, store, clock, region } = desk;
  const parsed = SendEmailInput.safeParse(JSON.parse(body.toString("utf8")));
  if (!parsed.success) throw badRequest(z.prettifyError(parsed.error));
  const input = parsed.data;
  const stamp = { id: `${randomUUID()}-000000`, at: clock.now(), region };
  const composed = await compose(input, stamp);
  const identity = identities.identityOf(composed.from);
  const configurationSet = input.ConfigurationSetName ?? identity.configurationSet;
  const destinations = configurationSet === undefined ? [] : identities.destinationsOf(configurationSet);
  authorise(desk, {
    composed,
    input,
    principal,
    resources: [`identity/${identity.name}`, ...setsOf(configurationSet)],
  });
  const mail: Mail = {
    ...composed.written,
    id: stamp.id,
    at: stamp.at,
    from: composed.from,
    recipients: [...composed.recipients],
    configurationSet,
    tags: Object.fromEntries(input.EmailTags.map(({ Name, Value }) => [Name, Value])),
    outcome: outcomeFor(composed.recipients),
  };
  const accept = () => {
    inbox.add(mail);
    for (const { event, bus } of mailEvents(mail, destinations, desk)) buses.put(event, bus);
  };
  around("mail", store.database, () => store.transaction(accept));
  return mail.id;
}

function setsOf(configurationSet: string | undefined): readonly string[] {
  return configurationSet === undefined ? [] : [`configuration-set/${configurationSet}`];
}

interface Sending {
  readonly composed: Composed;
  readonly input: SendEmailInput;
  readonly principal: SignedRequest["principal"];
  readonly resources: readonly string[];
}

/** The sender may use the identity and the configuration set. */
function authorise({ iam, account, region }: SesDesk, { composed, input, principal, resources }: Sending): void {
  const action = input.Content.Raw === undefined ? "ses:SendEmail" : "ses:SendRawEmail";
  const context = {
    "ses:FromAddress": composed.from,
    "ses:FromDisplayName": composed.fromName,
    "ses:Recipients": composed.recipients,
    ...(input.FeedbackForwardingEmailAddress && { "ses:FeedbackAddress": input.FeedbackForwardingEmailAddress }),
  };
  for (const name of resources) {
    const resource = `arn:aws:ses:${region}:${account}:${name}`;
    const answer = iam.authorize({ principal, action, resource, context });
    if (!answer.allowed) throw new AwsError("AccessDeniedException", answer.message, 403);
  }
}
