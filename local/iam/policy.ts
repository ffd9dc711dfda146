import { z } from "zod";

const statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

const policyDocument = z.looseObject({
  Version: z.string().optional(),
  Statement: z.union([z.array(statement), statement.transform((single) => [single])]),
});

export type PolicyStatement = z.infer<typeof statement>;
export type PolicyDocument = z.infer<typeof policyDocument>;

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** What applies to a principal. */
export interface PolicySet {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy | undefined;
}

/**
 * Condition keys that the doors of the local cloud give, or whose absence is the truth here (a direct call has no
 * `kms:ViaService`). A policy on any other key would be judged on a value nobody supplies, and `ForAllValues` on an
 * absent key allows: such a policy stops the boot.
 */
const KNOWN_CONDITION_KEYS: ReadonlySet<string> = new Set(
  [
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:PrincipalIsAWSService",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:ViaAWSService",
    "dynamodb:EnclosingOperation",
    "dynamodb:LeadingKeys",
    "dynamodb:ReturnConsumedCapacity",
    "dynamodb:ReturnValues",
    "dynamodb:Select",
    "events:detail-type",
    "events:ManagedBy",
    "events:source",
    "iam:PassedToService",
    "kms:CallerAccount",
    "kms:EncryptionAlgorithm",
    "kms:EncryptionContextKeys",
    "kms:GrantIsForAWSResource",
    "kms:MessageType",
    "kms:RequestAlias",
    "kms:SigningAlgorithm",
    "kms:ViaService",
    "ses:FeedbackAddress",
    "ses:FromAddress",
    "ses:FromDisplayName",
    "ses:Recipients",
    "s3:authType",
    "s3:delimiter",
    "s3:if-match",
    "s3:if-none-match",
    "s3:max-keys",
    "s3:object-lock-legal-hold",
    "s3:object-lock-mode",
    "s3:object-lock-remaining-retention-days",
    "s3:object-lock-retain-until-date",
    "s3:prefix",
    "s3:RequestObjectTagKeys",
    "s3:ResourceAccount",
    "s3:signatureAge",
    "s3:signatureversion",
    "s3:TlsVersion",
    "s3:VersionId",
    "s3:x-amz-acl",
    "s3:x-amz-content-sha256",
    "s3:x-amz-copy-source",
    "s3:x-amz-metadata-directive",
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
  ].map((key) => key.toLowerCase()),
);

/** Keys that go on with a name of the policy's own. */
const KNOWN_PREFIXES = ["kms:encryptioncontext:", "s3:existingobjecttag/", "s3:requestobjecttag/"];

function isKnown(key: string): boolean {
  const lower = key.toLowerCase();
  return KNOWN_CONDITION_KEYS.has(lower) || KNOWN_PREFIXES.some((prefix) => lower.startsWith(prefix));
}

/**
 * Reads a policy document of any kind (identity, trust, resource).
 * @param owner how the policy is named in the error, e.g. `policy P of role R`
 * @throws Error naming the owner, for what is not a policy or for a condition key that no door supplies
 */
export function parsePolicy(document: unknown, owner: string): PolicyDocument {
  const parsed = policyDocument.safeParse(document);
  if (!parsed.success) {
    throw new Error(`${owner} is not a policy document: ${z.prettifyError(parsed.error)}`);
  }
  const unknown = parsed.data.Statement.flatMap(conditionKeys).filter((key) => !isKnown(key));
  if (unknown.length > 0) {
    throw new Error(`${owner} has a condition on ${unknown.join(", ")}, which the local cloud does not supply`);
  }
  return parsed.data;
}

function conditionKeys(one: PolicyStatement): string[] {
  return Object.values(one.Condition ?? {}).flatMap((operands) => Object.keys(operands));
}
