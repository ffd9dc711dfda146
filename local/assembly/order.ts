import { Refusal } from "../supervisor/refusal.ts";
import { referencesOf } from "./references.ts";
import type { TemplateResource } from "./template.ts";

/**
 * Sorts so that each item comes after those it depends on, keeping the given order otherwise. Throws a Refusal that names
 * the items of a cycle, in order. `what` names the items in French, for that sentence.
 */
export function inOrder<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  dependenciesOf: (item: T) => readonly string[],
  what: string,
): readonly T[] {
  const byId = new Map(items.map((item) => [idOf(item), item]));
  const sorted = new Map<string, T>();
  const visit = (id: string, path: readonly string[]): void => {
    const item = byId.get(id);
    if (item === undefined || sorted.has(id)) return;
    if (path.includes(id)) throw cycle(what, [...path.slice(path.indexOf(id)), id]);
    for (const dependency of dependenciesOf(item)) visit(dependency, [...path, id]);
    sorted.set(id, item);
  };
  for (const item of items) visit(idOf(item), []);
  return [...sorted.values()];
}

/** The resources of a template, each after those that its properties refer to or that `DependsOn` names. */
export function resourcesInOrder(
  resources: Readonly<Record<string, TemplateResource>>,
): ReadonlyArray<readonly [string, TemplateResource]> {
  return inOrder(
    Object.entries(resources),
    ([id]) => id,
    ([, resource]) => [...resource.DependsOn, ...referencesOf(resource.Properties)],
    "ressources",
  );
}

function cycle(what: string, path: readonly string[]): Refusal {
  return new Refusal(`Le gabarit contient un cycle de ${what} : ${path.join(" → ")}.`);
}
