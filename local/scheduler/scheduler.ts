import type { AwsService, ResourcePlayer } from "../contracts.ts";
import { principalFor } from "../events/service-role.ts";
import type { LocalIam } from "../iam/iam.ts";
import { ScheduleGroups } from "./groups.ts";
import { schedulePlayers } from "./players.ts";
import { Schedules, type SchedulesParts } from "./schedules.ts";
import { schedulerService } from "./service.ts";

interface SchedulerParts extends Omit<SchedulesParts, "principalOf"> {
  readonly iam: LocalIam;
}

/** Opens the Scheduler on the store: the service behind the AWS door, and the players of its resources. */
export function openScheduler(parts: SchedulerParts): {
  readonly service: AwsService;
  readonly players: readonly ResourcePlayer[];
} {
  const principalOf = (roleArn: string, sourceArn: string) =>
    principalFor(parts.iam, { roleArn, service: "scheduler.amazonaws.com", sourceArn });
  const schedules = new Schedules({ ...parts, principalOf });
  const desk = { ...parts, schedules, groups: new ScheduleGroups(), checkRole: principalOf };
  return { service: schedulerService(desk), players: schedulePlayers(desk) };
}
