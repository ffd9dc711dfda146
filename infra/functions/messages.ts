import type { FunctionSpec } from "../function-spec.ts";
import { lists, reads, writes } from "../grants.ts";

/** Finds the members of an organisation and their addresses, keeps each mail, sends it. */
const writesToParties = {
  grants: [...reads("cases", "sealed", "personKeys"), lists("directory"), ...writes("cases")],
  personalKey: ["kms:Decrypt"],
  rights: [{ mail: true }],
  // The visibility of the queue follows from it: longer than a mail that may have left is waited for.
  timeoutSeconds: 60,
} as const;

/** Mails, reminders, and what becomes of them. */
export const messageFunctions: readonly FunctionSpec[] = [
  // Every event goes on to the bus once it is recorded.
  {
    trigger: { stream: "events", filter: { eventName: ["INSERT"] } },
    slug: "platform",
    name: "dispatch-events",
    grants: [],
    rights: [{ bus: true }],
  },
  {
    trigger: { queue: "notifications" },
    slug: "segur",
    name: "notify",
    ...writesToParties,
    grants: [...writesToParties.grants, lists("events")],
  },
  { trigger: { queue: "dueReminders" }, slug: "segur", name: "remind", ...writesToParties },
  {
    trigger: { queue: "mailFeedback" },
    slug: "segur",
    name: "note-mail",
    grants: [...reads("cases"), ...writes("cases")],
  },
  {
    trigger: { queue: "reminders" },
    slug: "segur",
    name: "plan-reminders",
    grants: reads("cases"),
    rights: [{ schedules: ["CreateSchedule", "DeleteSchedule", "ListSchedules"] }],
  },
  {
    trigger: { schedule: "cron(0 6 * * ? *)", input: { at: "<aws.scheduler.scheduled-time>" } },
    slug: "segur",
    name: "prove-coverage",
    grants: [...reads("cases"), lists("cases", "byList"), ...writes("cases")],
    rights: [{ schedules: ["CreateSchedule", "DeleteSchedule", "ListSchedules"] }],
    timeoutSeconds: 300,
  },
];
