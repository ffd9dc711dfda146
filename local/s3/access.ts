import type { AccessQuestion, Iam } from "../contracts.ts";
import type { KeyUse } from "../kms/kms.ts";
import type { Bucket, Buckets } from "./buckets.ts";
import { type Encryption, keyUse } from "./encryption.ts";
import type { S3Request } from "./request.ts";
import { accessDenied } from "./s3-error.ts";
import type { Caller } from "./signature.ts";

type Context = Readonly<Record<string, string | readonly string[]>>;

export interface AccessParts {
  readonly iam: Pick<Iam, "authorize">;
  readonly buckets: Buckets;
  readonly account: string;
  readonly region: string;
  /** @throws Error with the sentence of AWS when the principal may not use the key this way */
  readonly useKey: (use: KeyUse) => void;
}

/** What one request may do, by the policies of its principal and of the bucket. */
export class Access {
  readonly #parts: AccessParts;
  readonly #caller: Caller;
  readonly #request: Pick<S3Request, "query">;

  constructor(parts: AccessParts, caller: Caller, request: Pick<S3Request, "query">) {
    this.#parts = parts;
    this.#caller = caller;
    this.#request = request;
  }

  /** @throws S3Error `AccessDenied`, saying which statement is missing or denies */
  toBucket(action: string, bucket: Bucket, context: Context = {}): void {
    this.#check(this.#question(action, bucket, undefined, context));
  }

  /** @throws S3Error `AccessDenied` */
  toObject(action: string, bucket: Bucket, key: string, context: Context = {}): void {
    this.#check(this.#question(action, bucket, key, context));
  }

  /** @throws S3Error `AccessDenied` */
  toService(action: string): void {
    const { principal } = this.#caller;
    this.#check({ principal, action, resource: "*", context: this.#context() });
  }

  /** Asks without a trace: it decides only how much an answer says. */
  mayReadObject(action: string, bucket: Bucket, key: string, context: Context): boolean {
    return this.#parts.iam.authorize({ ...this.#question(action, bucket, key, context), quiet: true }).allowed;
  }

  /** Asks for the key of an encrypted object as S3 does, in the name of the caller. @throws S3Error `AccessDenied` */
  toKey(operation: KeyUse["operation"], encryption: Encryption, bucket: Bucket, key: string): void {
    const use = keyUse(encryption);
    if (use === undefined || use.keyArn.endsWith(":alias/aws/s3")) return;
    const arn = `arn:aws:s3:::${bucket.name}${use.ofBucket ? "" : `/${key}`}`;
    const encryptionContext = { "aws:s3:arn": arn };
    const { principal } = this.#caller;
    try {
      this.#parts.useKey({ principal, operation, keyArn: use.keyArn, service: "s3", encryptionContext });
    } catch (error) {
      throw accessDenied(error instanceof Error ? error.message : String(error));
    }
  }

  #question(action: string, bucket: Bucket, key: string | undefined, context: Context): AccessQuestion {
    return {
      principal: this.#caller.principal,
      action,
      resource: `arn:aws:s3:::${bucket.name}${key === undefined ? "" : `/${key}`}`,
      context: { ...this.#context(), ...context },
      resourcePolicy: this.#parts.buckets.policyOf(bucket.name),
    };
  }

  /** `s3:TlsVersion` goes with `aws:SecureTransport`: loopback stands for TLS. */
  #context(): Context {
    const { authType, signatureAge, contentSha256 } = this.#caller;
    const versionId = this.#request.query.get("versionId");
    return {
      "aws:RequestedRegion": this.#parts.region,
      "s3:ResourceAccount": this.#parts.account,
      "s3:authType": authType,
      "s3:signatureversion": "AWS4-HMAC-SHA256",
      "s3:signatureAge": String(Math.max(signatureAge, 0)),
      "s3:TlsVersion": "1.3",
      ...(authType !== "POST" && { "s3:x-amz-content-sha256": contentSha256 }),
      ...(versionId !== undefined && { "s3:VersionId": versionId }),
    };
  }

  #check(question: AccessQuestion): void {
    const answer = this.#parts.iam.authorize(question);
    if (!answer.allowed) throw accessDenied(answer.message);
  }
}
