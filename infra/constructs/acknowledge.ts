import { Stack, Validations } from "aws-cdk-lib";
import type { PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import { flattenCfnReference } from "cdk-nag/lib/utils/flatten-cfn-reference.js";
import type { IConstruct } from "constructs";

/**
 * Accepts one finding of the policy checks on one construct, for a written reason. The CDK would write the stack of this
 * call, with the paths of this machine, into the assembly; without a stack it writes the same bytes everywhere.
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    Validations.of(construct).acknowledge({ id, reason });
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/**
 * Accepts the resources of a role that end in a star: names that nobody knows beforehand, or actions that name none. The
 * tests of this project list them with a reason each, whatever is accepted here.
 */
export function acknowledgeStars(role: Role, statements: readonly PolicyStatement[]): void {
  const reason = "Names that nobody knows beforehand, or an action that names none: listed and reasoned in the tests.";
  // Validations come once references between stacks are written, which the name of a finding shows.
  role.node.addValidation({
    validate: () => {
      const resources = statements.flatMap((statement) => Stack.of(role).resolve(statement.resources));
      for (const resource of new Set(resources.map(flattenCfnReference))) {
        if (resource.includes("*")) acknowledge(role, `AwsSolutions-IAM5[Resource::${resource}]`, reason);
      }
      return [];
    },
  });
}
