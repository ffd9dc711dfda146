import * as z from "zod/mini";
import type { Point } from "../../shared/domain/segur/invitation.ts";
import { dutyList, listPartition, places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";

/** That an invitation to complete was made. `gpk` and `gsk` place it in the list of duties until it is seen to be closed. */
export const dutySchema = z.strictObject({
  v: z.literal(1),
  caseId: z.string(),
  /** Event of the invitation. */
  seq: z.int(),
  gpk: z.optional(z.string()),
  gsk: z.optional(z.string()),
});
export type Duty = Readonly<z.infer<typeof dutySchema>>;

/**
 * The duty that comes with an invitation, for the transaction that makes it: whatever becomes of messages, the proof of
 * coverage finds the invitation by it.
 */
export function dutyPut(
  caseId: string,
  { seq, points }: { readonly seq: number; readonly points: readonly Point[] },
): Put {
  const last =
    points
      .map(({ dueOn }) => dueOn)
      .sort()
      .at(-1) ?? "";
  const listed = listPartition(dutyList, caseId, `${last}#${caseId}#${seq}`);
  return { place: places.duty(caseId, seq), item: { v: 1, caseId, seq, ...listed }, condition: { kind: "absent" } };
}

/** A duty whose invitation is closed leaves the list. */
export function dutyClosed({ caseId, seq }: Duty): Put {
  const item: Duty = { v: 1, caseId, seq };
  return { place: places.duty(caseId, seq), item: { ...item }, condition: { kind: "equal", attributes: { seq } } };
}
