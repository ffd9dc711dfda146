import { Stack } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { ConcernQueue } from "./queue.ts";
import { schedulingRole } from "./schedule.ts";

/** The group of the schedules that functions keep, the role that they run under, and the one queue that they reach. */
export class Reminders extends Construct {
  readonly group: ScheduleGroup;
  readonly role: Role;
  readonly target: ConcernQueue;
  /** ARN of every schedule of the group. */
  readonly schedulesArn: string;

  constructor(scope: Construct, id: string, target: ConcernQueue) {
    super(scope, id);
    this.group = new ScheduleGroup(this, "Group");
    this.target = target;
    this.role = schedulingRole(this, this.group, {
      description: "What a reminder that is due may do",
      reaches: { "sqs:SendMessage": [target.queueArn, target.deadLetters.queueArn] },
    });
    this.schedulesArn = Stack.of(this).formatArn({
      service: "scheduler",
      resource: "schedule",
      resourceName: `${this.group.scheduleGroupName}/*`,
    });
  }
}
