import type { CorsRule } from "./cors.ts";
import { S3Error } from "./s3-error.ts";

/** A bucket as its template declares it. */
export interface Bucket {
  readonly name: string;
  readonly versioning: "Enabled" | "Suspended" | undefined;
  /** Whether objects can be locked; `defaultRetention` then applies to those that ask for nothing. */
  readonly lock?: { readonly defaultRetention?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly days: number } };
  /** Headers of the encryption that an object gets when it asks for none. */
  readonly encryption: Readonly<Record<string, string>>;
  readonly cors: readonly CorsRule[];
  /** Whether object events go to the event bus of the account. */
  readonly sendsEvents: boolean;
}

/** Buckets of the template and their policies; written again at each boot. */
export class Buckets {
  readonly #byName = new Map<string, Bucket>();
  readonly #policies = new Map<string, unknown>();
  readonly #watched = new Set<string>();

  declare(bucket: Bucket): void {
    const sendsEvents = bucket.sendsEvents || this.#watched.has(bucket.name);
    this.#byName.set(bucket.name, { ...bucket, sendsEvents });
  }

  /** Turns on the events of a bucket, declared or not yet, as a service does that needs them. */
  watch(name: string): void {
    this.#watched.add(name);
    const bucket = this.#byName.get(name);
    if (bucket !== undefined) this.declare(bucket);
  }

  /** @throws Error when there is no such bucket */
  setPolicy(name: string, policy: unknown): void {
    if (!this.#byName.has(name)) throw new Error(`There is no bucket ${name}`);
    this.#policies.set(name, policy);
  }

  policyOf(name: string): unknown {
    return this.#policies.get(name);
  }

  find(name: string): Bucket | undefined {
    return this.#byName.get(name);
  }

  /** @throws S3Error `NoSuchBucket` */
  get(name: string): Bucket {
    const bucket = this.#byName.get(name);
    if (bucket === undefined) {
      throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: name });
    }
    return bucket;
  }

  list(): readonly Bucket[] {
    return [...this.#byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}
