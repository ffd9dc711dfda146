import type { Principal, RoleDefinition } from "../contracts.ts";
import { type NamedPolicy, type PolicySet, parsePolicy } from "./policy.ts";

interface Role extends PolicySet {
  readonly definition: RoleDefinition;
}

const ADMINISTRATOR_ACCESS: PolicySet = {
  identity: [
    {
      name: "AdministratorAccess",
      document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
    },
  ],
};

/** Roles of the template, and the policies attached to them; written again at each boot. */
export class Roles {
  readonly #byArn = new Map<string, Role>();
  readonly #attached = new Map<string, { readonly policy: NamedPolicy; readonly roleNames: readonly string[] }>();

  put(definition: RoleDefinition): void {
    const owner = `of role ${definition.name}`;
    parsePolicy(definition.trust, `trust policy ${owner}`);
    const identity = definition.policies.map(({ name, document }) => ({
      name,
      document: parsePolicy(document, `policy ${name} ${owner}`),
    }));
    const boundary =
      definition.boundary === undefined
        ? undefined
        : { name: "PermissionsBoundary", document: parsePolicy(definition.boundary, `boundary ${owner}`) };
    this.#byArn.set(definition.arn, { definition, identity, boundary });
  }

  attach(id: string, document: unknown, roleNames: readonly string[]): void {
    this.#attached.set(id, { policy: { name: id, document: parsePolicy(document, `policy ${id}`) }, roleNames });
  }

  /** @throws Error naming the ARN when the template declares no such role */
  get(roleArn: string): RoleDefinition {
    return this.#role(roleArn).definition;
  }

  policiesOf(principal: Principal): PolicySet {
    if (principal.kind === "administrator") {
      return ADMINISTRATOR_ACCESS;
    }
    return this.#policiesOf(this.#role(principal.roleArn));
  }

  all(): ReadonlyArray<{ readonly arn: string; readonly policies: PolicySet }> {
    return [...this.#byArn].map(([arn, role]) => ({ arn, policies: this.#policiesOf(role) }));
  }

  #policiesOf({ definition, identity, boundary }: Role): PolicySet {
    const attached = [...this.#attached.values()].filter(({ roleNames }) => roleNames.includes(definition.name));
    return { identity: [...identity, ...attached.map(({ policy }) => policy)], boundary };
  }

  #role(roleArn: string): Role {
    const role = this.#byArn.get(roleArn);
    if (role === undefined) {
      throw new Error(`No role ${roleArn} in the local account`);
    }
    return role;
  }
}
