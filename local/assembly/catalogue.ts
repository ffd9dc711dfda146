import type { InertResource, ResourcePlayer } from "../contracts.ts";
import { Refusal } from "../supervisor/refusal.ts";
import { intrinsicOf, isKnownIntrinsic } from "./intrinsics.ts";
import { isRecord, type Stack, type TemplateResource } from "./template.ts";

/** The resource types that the local cloud knows: played, or inert with a written reason. */
export interface Catalogue {
  readonly players: ReadonlyMap<string, ResourcePlayer>;
  readonly inert: ReadonlyMap<string, InertResource>;
}

/**
 * Looks through all stacks before anything is created. Throws a Refusal that names the first resource type, property or
 * intrinsic function that the local cloud would not honour.
 */
export function checkKnown(stacks: readonly Stack[], catalogue: Catalogue): void {
  for (const { name, template } of stacks) {
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      checkResource(`${name}/${logicalId}`, resource, catalogue);
    }
    checkIntrinsics(`${name} : Conditions`, template.Conditions);
    checkIntrinsics(`${name} : Outputs`, template.Outputs);
  }
}

function checkResource(id: string, resource: TemplateResource, { players, inert }: Catalogue): void {
  checkIntrinsics(`${id} (${resource.Type})`, resource.Properties);
  if (inert.has(resource.Type)) return;
  const player = players.get(resource.Type);
  if (player === undefined) {
    throw new Refusal(`${id} : le nuage local ne sait pas jouer le type de ressource ${resource.Type}.`);
  }
  for (const property of Object.keys(resource.Properties)) {
    if (player.reads.includes(property) || Object.hasOwn(player.ignores, property)) continue;
    throw new Refusal(`${id} : le nuage local ne lit pas la propriété « ${property} » du type ${resource.Type}.`);
  }
}

function checkIntrinsics(at: string, value: unknown): void {
  const unknown = intrinsicsIn(value).find((name) => !isKnownIntrinsic(name));
  if (unknown === undefined) return;
  throw new Refusal(`${at} : le nuage local ne connaît pas la fonction intrinsèque ${unknown}.`);
}

function intrinsicsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(intrinsicsIn);
  if (!isRecord(value)) return [];
  const name = intrinsicOf(value);
  return [...(name === undefined ? [] : [name]), ...Object.values(value).flatMap(intrinsicsIn)];
}
