import { Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";
import { rolePaths } from "../config.ts";

interface Scheduling {
  readonly description: string;
  /** Resources by action. */
  readonly reaches: Readonly<Record<string, readonly string[]>>;
}

/** A role that the Scheduler takes for the schedules of one group, and for no other. */
export function schedulingRole(scope: Construct, group: ScheduleGroup, { description, reaches }: Scheduling): Role {
  const statements = Object.entries(reaches).map(
    ([action, resources]) => new PolicyStatement({ actions: [action], resources: [...resources] }),
  );
  return new Role(scope, "Role", {
    path: rolePaths.schedules,
    description,
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: {
        StringEquals: { "aws:SourceAccount": Stack.of(scope).account },
        ArnEquals: { "aws:SourceArn": group.scheduleGroupArn },
      },
    }),
    inlinePolicies: { granted: new PolicyDocument({ statements }) },
  });
}
