import * as z from "zod/mini";
import { demandProof, type Item, type Place, type Snapshot } from "../../ports/records.ts";
import { type TableNames, withoutKey } from "./attributes.ts";

/** A snapshot over what a batch returned. Reading a place that was not loaded is a defect, not an absent item. */
export function snapshotOf(
  tables: TableNames,
  places: readonly Place[],
  found: readonly { readonly table: string; readonly item: Item }[],
): Snapshot {
  const loaded = new Map<string, Item | undefined>(
    places.map((place) => [nameOf(tables[place.table], place), undefined]),
  );
  for (const { table, item } of found)
    loaded.set(nameOf(table, { pk: String(item.pk), sk: item.sk }), withoutKey(item));

  const read = <T>(place: Place, schema: z.core.$ZodType<T>): T | undefined => {
    const name = nameOf(tables[place.table], place);
    if (!loaded.has(name)) throw new Error(`not loaded: ${place.sk ?? place.table}`);
    const item = loaded.get(name);
    return item === undefined ? undefined : z.parse(schema, item);
  };
  return {
    asking: read,
    reveal: (proof, place, schema) => {
      demandProof(proof);
      return read(place, schema);
    },
  };
}

const nameOf = (table: string, { pk, sk }: { readonly pk: string; readonly sk?: unknown }): string =>
  JSON.stringify([table, pk, sk ?? null]);
