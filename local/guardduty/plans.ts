import { createHash } from "node:crypto";
import { z } from "zod";
import type { ResourcePlayer } from "../contracts.ts";

/** A bucket under protection. */
export interface Plan {
  readonly arn: string;
  readonly roleArn: string;
  readonly bucket: string;
  /** Empty: the whole bucket. */
  readonly prefixes: readonly string[];
  readonly tags: boolean;
}

const planProperties = z.looseObject({
  Role: z.string(),
  ProtectedResource: z.strictObject({
    S3Bucket: z.strictObject({ BucketName: z.string(), ObjectPrefixes: z.array(z.string()).max(5).default([]) }),
  }),
  Actions: z
    .strictObject({ Tagging: z.strictObject({ Status: z.enum(["ENABLED", "DISABLED"]) }).optional() })
    .optional(),
});

interface PlansParts {
  /** Has a bucket tell of its objects, as GuardDuty does when a plan is made. */
  readonly watch: (bucket: string) => void;
  readonly account: string;
  readonly region: string;
}

/** The plans of the template, by bucket; written again at each boot. */
export class Plans {
  readonly #parts: PlansParts;
  readonly #byBucket = new Map<string, Plan>();

  constructor(parts: PlansParts) {
    this.#parts = parts;
  }

  /** The plan that has an object scanned, if there is one. */
  covering(bucket: string, key: string): Plan | undefined {
    const plan = this.#byBucket.get(bucket);
    if (plan === undefined || plan.prefixes.length === 0) return plan;
    return plan.prefixes.some((prefix) => key.startsWith(prefix)) ? plan : undefined;
  }

  list(): readonly Plan[] {
    return [...this.#byBucket.values()];
  }

  player(start: () => void): ResourcePlayer {
    return {
      type: "AWS::GuardDuty::MalwareProtectionPlan",
      reads: Object.keys(planProperties.shape),
      ignores: { Tags: "no policy played here reads tags of plans" },
      replacedBy: [],
      create: async ({ properties, generatedName }) => {
        const { Role, ProtectedResource, Actions } = planProperties.parse(properties);
        const { BucketName: bucket, ObjectPrefixes: prefixes } = ProtectedResource.S3Bucket;
        const id = createHash("sha256").update(generatedName).digest("hex").slice(0, 20);
        const { account, region } = this.#parts;
        const arn = `arn:aws:guardduty:${region}:${account}:malware-protection-plan/${id}`;
        this.#put({ arn, roleArn: Role, bucket, prefixes, tags: Actions?.Tagging?.Status === "ENABLED" });
        return { ref: id, attributes: { Arn: arn, MalwareProtectionPlanId: id, Status: "ACTIVE" } };
      },
      start: async () => start(),
    };
  }

  #put(plan: Plan): void {
    if (this.#byBucket.has(plan.bucket)) throw new Error(`bucket ${plan.bucket} is protected by another plan already`);
    this.#byBucket.set(plan.bucket, plan);
    this.#parts.watch(plan.bucket);
  }
}
