import { randomBytes, randomUUID } from "node:crypto";
import { snapshotOf } from "../../../shared/adapters/dynamodb/snapshot.ts";
import type { ActDeps } from "../../../shared/lambda/perform-act.ts";
import type { PersonKeys } from "../../../shared/ports/person-keys.ts";
import type { Check, Item, Place, Records } from "../../../shared/ports/records.ts";

const tables = { cases: "c", directory: "d", events: "e", "person-keys": "k", sealed: "s", tokens: "t" };
const nameOf = ({ table, pk, sk = "" }: Place): string => `${table} ${pk} ${sk}`;

/** A record held in memory, with the conditions of the real one; `conflict` makes each transaction lose its race. */
export class MemoryRecords {
  readonly items = new Map<string, Item>();
  readonly events: unknown[] = [];
  conflict = false;

  put(place: Place, item: Item): void {
    this.items.set(nameOf(place), item);
  }

  get deps(): ActDeps {
    const records: Partial<Records> = {
      load: async (places) =>
        snapshotOf(
          tables,
          places,
          places.flatMap((place) => {
            const item = this.items.get(nameOf(place));
            const { table, pk, sk } = place;
            return item === undefined ? [] : [{ table: tables[table], item: { ...item, pk, ...(sk && { sk }) } }];
          }),
        ),
      commit: async (_proof, { event, puts, checks }) => {
        if (this.conflict || ![...puts, ...checks].every((one) => this.#holds(one))) return "lost";
        for (const { place, item } of puts) this.put(place, item);
        if (event !== undefined) this.events.push(event);
        return "committed";
      },
    };
    return {
      records: records as Records,
      newId: randomUUID,
      random: randomBytes,
      pause: () => Promise.resolve(),
      personKeys: { create: async () => ({ key: randomBytes(32), wrapped: randomBytes(32) }) } as Partial<PersonKeys>,
    } as ActDeps;
  }

  #holds({ place, condition }: Check): boolean {
    const item = this.items.get(nameOf(place));
    if (condition.kind === "absent") return item === undefined;
    if (condition.kind === "absent-or-expired") {
      return item === undefined || Number(item.expiresAt) <= condition.nowSeconds;
    }
    return Object.entries(condition.attributes).every(([name, value]) => item?.[name] === value);
  }
}
