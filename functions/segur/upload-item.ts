import type { UploadGrant } from "../../shared/domain/segur/dossier-pieces.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { listPartition, places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";

/** The list of uploads of which something is still due, in the order of the instants from which they are late. */
export const sweepList = "SWEEP";

/** An upload of which something is due: it is looked at again if nothing came by that instant. */
export const dueBy = ({ gpk: _gpk, gsk: _gsk, ...grant }: UploadGrant, lateAt: Instant): UploadGrant => ({
  ...grant,
  ...listPartition(sweepList, grant.id, `${lateAt}#${grant.id}`),
});

/** An upload of which nothing is due any more. */
export const settledUpload = ({ gpk: _gpk, gsk: _gsk, ...grant }: UploadGrant): UploadGrant => ({
  ...grant,
  state: "settled",
});

/** Writes an upload if it still is in the state that was read. */
export const uploadPut = (grant: UploadGrant, former: UploadGrant["state"] | undefined): Put => ({
  place: places.upload(grant.id),
  item: grant,
  condition: former === undefined ? { kind: "absent" } : { kind: "equal", attributes: { id: grant.id, state: former } },
});
