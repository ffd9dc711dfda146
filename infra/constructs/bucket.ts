import { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { retentionDays } from "../config.ts";

/** TLS 1.2 at least, nothing public, the account owns every object, every version kept, no deletion with the stack. */
const house: BucketProps = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  versioned: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

/** Access logs of the other buckets. S3 delivers them only to a bucket encrypted with S3's own key. */
export class LogBucket extends Bucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      ...house,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [
        {
          expiration: Duration.days(retentionDays.accessLogs),
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
    });
  }
}

export interface DocumentBucketProps {
  readonly key: IKey;
  readonly logs: LogBucket;
  /** Objects can be locked one by one; there is no default retention, which would lock what must be erasable. */
  readonly lockable?: true;
}

/** Documents of one kind, under the key of their class, every access logged. */
export class DocumentBucket extends Bucket {
  readonly classKey: IKey;

  constructor(scope: Construct, id: string, { key, logs, lockable }: DocumentBucketProps) {
    super(scope, id, {
      ...house,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      ...(lockable && { objectLockEnabled: true }),
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    this.classKey = key;
  }
}
