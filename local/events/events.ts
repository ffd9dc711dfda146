import type { DueRunner } from "../clock/due-runner.ts";
import type { AwsService, Clock, ResourcePlayer } from "../contracts.ts";
import type { LocalIam } from "../iam/iam.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { EventBuses } from "./buses.ts";
import { eventPlayers } from "./players.ts";
import { eventsService } from "./put-events.ts";
import { principalFor } from "./service-role.ts";
import type { Targets } from "./targets.ts";

export interface EventsParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly clock: Clock;
  readonly iam: LocalIam;
  readonly targets: Targets;
  readonly account: string;
  readonly region: string;
}

/** EventBridge: the service behind the AWS door, the players of its resources, and the buses for other services. */
export interface Events {
  readonly service: AwsService;
  readonly players: readonly ResourcePlayer[];
  readonly buses: EventBuses;
}

/** Opens the event buses on the store. */
export function openEvents(parts: EventsParts): Events {
  const { iam } = parts;
  const principalOf = (roleArn: string, sourceArn: string) =>
    principalFor(iam, { roleArn, service: "events.amazonaws.com", sourceArn });
  const buses = new EventBuses({ ...parts, principalOf });
  return { service: eventsService({ ...parts, buses }), players: eventPlayers({ ...parts, buses }), buses };
}
