import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { schedulerReminders } from "../adapters/scheduler/reminders.ts";
import type { Reminders } from "../ports/reminders.ts";
import { setting } from "./setting.ts";

/** The reminders that this function's environment names. */
export const reminders: Reminders = schedulerReminders(new SchedulerClient({}), {
  group: setting("SCHEDULE_GROUP"),
  targetArn: setting("SCHEDULE_TARGET_ARN"),
  roleArn: setting("SCHEDULE_ROLE_ARN"),
  deadLettersArn: setting("SCHEDULE_DEAD_LETTERS_ARN"),
});
