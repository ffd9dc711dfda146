import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import {
  AccountRootPrincipal,
  AnyPrincipal,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { retentionDays } from "../config.ts";

/** What an administrator of the account may do with a key: everything but use it. */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

const usage = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** Who may use a key. */
export interface KeyUse {
  /** Principals of the account when they go through DynamoDB: their right on the table decides. */
  readonly throughTables?: true;
  /** Principals of the account when they go through S3, each if its own policy grants the key too. */
  readonly throughBuckets?: true;
  /** The log service, for the log groups of the account. */
  readonly logs?: true;
  /** The service that delivers the logs of state machines encrypted under this key. */
  readonly logDelivery?: true;
  /** Roles that use the key itself, each if its own policy grants it too. */
  readonly byRoles?: RoleUse;
}

interface RoleUse {
  /** Path of the roles. */
  readonly path: string;
  readonly actions: readonly string[];
  /** An entry that the encryption context must have: what was encrypted for one value of it opens for no other. */
  readonly context?: string;
}

interface ClassKeyProps {
  readonly description: string;
  readonly use: KeyUse;
}

/** The key of one class of data: rotated yearly; administrators cannot use it, users cannot administer it. */
export class ClassKey extends Key {
  constructor(scope: Construct, id: string, { description, use }: ClassKeyProps) {
    const administer = new PolicyStatement({
      sid: "Administration",
      principals: [new AccountRootPrincipal()],
      actions: administration,
      resources: ["*"],
    });
    super(scope, id, {
      description,
      enableKeyRotation: true,
      pendingWindow: Duration.days(retentionDays.keyDeletion),
      policy: new PolicyDocument({ statements: [administer, ...usageStatements(Stack.of(scope), use)] }),
    });
  }
}

function usageStatements(stack: Stack, use: KeyUse): PolicyStatement[] {
  const { throughTables, throughBuckets, logs, logDelivery, byRoles } = use;
  return [
    ...(throughTables ? usedThroughTables(stack) : []),
    ...(throughBuckets ? [usedThroughBuckets(stack)] : []),
    ...(logs ? [byLogService(stack)] : []),
    ...(logDelivery ? [byLogDelivery(stack)] : []),
    ...(byRoles ? [usedByRoles(stack, byRoles)] : []),
  ];
}

function usedByRoles(stack: Stack, { path, actions, context }: RoleUse): PolicyStatement {
  const roles = stack.formatArn({ service: "iam", region: "", resource: `role${path}*` });
  return new PolicyStatement({
    sid: "UseByRoles",
    principals: [new AccountRootPrincipal()],
    actions: [...actions],
    resources: ["*"],
    conditions: {
      ArnLike: { "aws:PrincipalArn": roles },
      ...(context && { Null: { [`kms:EncryptionContext:${context}`]: "false" } }),
    },
  });
}

function usedThroughBuckets(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: "UseThroughBucket",
    principals: [new AccountRootPrincipal()],
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: ["*"],
    conditions: { StringEquals: { "kms:ViaService": `s3.${stack.region}.amazonaws.com` } },
  });
}

function usedThroughTables(stack: Stack): PolicyStatement[] {
  const viaStore = {
    "kms:CallerAccount": stack.account,
    "kms:ViaService": `dynamodb.${stack.region}.amazonaws.com`,
  };
  const principals = [new AnyPrincipal()];
  return [
    new PolicyStatement({
      sid: "UseThroughTable",
      principals,
      actions: usage,
      resources: ["*"],
      conditions: { StringEquals: viaStore },
    }),
    new PolicyStatement({
      sid: "GrantThroughTable",
      principals,
      actions: ["kms:CreateGrant"],
      resources: ["*"],
      conditions: { StringEquals: viaStore, Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ];
}

function byLogService(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: "UseByLogService",
    principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: usage,
    resources: ["*"],
    conditions: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": stack.formatArn({ service: "logs", resource: "log-group:*" }),
      },
    },
  });
}

function byLogDelivery(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: "UseByLogDelivery",
    principals: [new ServicePrincipal("delivery.logs.amazonaws.com")],
    actions: ["kms:Decrypt"],
    resources: ["*"],
    conditions: { StringEquals: { "kms:EncryptionContext:SourceArn": logsOf(stack) } },
  });
}

/** What Step Functions and log delivery put in the encryption context: the logs of the account, with a literal star. */
export function logsOf(stack: Stack): string {
  return stack.formatArn({ service: "logs", resource: "*", arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}
