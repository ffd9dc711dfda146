import { z } from "zod";
import type { DeclaredResource, PhysicalResource } from "../contracts.ts";
import { Refusal } from "../supervisor/refusal.ts";
import { type Catalogue, checkKnown } from "./catalogue.ts";
import { checkNotReplaced, recordDeployed, removedResources } from "./history.ts";
import { type Names, resolve, truthOf } from "./intrinsics.ts";
import { resourcesInOrder } from "./order.ts";
import { generatedName } from "./physical-names.ts";
import { namesOf, type Partition } from "./stack-names.ts";
import { isRecord, type Stack } from "./template.ts";

/** What a deployment made of the assembly. */
export interface Deployment {
  /** Outputs by `Stack.Name`. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly resources: readonly DeployedResource[];
  /** Resources of an earlier template that hold data and are no longer declared. */
  readonly removed: readonly string[];
}

interface DeployedResource {
  /** `Stack/LogicalId`. */
  readonly id: string;
  readonly type: string;
  readonly physical: PhysicalResource;
  /** Why nothing more happens, for a type that is not played. */
  readonly inert?: string;
}

interface Progress {
  readonly partition: Partition;
  readonly catalogue: Catalogue;
  readonly exports: Map<string, unknown>;
  readonly outputs: Map<string, string>;
  readonly resources: DeployedResource[];
}

/**
 * Creates every resource of the stacks, or finds it as it was, in order of dependency. Throws a Refusal that names what the
 * local cloud does not know, before anything is created, or what a changed template would replace.
 */
export async function deploy(
  stacks: readonly Stack[],
  catalogue: Catalogue,
  partition: Partition,
): Promise<Deployment> {
  checkKnown(stacks, catalogue);
  const progress: Progress = { partition, catalogue, exports: new Map(), outputs: new Map(), resources: [] };
  for (const stack of stacks) await deployStack(stack, progress);
  for (const player of catalogue.players.values()) await player.start?.();
  const present = new Set(progress.resources.map(({ id }) => id));
  return { ...progress, removed: removedResources(partition.store, present) };
}

async function deployStack(stack: Stack, progress: Progress): Promise<void> {
  const resources = new Map<string, PhysicalResource>();
  const names = namesOf(stack, progress.partition, { resources, exports: progress.exports });
  for (const [logicalId, { Type, Properties, Condition }] of resourcesInOrder(stack.template.Resources)) {
    if (isLeftOut(Condition, names, `${stack.name}/${logicalId}`)) continue;
    const properties = resolve(Properties, names, `${stack.name}/${logicalId}`);
    const resource: DeclaredResource = {
      logicalId,
      type: Type,
      properties: isRecord(properties) ? properties : {},
      assemblyDir: stack.dir,
      generatedName: generatedName(progress.partition.store, { stack: stack.name, logicalId, type: Type }),
    };
    resources.set(logicalId, await createResource(stack, resource, progress));
  }
  collectOutputs(stack, names, progress);
}

async function createResource(stack: Stack, resource: DeclaredResource, progress: Progress): Promise<PhysicalResource> {
  const { store } = progress.partition;
  const { type, properties } = resource;
  const id = `${stack.name}/${resource.logicalId}`;
  const inert = progress.catalogue.inert.get(type);
  const player = progress.catalogue.players.get(type);
  const candidate = { id, type, replacedBy: player?.replacedBy ?? [], properties };
  checkNotReplaced(store, candidate);
  const physical = await explained(id, () => player?.create(resource) ?? inert?.attributes(resource));
  if (physical === undefined) throw new Error(`${id} was not checked`);
  if (player !== undefined) recordDeployed(store, candidate);
  progress.resources.push({ id, type, physical, ...(inert === undefined ? {} : { inert: inert.inert }) });
  return physical;
}

/** What a player throws gains the name of the resource. */
async function explained<T>(id: string, create: () => T | Promise<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    throw new Refusal(`${id} ne peut pas être jouée : ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  return error.issues.map(({ path, message }) => `${path.join(".")} (${message})`).join(", ");
}

function collectOutputs(stack: Stack, names: Names, { outputs, exports }: Progress): void {
  for (const [name, output] of Object.entries(stack.template.Outputs)) {
    const at = `${stack.name} : Outputs.${name}`;
    if (isLeftOut(output.Condition, names, at)) continue;
    const value = resolve(output.Value, names, at);
    outputs.set(`${stack.name}.${name}`, String(value));
    if (output.Export !== undefined) exports.set(String(resolve(output.Export.Name, names, at)), value);
  }
}

function isLeftOut(condition: string | undefined, names: Names, at: string): boolean {
  return condition !== undefined && !truthOf({ Condition: condition }, names, at);
}
