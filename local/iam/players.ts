import { createHash } from "node:crypto";
import { z } from "zod";
import type { DeclaredResource, Iam, PhysicalResource, ResourcePlayer } from "../contracts.ts";
import { AWS_MANAGED_POLICIES } from "./managed-policies.ts";

const names = z.array(z.string()).default([]);
const inlinePolicies = z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]);

const roleProperties = z.looseObject({
  AssumeRolePolicyDocument: z.unknown(),
  ManagedPolicyArns: names,
  Path: z.string().default("/"),
  PermissionsBoundary: z.string().optional(),
  Policies: inlinePolicies,
  RoleName: z.string().optional(),
});

const policyProperties = z.looseObject({ PolicyDocument: z.unknown(), PolicyName: z.string(), Roles: names });

const managedPolicyProperties = z.looseObject({
  ManagedPolicyName: z.string().optional(),
  Path: z.string().default("/"),
  PolicyDocument: z.unknown(),
  Roles: names,
});

/** Opaque id of the form that IAM gives, the same at every boot. */
function uniqueId(prefix: string, name: string): string {
  return `${prefix}${createHash("sha256").update(name).digest("hex").slice(0, 17).toUpperCase()}`;
}

class IamResources {
  readonly #managed = new Map<string, unknown>(Object.entries(AWS_MANAGED_POLICIES));
  readonly #iam: Pick<Iam, "putRole" | "putPolicy">;
  readonly #account: string;

  constructor(iam: Pick<Iam, "putRole" | "putPolicy">, account: string) {
    this.#iam = iam;
    this.#account = account;
  }

  createRole(resource: DeclaredResource): PhysicalResource {
    const properties = roleProperties.parse(resource.properties);
    const name = properties.RoleName ?? resource.generatedName;
    const arn = `arn:aws:iam::${this.#account}:role${properties.Path}${name}`;
    const managed = properties.ManagedPolicyArns.map((policyArn) => ({
      name: policyArn,
      document: this.#document(policyArn),
    }));
    const inline = properties.Policies.map((policy) => ({ name: policy.PolicyName, document: policy.PolicyDocument }));
    this.#iam.putRole({
      arn,
      name,
      trust: properties.AssumeRolePolicyDocument,
      policies: [...inline, ...managed],
      ...(properties.PermissionsBoundary && { boundary: this.#document(properties.PermissionsBoundary) }),
    });
    return { ref: name, attributes: { Arn: arn, RoleId: uniqueId("AROA", name) } };
  }

  createPolicy(resource: DeclaredResource): PhysicalResource {
    const { PolicyDocument, PolicyName, Roles } = policyProperties.parse(resource.properties);
    this.#iam.putPolicy(resource.generatedName, PolicyDocument, Roles);
    return { ref: PolicyName, attributes: { Id: PolicyName } };
  }

  createManagedPolicy(resource: DeclaredResource): PhysicalResource {
    const properties = managedPolicyProperties.parse(resource.properties);
    const name = properties.ManagedPolicyName ?? resource.generatedName;
    const arn = `arn:aws:iam::${this.#account}:policy${properties.Path}${name}`;
    this.#managed.set(arn, properties.PolicyDocument);
    this.#iam.putPolicy(arn, properties.PolicyDocument, properties.Roles);
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: uniqueId("ANPA", name) } };
  }

  #document(policyArn: string): unknown {
    const document = this.#managed.get(policyArn);
    if (document === undefined) {
      throw new Error(`The document of managed policy ${policyArn} is not known to the local cloud`);
    }
    return document;
  }
}

const TAGS = "no policy played here reads tags";
const DESCRIPTION = "a text for people";

/** Plays roles, policies and managed policies. */
export function iamPlayers(iam: Pick<Iam, "putRole" | "putPolicy">, account: string): ResourcePlayer[] {
  const resources = new IamResources(iam, account);
  return [
    {
      type: "AWS::IAM::Role",
      reads: Object.keys(roleProperties.shape),
      ignores: {
        Description: DESCRIPTION,
        MaxSessionDuration: "sessions opened by a service last as long as the service wants",
        Tags: TAGS,
      },
      replacedBy: [],
      create: async (resource) => resources.createRole(resource),
    },
    {
      type: "AWS::IAM::Policy",
      reads: Object.keys(policyProperties.shape),
      ignores: {},
      replacedBy: [],
      create: async (resource) => resources.createPolicy(resource),
    },
    {
      type: "AWS::IAM::ManagedPolicy",
      reads: Object.keys(managedPolicyProperties.shape),
      ignores: { Description: DESCRIPTION },
      replacedBy: [],
      create: async (resource) => resources.createManagedPolicy(resource),
    },
  ];
}
