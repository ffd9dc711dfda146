import {
  dossierPiecesSchema,
  piecesOf,
  recordOf,
  type UploadGrant,
  uploadGrantSchema,
  withRecord,
} from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { withoutGrant } from "../../shared/domain/segur/filing-received.ts";
import { epochMillis, type Instant } from "../../shared/kernel/time.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { bus } from "../../shared/lambda/composition-bus.ts";
import { versionsOf } from "../../shared/lambda/composition-sweep.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { performTask, type Task } from "../../shared/lambda/perform-task.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding, headOf } from "./dossier-access.ts";
import { piecesPut } from "./pieces-put.ts";
import { settledUpload, uploadPut } from "./upload-item.ts";

/** An upload that began before the end of its grant may take that long to arrive. */
const stillArriving = 3_600_000;

/** Looks at what came under a late grant, and has it followed; a grant under which nothing came is over. */
export async function lookAt(grant: UploadGrant, at: Instant): Promise<void> {
  const versions = await versionsOf(grant.id);
  const isEmpty = versions.length === 0;
  if (isEmpty && epochMillis(at) - epochMillis(grant.until) <= stillArriving) return;
  const closed = isEmpty || grant.state === "received" ? await performTask(actDeps, close, grant, at) : undefined;
  if (isEmpty || closed !== undefined) return;
  log({ event: "upload-overlooked", chain: grant.dossierId, code: grant.state });
  logMetric(grant.state === "open" ? "UploadOverlooked" : "VerdictMissing", epochMillis(at));
  const hints = versions.map((version) => ({
    source: "guichet.documents",
    type: "upload-overlooked",
    detail: { upload: grant.id, version },
  }));
  if ((await bus.put(hints)) < hints.length) throw new Error("the bus did not take every event");
}

/** A grant that nobody used, or whose file a newer one has made forgotten. */
const close: Task<UploadGrant> = {
  places: ({ id, dossierId }) => [places.upload(id), places.dossier(dossierId), places.pieces(dossierId)],
  authorise: ({ dossierId }, snapshot) => authoriseProceeding(dossierId, snapshot),
  decide: ({ id, dossierId, piece }, open) => {
    const grant = open(places.upload(id), uploadGrantSchema);
    const dossier = open(places.dossier(dossierId), enrolmentSchema);
    if (grant === undefined || dossier === undefined) throw new Error("an upload without its dossier");
    const pieces = piecesOf(dossierId, open(places.pieces(dossierId), dossierPiecesSchema));
    const record = recordOf(pieces, piece);
    const isKept = record.files.some(({ upload }) => upload === id);
    if (grant.state === "settled" || isKept) return undefined;
    const after = withoutGrant(record, id);
    const { chain, head } = headOf(dossier);
    return {
      chain,
      head: { place: head.place, owner: head.owner },
      puts: [
        uploadPut(settledUpload(grant), grant.state),
        ...(after === record ? [] : [piecesPut(withRecord(pieces, piece, after))]),
      ],
      subject: places.upload(id),
    };
  },
};
