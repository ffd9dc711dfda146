import { readFileSync } from "node:fs";
import { ArnFormat, Stack } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnStateMachine, CfnStateMachineAlias, CfnStateMachineVersion } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { retentionDays, rolePaths } from "../config.ts";
import { acknowledge, acknowledgeStars } from "./acknowledge.ts";
import { alarmAtFirst, alarmPeriod } from "./alarm.ts";
import { type KeyUse, logsOf } from "./key.ts";

interface WorkflowProps {
  /** The ASL file. `${CreateDossier}` in it stands for the function of that name. */
  readonly definition: URL;
  /** Alias `live` of each function that the definition may call; its role may call those that it does. */
  readonly functions: Readonly<Record<string, { readonly functionArn: string }>>;
  /** Key of the class of what the executions carry; it must allow `workflowKeyUse`. */
  readonly key: IKey;
  readonly logsKey: IKey;
}

const keyActions = ["kms:Decrypt", "kms:GenerateDataKey"];

/** What the key of a workflow's class must allow. */
export const workflowKeyUse: KeyUse = {
  byRoles: { path: rolePaths.workflows, actions: keyActions },
  logDelivery: true,
};

/** Step Functions sets up its own log delivery, with actions that name no resource. */
const logDelivery = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

/**
 * A state machine with the house's defaults: its definition inline, each transition logged without what it carries, the
 * key of its class, a role that calls the functions of the definition and no other, started through alias `live`.
 */
export class Workflow extends Construct {
  /** ARN of alias `live`. */
  readonly live: string;
  /** ARN of every execution. */
  readonly executionsArn: string;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const definition = inlined(props.definition);
    const calls = called(props, definition);
    const logs = new LogGroup(this, "Logs", { retention: retentionDays.logs, encryptionKey: props.logsKey });
    const machine = new CfnStateMachine(this, "Machine", {
      definitionString: definition,
      definitionSubstitutions: calls,
      roleArn: this.role(Object.values(calls), props.key).roleArn,
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logs.logGroupArn } }],
      },
      encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: props.key.keyArn },
    });
    acknowledge(machine, "AwsSolutions-SF2", "X-Ray would keep what crosses between services outside the class key.");
    const version = new CfnStateMachineVersion(this, "Version", {
      stateMachineArn: machine.attrArn,
      stateMachineRevisionId: machine.attrStateMachineRevisionId,
    });
    this.live = new CfnStateMachineAlias(this, "Live", {
      name: "live",
      routingConfiguration: [{ stateMachineVersionArn: version.attrArn, weight: 100 }],
    }).ref;
    this.executionsArn = Stack.of(this).formatArn({
      service: "states",
      resource: "execution",
      resourceName: `${machine.attrName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    for (const metricName of ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"]) {
      alarmAtFirst(this, metricName, ended(metricName, machine.attrArn), `${id}: ${metricName}. See its log group.`);
    }
  }

  private role(calls: string[], key: IKey): Role {
    const statements = [
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: calls }),
      ...usesKey(Stack.of(this), key),
      new PolicyStatement({ actions: logDelivery, resources: ["*"] }),
    ];
    const role = new Role(this, "Role", {
      path: rolePaths.workflows,
      assumedBy: new ServicePrincipal("states.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
      inlinePolicies: { granted: new PolicyDocument({ statements }) },
    });
    acknowledgeStars(role, statements);
    return role;
  }
}

/** The key, for what executions carry and for the delivery of their logs, and for nothing else. */
function usesKey(stack: Stack, key: IKey): PolicyStatement[] {
  const machines = stack.formatArn({ service: "states", resource: "stateMachine:*" });
  return [
    new PolicyStatement({
      actions: keyActions,
      resources: [key.keyArn],
      conditions: { ArnLike: { "kms:EncryptionContext:aws:states:stateMachineArn": machines } },
    }),
    new PolicyStatement({
      actions: ["kms:GenerateDataKey"],
      resources: [key.keyArn],
      conditions: { StringEquals: { "kms:EncryptionContext:SourceArn": logsOf(stack) } },
    }),
  ];
}

function inlined(definition: URL): string {
  return JSON.stringify(JSON.parse(readFileSync(definition, "utf8")));
}

/** The functions that a definition calls, with their ARNs. */
function called({ definition, functions }: WorkflowProps, text: string): Record<string, string> {
  const names = [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => name))].sort();
  const missing = names.filter((name) => functions[name] === undefined);
  if (missing.length > 0) throw new Error(`${definition.pathname} calls ${missing.join(", ")}, which it is not given.`);
  return Object.fromEntries(names.map((name) => [name, functions[name]?.functionArn ?? ""]));
}

function ended(metricName: string, stateMachineArn: string): Metric {
  return new Metric({
    namespace: "AWS/States",
    metricName,
    dimensionsMap: { StateMachineArn: stateMachineArn },
    statistic: "Sum",
    period: alarmPeriod,
  });
}
