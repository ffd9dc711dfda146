import { z } from "zod";
import type { Clock, ResourcePlayer } from "../contracts.ts";
import { declaration } from "./declaration.ts";
import type { ScheduleGroups } from "./groups.ts";
import type { Schedules } from "./schedules.ts";

const instant = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number())
  .optional();
const scheduleProperties = z.looseObject({
  Name: z.string().optional(),
  GroupName: z.string().default("default"),
  ...declaration,
  StartDate: instant,
  EndDate: instant,
});
const groupProperties = z.looseObject({ Name: z.string().optional() });

interface SchedulePlayersParts {
  readonly schedules: Schedules;
  readonly groups: ScheduleGroups;
  readonly clock: Clock;
  readonly checkRole: (roleArn: string, groupArn: string) => void;
}

/** Plays schedules and their groups. */
export function schedulePlayers(parts: SchedulePlayersParts): readonly ResourcePlayer[] {
  return [groupPlayer(parts), schedulePlayer(parts)];
}

function groupPlayer({ schedules, groups }: SchedulePlayersParts): ResourcePlayer {
  return {
    type: "AWS::Scheduler::ScheduleGroup",
    reads: Object.keys(groupProperties.shape),
    ignores: { Tags: "no policy played here reads tags" },
    replacedBy: [],
    create: async ({ properties, generatedName }) => {
      const name = groupProperties.parse(properties).Name ?? generatedName;
      groups.declare(name);
      return { ref: name, attributes: { Arn: schedules.groupArn(name), State: "ACTIVE" } };
    },
  };
}

function schedulePlayer({ schedules, clock, checkRole }: SchedulePlayersParts): ResourcePlayer {
  const declared = new Set<string>();
  return {
    type: "AWS::Scheduler::Schedule",
    reads: Object.keys(scheduleProperties.shape),
    ignores: { KmsKeyArn: "schedules are kept in a file that only its owner reads" },
    replacedBy: [],
    create: async ({ properties, generatedName }) => {
      const { Name, GroupName: group, StartDate, EndDate, ...given } = scheduleProperties.parse(properties);
      const name = Name ?? generatedName;
      checkRole(given.Target.RoleArn, schedules.groupArn(group));
      const createdAt = schedules.find(group, name)?.createdAt ?? clock.now();
      const bounds = { startAt: StartDate, endAt: EndDate, deletedWhenCompleted: false };
      schedules.put({ ...given, ...bounds, name, group, fromTemplate: true, createdAt, modifiedAt: clock.now() });
      declared.add(schedules.arnOf({ group, name }));
      return { ref: name, attributes: { Arn: schedules.arnOf({ group, name }) } };
    },
    // What an earlier template declared, and this one does not, runs no more.
    start: async () => {
      for (const record of schedules.all()) {
        if (record.fromTemplate && !declared.has(schedules.arnOf(record))) schedules.delete(record);
      }
    },
  };
}
