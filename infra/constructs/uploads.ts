import { Duration } from "aws-cdk-lib";
import { CfnBucket, HttpMethods } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { custodians, quarantine, scannersProbe, verdict } from "../buckets.ts";
import { retentionDays, rolePaths } from "../config.ts";
import { DocumentBucket, type DocumentBucketProps } from "./bucket.ts";
import { functionRoles, refuse, rolesUnder } from "./custody.ts";

interface UploadsBucketProps extends DocumentBucketProps {
  /** Origin whose pages may send files; absent: no browser may. */
  readonly portalOrigin?: string | undefined;
}

/**
 * What comes from outside: sent by signed form alone, told on the default bus, read by nobody before its verdict but
 * those who make it, and gone after a while.
 */
export class UploadsBucket extends DocumentBucket {
  constructor(scope: Construct, id: string, { portalOrigin, ...props }: UploadsBucketProps) {
    super(scope, id, props);
    this.tellEvents();
    // A form that is sent twice makes a second version, and the first is the one that was received: both are kept alike.
    const kept = Duration.days(retentionDays.quarantine);
    this.addLifecycleRule({ prefix: quarantine, expiration: kept, noncurrentVersionExpiration: kept });
    if (portalOrigin !== undefined) {
      this.addCorsRule({
        allowedOrigins: [portalOrigin],
        allowedMethods: [HttpMethods.POST],
        exposedHeaders: ["ETag", "x-amz-version-id"],
        maxAge: 600,
      });
    }
    this.refuseWrites();
    this.refuseReads();
  }

  /** By the property of CloudFormation: the CDK's own switch deploys a function that is not ours. */
  private tellEvents(): void {
    const bucket = this.node.defaultChild;
    if (!(bucket instanceof CfnBucket)) throw new Error("A bucket of the CDK holds a bucket of CloudFormation.");
    bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  private refuseWrites(): void {
    const actions = ["s3:PutObject"];
    const quarantined = this.arnForObjects(`${quarantine}*`);
    const probe = this.arnForObjects(scannersProbe);
    const scanner = [rolesUnder(this, rolePaths.scanner)];
    refuse(this, { sid: "OnlyIntoQuarantine", actions, objectsBut: [quarantined, probe] });
    refuse(this, {
      sid: "OnlyByGrant",
      actions,
      objects: [quarantined],
      but: functionRoles(this, custodians.grants),
    });
    refuse(this, { sid: "OnlyByForm", actions, objects: [quarantined], unless: { "s3:authType": "POST" } });
    refuse(this, { sid: "ProbedByScanner", actions, objects: [probe], but: scanner });
    refuse(this, {
      sid: "TaggedByScanner",
      // A put that carries a tag needs the right to tag too, and tagging replaces the whole set: refused outright.
      actions: [
        "s3:DeleteObjectTagging",
        "s3:DeleteObjectVersionTagging",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
      ],
      objects: [this.arnForObjects("*")],
      but: scanner,
    });
  }

  private refuseReads(): void {
    const unscanned = functionRoles(this, custodians.readsUnscanned);
    refuse(this, {
      sid: "UnreadUntilClean",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      objects: [this.arnForObjects("*")],
      but: [rolesUnder(this, rolePaths.scanner), ...unscanned],
      unless: { [`s3:ExistingObjectTag/${verdict.tag}`]: verdict.clean },
    });
  }
}
