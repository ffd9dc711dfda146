import * as z from "zod/mini";
import { canonicalText } from "./canonical.ts";
import { findingSchema } from "./finding.ts";
import { instantSchema } from "./time.ts";

/** What an event may carry: no null (absent says it), no fraction (cents and counts are integers). */
type EventValue = string | number | boolean | readonly EventValue[] | EventData;
export type EventData = { readonly [key: string]: EventValue };

/** Random ids, slugs and codes: never a personal value, never a separator of the hashed texts. */
export const identifierSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/));

/** SHA-256 in lower-case hexadecimal. */
export const digestSchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{64}$/, "Empreinte SHA-256 attendue : 64 chiffres hexadécimaux, lettres en minuscules."));

/** An instant in its one writing: normalised on reading, it would hide that the record was changed. */
const recordedInstant = z.pipe(z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)), instantSchema);

const eventValue: z.ZodMiniType<EventValue> = z.lazy(() =>
  z.union([z.string(), z.int(), z.boolean(), z.array(eventValue), z.record(z.string(), eventValue)]),
);

/** A personal value of the event: the name of the field, the person whose key seals it, SHA-256 of the ciphertext. */
const sealedEntrySchema = z.strictObject({
  field: identifierSchema,
  key: identifierSchema,
  digest: digestSchema,
});

export type SealedEntry = Readonly<z.infer<typeof sealedEntrySchema>>;

const envelope = z.strictObject({
  v: z.int().check(z.minimum(1)),
  chain: identifierSchema,
  seq: z.int().check(z.minimum(1)),
  at: recordedInstant,
  type: identifierSchema,
  actor: identifierSchema,
  onBehalfOf: z.optional(identifierSchema),
  role: z.optional(identifierSchema),
  purpose: z.optional(identifierSchema),
  rules: z.optional(digestSchema),
  calendar: z.optional(identifierSchema),
  findings: z.array(findingSchema),
  data: z.record(z.string(), eventValue),
  sealed: z.array(sealedEntrySchema).check(z.refine(distinctFields, "a field is sealed once")),
  prev: digestSchema,
});

/**
 * One event of a chain, as recorded. `chain` is the case, `seq` starts at 1, `at` is the instant of the act, `type` says
 * what happened and `v` the version of its data. Absent where the act has none: `onBehalfOf` (organisation), `role`,
 * `purpose`, `rules` (digest of the rules that judged) and `calendar` (version in force). `actor` is a random person id
 * or the name of a machine. `prev` is the hash of the event before.
 */
export type RecordedEvent = Readonly<z.infer<typeof envelope>>;

/** Reads one event: the form of the record first, so that nothing is read that could not have been hashed. */
export const eventSchema = z.pipe(z.unknown().check(refuseForm), envelope);

function refuseForm({ value, issues }: z.core.ParsePayload): void {
  const form = canonicalText(value);
  if (form.ok) return;
  const { fault, pointer } = form.reason;
  issues.push({ code: "custom", input: value, message: fault, path: pointer.split("/").slice(1) });
}

function distinctFields(entries: readonly SealedEntry[]): boolean {
  return new Set(entries.map(({ field }) => field)).size === entries.length;
}
