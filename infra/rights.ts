import type { BucketName } from "./buckets.ts";
import type { WorkflowName } from "./workflows.ts";

type ObjectAction =
  | "s3:DeleteObjectVersion"
  | "s3:GetObject"
  | "s3:GetObjectVersion"
  | "s3:GetObjectVersionTagging"
  | "s3:ListBucketVersions"
  | "s3:PutObject"
  | "s3:PutObjectRetention";

/** Objects of a bucket under a prefix, with what its key must do for them. Names the bucket in `<BUCKET>_BUCKET`. */
export interface BucketRight {
  readonly bucket: BucketName;
  readonly actions: readonly ObjectAction[];
  /** `quarantine/*`. */
  readonly prefix: string;
  /** What the function signs is only good for a form (`s3:authType` POST). */
  readonly postOnly?: true;
}

type ScheduleAction = "CreateSchedule" | "DeleteSchedule" | "GetSchedule" | "ListSchedules" | "UpdateSchedule";

/**
 * What a function may do beyond the tables. Actions are listed where some functions need fewer than others: what is
 * granted and not used fails a test.
 */
export type Right =
  | BucketRight
  /** Puts events on the bus: `BUS_NAME`. */
  | { readonly bus: true }
  /** Sends mail: `MAIL_FROM`, `MAIL_CONFIGURATION_SET`, and `PORTAL_ORIGIN` if there is a portal. */
  | { readonly mail: true }
  /**
   * Keeps schedules in the group of the platform: `SCHEDULE_GROUP`, `SCHEDULE_ROLE_ARN`, `SCHEDULE_TARGET_ARN` (the queue
   * `dueReminders`, which receives the schedule's input), `SCHEDULE_DEAD_LETTERS_ARN`.
   */
  | { readonly schedules: readonly ScheduleAction[] }
  /** Calls the inspector and waits for its answer: `INSPECT_PIECE_FUNCTION`. */
  | { readonly invokes: "documents/inspect-piece" }
  /** Starts executions: `ENROLMENT_MACHINE`. */
  | { readonly starts: WorkflowName }
  /** Answers tasks that wait, of any machine: the service knows no narrower right. */
  | { readonly resumes: readonly ("SendTaskSuccess" | "SendTaskFailure")[] }
  /** Looks at executions: `ENROLMENT_MACHINE`. */
  | { readonly executions: WorkflowName; readonly actions: readonly ("ListExecutions" | "DescribeExecution")[] };

/** A name in camelCase as a variable has it: `mailFeedback` → `MAIL_FEEDBACK`. */
export function variable(name: string): string {
  return name.replaceAll(/[A-Z]/g, "_$&").toUpperCase();
}
