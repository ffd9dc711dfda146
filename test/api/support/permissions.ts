import { join } from "node:path";
import { z } from "zod";
import { type Names, resolve } from "../../../local/assembly/intrinsics.ts";
import { readAssembly } from "../../../local/assembly/read-assembly.ts";
import type { Stack, TemplateResource } from "../../../local/assembly/template.ts";
import { consoleState } from "./account.ts";
import type { Product } from "./product.ts";

/** That a role may do something to a resource; all by their names in the templates, `Stack/LogicalId`. */
export interface Permission {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

const several = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const documentSchema = z.looseObject({
  Statement: z.array(z.looseObject({ Effect: z.literal("Allow"), Action: several, Resource: several })),
});
const roleSchema = z.looseObject({
  Path: z.string().optional(),
  Policies: z.array(z.looseObject({ PolicyDocument: documentSchema })).default([]),
});
const policySchema = z.looseObject({ Roles: z.array(z.string()).default([]), PolicyDocument: documentSchema });

/** What the templates that the product runs grant to roles, statement by statement. */
export function grantedBy(product: Product): Permission[] {
  const exports = new Map<string, unknown>();
  return readAssembly(join(product.directory, ".guichet/cdk.out")).flatMap((stack) => {
    const names = logicalNames(stack, exports);
    const resolved = <T>(value: T) => resolve(value, names, stack.name) as T;
    for (const { Export, Value } of Object.values(stack.template.Outputs)) {
      if (Export !== undefined) exports.set(String(resolved(Export.Name)), resolved(Value));
    }
    return Object.entries(stack.template.Resources).flatMap(([id, resource]) =>
      permissionsOf(`${stack.name}/${id}`, { ...resource, Properties: policiesOnly(resource, resolved) }),
    );
  });
}

/** The rest of a role or policy is of no interest here. */
function policiesOnly({ Properties }: TemplateResource, resolved: <T>(value: T) => T): TemplateResource["Properties"] {
  const { Policies, PolicyDocument, Roles } = Properties;
  return resolved({ Policies, PolicyDocument, Roles });
}

function permissionsOf(id: string, { Type, Properties }: TemplateResource): Permission[] {
  if (Type === "AWS::IAM::Role") {
    return roleSchema.parse(Properties).Policies.flatMap(({ PolicyDocument }) => allowed(id, PolicyDocument));
  }
  if (Type !== "AWS::IAM::Policy") return [];
  const { Roles, PolicyDocument } = policySchema.parse(Properties);
  return Roles.flatMap((role) => allowed(role, PolicyDocument));
}

function allowed(role: string, { Statement }: z.infer<typeof documentSchema>): Permission[] {
  return Statement.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => Resource.map((resource) => ({ role, action, resource }))),
  );
}

/** Names that stand for themselves: a table's ARN is its logical id, its stream's has `/stream` behind. */
function logicalNames({ name, template }: Stack, exports: ReadonlyMap<string, unknown>): Names {
  return {
    ref: (id) => (Object.hasOwn(template.Resources, id) ? `${name}/${id}` : id),
    attribute: (id, attribute) => (attribute === "StreamArn" ? `${name}/${id}/stream` : `${name}/${id}`),
    mapped: () => undefined,
    condition: () => undefined,
    imported: (exported) => exports.get(exported),
  };
}

/** What roles have used since the product started. */
export async function exercisedIn(product: Product): Promise<Permission[]> {
  const { exercised, resources } = await consoleState(product);
  const ids = new Map(resources.map(({ ref, logicalId }) => [ref, logicalId]));
  const logical = (arn: string) => {
    const path = arn.split("/");
    const named = path.findIndex((part) => ids.has(part));
    // Behind the name of a table stands its index, or `stream` and a label.
    const [kind, name] = path.slice(named + 1);
    return named === -1
      ? arn
      : [ids.get(path[named]!), kind, kind === "stream" ? undefined : name].filter(Boolean).join("/");
  };
  return exercised.map(({ role, action, resource }) => ({ role: logical(role), action, resource: logical(resource) }));
}

/** Permissions that one list has and the other lacks, in words. */
export function difference(some: readonly Permission[], others: readonly Permission[]): string[] {
  const inWords = ({ role, action, resource }: Permission) => `${role}: ${action} on ${resource}`;
  return [...new Set(some.map(inWords)).difference(new Set(others.map(inWords)))].sort();
}
