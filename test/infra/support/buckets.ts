import { custodians } from "../../../infra/buckets.ts";
import { evaluate, type Verdict } from "../../../local/iam/simulate.ts";
import { account, type Cloud, ofType } from "./cloud.ts";

/** A request to a bucket; whoever asks may do everything by their own policy, so that the bucket alone decides. */
interface Request {
  /** How the logical id of the bucket begins. */
  readonly bucket: "Uploads" | "Vault" | "Identity";
  readonly key?: string;
  /** ARN of a role or of a user. */
  readonly by: string;
  readonly action: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

const everything = [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }];

/** What the policy of a bucket answers. */
export function answerOf(cloud: Cloud, { bucket, key = "quarantine/0c6d", by, action, context }: Request): Verdict {
  const declared = ofType(cloud, "AWS::S3::Bucket").find(({ id }) => id.startsWith(bucket));
  const policy = ofType(cloud, "AWS::S3::BucketPolicy").find(({ properties }) => properties.Bucket === declared?.id);
  return evaluate({
    principal: by,
    account,
    action,
    resource: `arn:aws:s3:::${declared?.id.toLowerCase()}/${key}`,
    context: {
      "aws:PrincipalArn": by,
      "aws:SecureTransport": "true",
      "s3:TlsVersion": "1.3",
      "s3:authType": "REST-HEADER",
      ...context,
    },
    identity: everything as never,
    resourcePolicy: policy?.properties.PolicyDocument,
  });
}

/** The role of a function, wherever it is deployed. */
export const roleOf = (entry: string): string => `arn:aws:iam::${account}:role/guichet/functions/${entry}/Role`;
export const scanner = `arn:aws:iam::${account}:role/guichet/scanner/Role`;
export const administrator = `arn:aws:iam::${account}:user/administrator`;

/** The functions that some bucket lets do more than others. */
export const custodianRoles = [...new Set(Object.values(custodians).flat())].map(roleOf);
