import type { FunctionSpec } from "../function-spec.ts";
import { checks, lists, reads, seals, writes } from "../grants.ts";

/** A task of the platform: reads the case, writes its event, or checks the head where it leaves none. */
const recordsTask = [...reads("cases"), ...writes("cases", "events")];
const step = [...reads("cases"), ...writes("cases"), ...checks("cases")];

/** What carries events and executions on, and watches over the record. */
export const workflowFunctions: readonly FunctionSpec[] = [
  // An event of the record that is changed or removed is an incident.
  {
    trigger: { stream: "events", filter: { eventName: ["MODIFY", "REMOVE"] } },
    slug: "platform",
    name: "audit-events",
    grants: [{ table: "incidents", actions: ["dynamodb:PutItem"] }],
  },
  // The only function that reads task tokens, and that answers a waiting task.
  {
    trigger: {
      stream: "cases",
      filter: { eventName: ["INSERT"], dynamodb: { Keys: { sk: { S: [{ prefix: "OUTBOX#" }] } } } },
    },
    sweep: { schedule: "rate(1 hour)", input: { sweep: "outbox" } },
    slug: "platform",
    name: "relay",
    grants: [...reads("cases", "tokens"), ...writes("cases"), lists("cases", "byList")],
    rights: [{ starts: "enrolment" }, { resumes: ["SendTaskSuccess"] }],
    timeoutSeconds: 60,
    reservedConcurrency: 5,
  },
  {
    trigger: { schedule: "cron(0 6 * * ? *)", input: { at: "<aws.scheduler.scheduled-time>" } },
    slug: "platform",
    name: "reap-executions",
    grants: [lists("cases", "byList"), ...writes("cases")],
    rights: [{ executions: "enrolment", actions: ["DescribeExecution"] }],
    timeoutSeconds: 900,
  },
  { trigger: { machine: "enrolment" }, slug: "segur", name: "judge-receivability", grants: recordsTask },
  {
    trigger: { machine: "enrolment" },
    slug: "segur",
    name: "examine-dossier",
    grants: [...recordsTask, ...checks("cases"), ...reads("personKeys"), ...seals],
    personalKey: ["kms:Decrypt", "kms:GenerateDataKey"],
    rights: [{ invokes: "documents/inspect-piece" }],
    timeoutSeconds: 90,
  },
  { trigger: { machine: "enrolment" }, slug: "segur", name: "expire-completion", grants: recordsTask },
  {
    trigger: { machine: "enrolment" },
    slug: "segur",
    name: "register-wait",
    grants: [...step, ...writes("tokens")],
  },
];
