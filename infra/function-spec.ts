import type { Slug } from "./config.ts";
import type { Grant } from "./grants.ts";
import type { Right } from "./rights.ts";
import type { ScheduleTrigger, Trigger } from "./triggers.ts";

/** What every function declares: its file, and what its role may do. Whoever adds a function adds one of these. */
interface Declaration {
  readonly slug: Slug;
  /** `functions/<slug>/<name>.ts`. */
  readonly name: string;
  readonly grants: readonly Grant[];
  /** What the function does with the key that wraps the keys of persons. */
  readonly personalKey?: readonly ("kms:Decrypt" | "kms:GenerateDataKey")[];
  /** Rights beyond the tables; each also names its thing in the environment of the function. */
  readonly rights?: readonly Right[];
  /** 10 when absent. */
  readonly timeoutSeconds?: number;
  /** 1,024 when absent. */
  readonly memoryMb?: number;
  /** The most environments at a time; absent: no limit of its own. */
  readonly reservedConcurrency?: number;
}

/** A function behind the front door. */
export interface RouteSpec extends Declaration {
  readonly route: `${"GET" | "POST"} /v1/${string}`;
  /** The scope that the token must carry, or why the route asks for no token. */
  readonly access: { readonly scope: `${string}:${"read" | "write"}` } | { readonly publicBecause: string };
}

/** A function that something else than a client has run. */
export interface WorkerSpec extends Declaration {
  readonly trigger: Trigger;
  /** Times at which it also looks for what its trigger has missed. */
  readonly sweep?: ScheduleTrigger;
}

export type FunctionSpec = RouteSpec | WorkerSpec;

export const read = (slug: Slug) => ({ scope: `${slug}:read` }) as const;
export const write = (slug: Slug) => ({ scope: `${slug}:write` }) as const;

/** `functions/` file of a function, without its extension; also its name in rights. */
export function entryOf({ slug, name }: FunctionSpec): string {
  return `${slug}/${name}`;
}

/** Logical name of a function in its stack, and in the definition of a workflow: `create-dossier` → `CreateDossier`. */
export function constructId({ name }: { readonly name: string }): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** All that has a function run. */
export function triggersOf({ trigger, sweep }: WorkerSpec): readonly Trigger[] {
  return sweep === undefined ? [trigger] : [trigger, sweep];
}

/** How long a function may run, in seconds. */
export function timeoutOf({ timeoutSeconds = 10 }: FunctionSpec): number {
  return timeoutSeconds;
}
