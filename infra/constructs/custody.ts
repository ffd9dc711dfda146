import { Stack } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { rolePaths } from "../config.ts";
import type { DocumentBucket } from "./bucket.ts";

/** What a bucket refuses to everybody, whatever other policies allow. */
interface Refusal {
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs of the objects that it is about. */
  readonly objects?: readonly string[];
  /** ARNs of the objects that it is not about: it is about all others. */
  readonly objectsBut?: readonly string[];
  /** Patterns of the roles that are not refused. */
  readonly but?: readonly string[];
  /** What must hold besides; each with one key, since two would have to fail together. */
  readonly unless?: Readonly<Record<string, string>>;
}

export function refuse(bucket: DocumentBucket, refusal: Refusal): void {
  const { sid, actions, objects, objectsBut, but, unless } = refusal;
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [...actions],
      ...(objects && { resources: [...objects] }),
      ...(objectsBut && { notResources: [...objectsBut] }),
      conditions: {
        ...(but && { ArnNotLike: { "aws:PrincipalArn": [...but] } }),
        ...(unless && { StringNotEquals: unless }),
      },
    }),
  );
}

/** Patterns of the roles of functions, by file. */
export function functionRoles(bucket: DocumentBucket, entries: readonly string[]): string[] {
  return entries.map((entry) => rolesUnder(bucket, `${rolePaths.functions}${entry}/`));
}

/** The pattern of all roles of a path. */
export function rolesUnder(bucket: DocumentBucket, path: string): string {
  return Stack.of(bucket).formatArn({ service: "iam", region: "", resource: `role${path}*` });
}

const writes = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersionTagging",
  "s3:PutObject",
  "s3:PutObjectLegalHold",
  "s3:PutObjectRetention",
  "s3:PutObjectTagging",
  "s3:PutObjectVersionTagging",
];

/** The functions of these files alone write into the bucket, its locks and tags included; nobody shortens a lock. */
export function keepFor(bucket: DocumentBucket, entries: readonly string[]): void {
  const objects = [bucket.arnForObjects("*")];
  refuse(bucket, { sid: "WrittenByPromoter", actions: writes, objects, but: functionRoles(bucket, entries) });
}
