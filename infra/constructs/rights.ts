import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { type BucketRight, type Right, variable } from "../rights.ts";
import type { Roads, Stores, Surroundings } from "./surroundings.ts";

/** What comes of a right: statements for the role of the function, and the names that it finds in its environment. */
interface Opened {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What a right opens among its surroundings. */
export function opened(right: Right, around: Surroundings): Opened {
  if ("bucket" in right) return objects(right, around.stores);
  if ("invokes" in right) return invocation(right.invokes, around);
  if ("starts" in right || "executions" in right) return executions(right, around);
  if ("resumes" in right) return { statements: [allow(onTasks(right.resumes), ["*"])], environment: {} };
  if ("schedules" in right) return schedules(right, around.roads);
  return "mail" in right ? mails(around.roads) : events(around.roads);
}

function allow(actions: readonly string[], resources: readonly string[], conditions = {}): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources], conditions });
}

/** No statement when there is nothing to allow. */
function some(actions: readonly string[], resources: readonly string[], conditions = {}): PolicyStatement[] {
  return actions.length > 0 ? [allow(actions, resources, conditions)] : [];
}

const onTasks = (names: readonly string[]) => names.map((name) => `states:${name}`);

/** Objects, their list, and the key of their bucket for what S3 asks of it: the context of a bucket key is the bucket. */
function objects({ bucket: name, actions, prefix, postOnly }: BucketRight, { buckets }: Stores): Opened {
  const { bucketArn, bucketName, classKey } = buckets[name];
  const { region } = Stack.of(buckets[name]);
  const lists = actions.filter((action) => action === "s3:ListBucketVersions");
  const onObjects = actions.filter((action) => action !== "s3:ListBucketVersions");
  const onKey = keyActions(actions);
  return {
    statements: [
      ...some(onObjects, [`${bucketArn}/${prefix}`], postOnly && { StringEquals: { "s3:authType": "POST" } }),
      ...some(lists, [bucketArn], { StringLike: { "s3:prefix": prefix } }),
      ...some(onKey, [classKey.keyArn], {
        StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com`, "kms:EncryptionContext:aws:s3:arn": bucketArn },
      }),
    ],
    environment: { [`${variable(name)}_BUCKET`]: bucketName },
  };
}

function keyActions(actions: BucketRight["actions"]): string[] {
  const reads = actions.includes("s3:GetObject") || actions.includes("s3:GetObjectVersion");
  return [...(reads ? ["kms:Decrypt"] : []), ...(actions.includes("s3:PutObject") ? ["kms:GenerateDataKey"] : [])];
}

function events({ bus }: Roads): Opened {
  return {
    statements: [allow(["events:PutEvents"], [bus.eventBusArn])],
    environment: { BUS_NAME: bus.eventBusName },
  };
}

function mails({ mail }: Roads): Opened {
  const { arns, sender, configurationSetName, portalOrigin } = mail;
  return {
    statements: [allow(["ses:SendEmail"], arns, { StringEquals: { "ses:FromAddress": sender } })],
    environment: {
      MAIL_FROM: sender,
      MAIL_CONFIGURATION_SET: configurationSetName,
      ...(portalOrigin && { PORTAL_ORIGIN: portalOrigin }),
    },
  };
}

/** Whoever makes a schedule hands its role over to the Scheduler; a list of schedules names no resource. */
function schedules({ schedules: actions }: Extract<Right, { schedules: unknown }>, { reminders }: Roads): Opened {
  const { group, role, target, schedulesArn } = reminders;
  const named = actions.filter((action) => action !== "ListSchedules");
  const makes = actions.includes("CreateSchedule") || actions.includes("UpdateSchedule");
  return {
    statements: [
      ...some(onSchedules(named), [schedulesArn]),
      ...some(onSchedules(actions.filter((action) => action === "ListSchedules")), ["*"]),
      ...some(makes ? ["iam:PassRole"] : [], [role.roleArn], {
        StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
      }),
    ],
    environment: {
      SCHEDULE_GROUP: group.scheduleGroupName,
      ...(makes && {
        SCHEDULE_ROLE_ARN: role.roleArn,
        SCHEDULE_TARGET_ARN: target.queueArn,
        SCHEDULE_DEAD_LETTERS_ARN: target.deadLetters.queueArn,
      }),
    },
  };
}

const onSchedules = (names: readonly string[]) => names.map((name) => `scheduler:${name}`);

function invocation(entry: string, around: Surroundings): Opened {
  const { functionArn } = around.workerNamed(entry);
  const name = entry.replace(/^.*\//, "").replaceAll("-", "_").toUpperCase();
  return {
    statements: [allow(["lambda:InvokeFunction"], [functionArn])],
    environment: { [`${name}_FUNCTION`]: functionArn },
  };
}

function executions(
  right: Extract<Right, { starts: unknown } | { executions: unknown }>,
  around: Surroundings,
): Opened {
  const name = "starts" in right ? right.starts : right.executions;
  const workflow = around.workflowNamed(name);
  const actions = "starts" in right ? ["StartExecution"] : right.actions;
  return {
    statements: [
      ...some(onTasks(actions.filter((action) => action !== "DescribeExecution")), [workflow.live]),
      ...some(onTasks(actions.filter((action) => action === "DescribeExecution")), [workflow.executionsArn]),
    ],
    environment: { [`${variable(name)}_MACHINE`]: workflow.live },
  };
}
