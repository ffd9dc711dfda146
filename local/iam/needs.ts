import type { PolicyDocument, PolicySet, PolicyStatement } from "./policy.ts";
import { type Case, toEvaluation } from "./refusal.ts";
import { evaluate } from "./simulate.ts";

/** What a role asked for and was allowed, but for the policies that said so. */
export interface Use {
  readonly role: string;
  readonly asked: Omit<Case, keyof PolicySet>;
}

/** A statement that allows something to a role, and whether anything that the role did would be refused without it. */
export interface Need {
  readonly role: string;
  readonly statement: PolicyStatement;
  readonly isNeeded: boolean;
}

/** Asks everything that a role did once more without each of its statements in turn. */
export function needsOf(role: string, { identity, boundary }: PolicySet, uses: readonly Use[]): readonly Need[] {
  const own = uses.filter((use) => use.role === role);
  return identity.flatMap((policy) =>
    policy.document.Statement.filter(({ Effect }) => Effect === "Allow").map((statement) => {
      const document = without(policy.document, statement);
      const others = identity.map((one) => (one === policy ? { ...one, document } : one));
      const refused = ({ asked }: Use) =>
        evaluate(toEvaluation({ ...asked, identity: others, boundary })) !== "Allowed";
      return { role, statement, isNeeded: own.some(refused) };
    }),
  );
}

function without(document: PolicyDocument, statement: PolicyStatement): PolicyDocument {
  return { ...document, Statement: document.Statement.filter((one) => one !== statement) };
}
