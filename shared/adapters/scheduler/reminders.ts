import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  type SchedulerClient,
} from "@aws-sdk/client-scheduler";
import type { Reminders } from "../../ports/reminders.ts";

interface Names {
  readonly group: string;
  /** The queue that receives the message, the role that sends it, and where it goes when it cannot be sent. */
  readonly targetArn: string;
  readonly roleArn: string;
  readonly deadLettersArn: string;
}

/** Reminders as one-time schedules of one group of EventBridge Scheduler; each goes once it has fired. */
export function schedulerReminders(client: SchedulerClient, names: Names): Reminders {
  const { group: GroupName, targetArn, roleArn, deadLettersArn } = names;
  return {
    keep: async ({ name, at, message }) => {
      const command = new CreateScheduleCommand({
        Name: name,
        GroupName,
        ScheduleExpression: `at(${at.slice(0, 19)})`,
        ScheduleExpressionTimezone: "UTC",
        FlexibleTimeWindow: { Mode: "OFF" },
        ActionAfterCompletion: "DELETE",
        Target: {
          Arn: targetArn,
          RoleArn: roleArn,
          Input: JSON.stringify(message),
          DeadLetterConfig: { Arn: deadLettersArn },
        },
      });
      await unless(ConflictException, client.send(command));
    },
    withdraw: async (Name) => {
      await unless(ResourceNotFoundException, client.send(new DeleteScheduleCommand({ Name, GroupName })));
    },
    names: async (prefix) => {
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(
          new ListSchedulesCommand({ GroupName, NextToken, ...(prefix === "" ? {} : { NamePrefix: prefix }) }),
        );
        found.push(...(page.Schedules ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [Name])));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
  };
}

async function unless(kind: new (...args: never[]) => Error, request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof kind)) throw error;
  }
}
