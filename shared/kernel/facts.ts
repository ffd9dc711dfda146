import * as z from "zod/mini";

/** Who alone may supply a fact. `calendar` is the version of the legal calendar in force, `setting` the configuration. */
export type Supplier = "declared" | "register" | "evidence" | "officer" | "clock" | "calendar" | "setting";

type FactDescription = Readonly<{ supplier: Supplier; label: string }>;

const descriptions = z.registry<FactDescription>();

/**
 * An entry of a fact dictionary: its type, who supplies it and its French label. `null` in a fact means "known to be
 * none"; an unknown fact is absent, and a rule that needs it refuses to judge.
 */
export function fact<Schema extends z.core.$ZodType>(supplier: Supplier, label: string, schema: Schema): Schema {
  // A copy, so that two facts of the same type keep their own descriptions.
  const own = z.clone(schema);
  descriptions.add(own, { supplier, label });
  return own;
}

/** @throws if the schema was not declared through `fact`: a dictionary holds nothing else */
export function describeFact(schema: z.core.$ZodType): FactDescription {
  const description = descriptions.get(schema);
  if (description === undefined) throw new Error("not a fact of a dictionary");
  return description;
}

/**
 * The keys of `body` that its author has no right to supply: facts of another supplier, and keys unknown to the
 * dictionary. A request body is refused when this list is not empty; nothing in it is silently dropped.
 */
export function factsOfAnotherSupplier(
  dictionary: z.ZodMiniObject,
  supplier: Supplier,
  body: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.keys(body).filter((key) => {
    if (!Object.hasOwn(dictionary.shape, key)) return true;
    const schema = dictionary.shape[key];
    return schema === undefined || describeFact(schema).supplier !== supplier;
  });
}
