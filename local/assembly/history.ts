import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Store } from "../contracts.ts";
import { Refusal } from "../supervisor/refusal.ts";

const KIND = "deployed";

/** What is remembered of a resource: its type, and the properties whose change would replace it. */
const Deployed = z.object({ type: z.string(), fixed: z.record(z.string(), z.unknown()) });
type Deployed = z.infer<typeof Deployed>;

/** Resolved properties of a resource that is about to be created or found again. */
export interface Candidate {
  /** `Stack/LogicalId`. */
  readonly id: string;
  readonly type: string;
  /** Properties whose change replaces it. */
  readonly replacedBy: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Throws a Refusal when the template would replace a resource that holds data, which here would lose them. */
export function checkNotReplaced(store: Store, candidate: Candidate): void {
  const before = Deployed.optional().parse(store.get(KIND, candidate.id));
  if (before === undefined) return;
  const now = describe(candidate);
  if (before.type !== now.type) {
    if (Object.keys(before.fixed).length === 0) return;
    throw loses(candidate.id, before.type, `devient une ressource ${now.type}`);
  }
  const changed = candidate.replacedBy.find(
    (name) => name in before.fixed && !isDeepStrictEqual(before.fixed[name], now.fixed[name]),
  );
  if (changed !== undefined) throw loses(candidate.id, before.type, `change de « ${changed} »`);
}

/** Remembers a resource that exists now. */
export function recordDeployed(store: Store, candidate: Candidate): void {
  const now = describe(candidate);
  // Each write waits for the disk: a boot without changes writes nothing.
  if (!isDeepStrictEqual(store.get(KIND, candidate.id), now)) store.put(KIND, candidate.id, now);
}

/** Resources of earlier templates, with data, that the present one no longer names: their data stay on disk. */
export function removedResources(store: Store, present: ReadonlySet<string>): readonly string[] {
  const gone = store.list(KIND).filter(({ id }) => !present.has(id));
  return gone.flatMap(({ id, value }) => {
    const { type, fixed } = Deployed.parse(value);
    return Object.keys(fixed).length === 0 ? [] : [`${id} (${type})`];
  });
}

function describe({ type, replacedBy, properties }: Candidate): Deployed {
  const fixed = replacedBy.map((property) => [property, properties[property] ?? null] as const);
  return { type, fixed: Object.fromEntries(fixed) };
}

function loses(id: string, type: string, change: string): Refusal {
  return new Refusal(
    `${id} (${type}) ${change} : la ressource serait remplacée et ses données perdues. Revenez au gabarit précédent, ou acceptez de tout perdre avec --reset.`,
  );
}
