import { addDays } from "../../../shared/kernel/civil.ts";
import { type CivilDate, instantSchema } from "../../../shared/kernel/time.ts";
import { dateInParis } from "../../../shared/kernel/time-paris.ts";
import { places } from "../../../shared/ports/places.ts";
import { productNow } from "./client.ts";
import { advance, itemAt, plantEvent } from "./messages.ts";
import type { Product } from "./product.ts";

/** The day in Paris, in the time of the product. */
export const today = async (product: Product): Promise<CivilDate> =>
  dateInParis(instantSchema.parse(new Date(await productNow(product)).toISOString()));

/** Invites to complete the RIB within seven days: reminders come after three and four. */
export async function invite(
  product: Product,
  dossier: string,
): Promise<{ readonly seq: number; readonly dueOn: CivilDate }> {
  const dueOn = addDays(await today(product), 7);
  const point = { piece: "D-ENR-RIB", defect: "missing", rule: "SEG-3.1-06", dueOn } as const;
  const head = await itemAt(product, places.dossier(dossier));
  const invitation = {
    seq: Number(head?.seq) + 1,
    at: instantSchema.parse(new Date(await productNow(product)).toISOString()),
    state: "open" as const,
    points: [point],
  };
  const seq = await plantEvent(
    product,
    dossier,
    { type: "piece-or-field-missing" },
    { state: "to_complete", invitation },
  );
  await advance(product, { seconds: 60 });
  return { seq, dueOn };
}

/** Records that all that was asked has come. */
export const answered = (dossier: string, product: Product) =>
  plantEvent(product, dossier, { type: "completed-in-time" }, { state: "under_instruction" });
