import { z } from "zod";
import { consoleState } from "./account.ts";
import type { Product } from "./product.ts";

/** That a role may do something to a resource, or to all that a pattern describes; by their ARNs. */
export interface Permission {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

/** A statement that allows something to a role, and whether the run would have failed without it. */
interface Statement {
  readonly role: string;
  readonly isNeeded: boolean;
  readonly permissions: readonly Permission[];
}

const several = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const needsSchema = z.array(
  z.object({
    role: z.string(),
    isNeeded: z.boolean(),
    statement: z.looseObject({ Action: several, Resource: several }),
  }),
);

/** What the roles that the product runs under are granted, statement by statement, after the run so far. */
export async function statementsOf(product: Product): Promise<Statement[]> {
  const needs = needsSchema.parse(await (await fetch(`${product.console}/needs.json`)).json());
  return needs.map(({ role, isNeeded, statement: { Action, Resource } }) => {
    const permissions = Action.flatMap((action) => Resource.map((resource) => ({ role, action, resource })));
    return { role, isNeeded, permissions };
  });
}

/** What roles have used since the product started. */
export async function exercisedIn(product: Product): Promise<readonly Permission[]> {
  return (await consoleState(product)).exercised;
}

/** What is granted and was not used, in words. */
export function unused(granted: readonly Permission[], exercised: readonly Permission[]): string[] {
  return inWords(granted.filter((permission) => !exercised.some((use) => covers(permission, use))));
}

/** What was used and is granted by no role's own policy, in words. */
export function beyond(granted: readonly Permission[], exercised: readonly Permission[]): string[] {
  return inWords(exercised.filter((use) => !granted.some((permission) => covers(permission, use))));
}

function covers(permission: Permission, use: Permission): boolean {
  return permission.role === use.role && permission.action === use.action && matches(permission.resource, use.resource);
}

function matches(pattern: string, resource: string): boolean {
  return new RegExp(`^${pattern.split("*").map(RegExp.escape).join(".*")}$`).test(resource);
}

function inWords(permissions: readonly Permission[]): string[] {
  return [...new Set(permissions.map(({ role, action, resource }) => `${role}: ${action} on ${resource}`))].sort();
}
