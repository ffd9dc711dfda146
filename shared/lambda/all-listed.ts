import * as z from "zod/mini";
import type { Proof } from "../kernel/access.ts";
import type { Records } from "../ports/records.ts";

/** Items read in one request of a list. */
const page = 100;

/** Every item of a list, oldest first, read page by page as it is asked for; an item that leaves the list meanwhile is no harm. */
export async function* allListed<Item extends { readonly gsk?: string | undefined }>(
  { records, proof }: { readonly records: Records; readonly proof: Proof },
  list: string,
  schema: z.core.$ZodType<Item>,
): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const query = { limit: page, order: "oldest", ...(after === undefined ? {} : { after }) } as const;
    const items = (await records.listed(proof, list, query)).map((item) => z.parse(schema, item));
    yield* items;
    after = items.length === page ? items.at(-1)?.gsk : undefined;
  } while (after !== undefined);
}
