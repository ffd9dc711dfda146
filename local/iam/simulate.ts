import { runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import type { PolicyDocument } from "./policy.ts";

/**
 * The only door to `@cloud-copilot/iam-simulate`, which is AGPL-3.0: nothing of it may reach a bundle, and a better
 * evaluator replaces it here.
 */
export interface Evaluation {
  /** ARN of a user or of a role session, or a service principal such as `lambda.amazonaws.com`. */
  readonly principal: string;
  readonly account: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument | undefined;
  readonly resourcePolicy?: unknown;
}

export type Verdict = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

/** What IAM answers within one account. Takes about 0.2 ms: callers cache. */
export function evaluate(question: Evaluation): Verdict {
  const contextVariables: Record<string, string | string[]> = {};
  for (const [key, value] of Object.entries(question.context)) {
    contextVariables[key] = typeof value === "string" ? value : [...value];
  }
  return runUnsafeSimulation(
    {
      request: {
        principal: question.principal,
        action: question.action,
        resource: { resource: question.resource, accountId: question.account },
        contextVariables,
      },
      identityPolicies: question.identity.map((policy, index) => ({ name: String(index), policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(question.boundary && { permissionBoundaryPolicies: [{ name: "boundary", policy: question.boundary }] }),
      ...(question.resourcePolicy !== undefined && { resourcePolicy: named(question.resourcePolicy) }),
    },
    { simulationMode: "Strict" },
  );
}

/**
 * Version 0.1.173 reads the name of a resource policy and gives it none unless the policy comes in the wrapper of its
 * own validation; ours were parsed when they were declared.
 */
function named(policyDocument: unknown): unknown {
  return { __validated: true, policyDocument, metadata: { name: "resource policy" }, errors: [] };
}
