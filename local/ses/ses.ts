import type { AwsService, ResourcePlayer } from "../contracts.ts";
import { Identities } from "./identities.ts";
import { type Inbox, openInbox } from "./inbox.ts";
import { sesPlayers } from "./players.ts";
import { type SesDesk, sesService } from "./service.ts";

/** SES: the service behind the AWS door, the players of its resources, and the inbox for the console. */
export interface Ses {
  readonly service: AwsService;
  readonly players: readonly ResourcePlayer[];
  readonly inbox: Inbox;
}

/** Opens SES and its inbox on the store. */
export function openSes(parts: Omit<SesDesk, "inbox" | "identities">): Ses {
  const inbox = openInbox(parts.store.database);
  const identities = new Identities();
  return { service: sesService({ ...parts, inbox, identities }), players: sesPlayers(identities), inbox };
}
