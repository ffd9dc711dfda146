import {
  dossierPiecesSchema,
  type InspectionRecord,
  piecesOf,
  recordOf,
  type UploadGrant,
  uploadGrantSchema,
  type Verdict,
  withRecord,
} from "../../shared/domain/segur/dossier-pieces.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { type ObservedFile, received } from "../../shared/domain/segur/filing-received.ts";
import { settledWith } from "../../shared/domain/segur/filing-settled.ts";
import { allSettled } from "../../shared/domain/segur/stage.ts";
import { lateAfterMinutes } from "../../shared/domain/segur/upload-limits.ts";
import { epochMillis, type Instant, instantFromEpochMillis } from "../../shared/kernel/time.ts";
import type { Open, StepDecision } from "../../shared/lambda/act.ts";
import type { Task } from "../../shared/lambda/perform-task.ts";
import { type Consequence, resume, waitSchema } from "../../shared/lambda/waits.ts";
import type { Upload } from "../../shared/ports/documents.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding, headOf } from "./dossier-access.ts";
import { piecesPut } from "./pieces-put.ts";
import { dueBy, settledUpload, uploadPut } from "./upload-item.ts";
import { isFiled } from "./upload-standing.ts";

/** What every task on an upload is about. */
interface OnUpload {
  readonly upload: string;
  readonly dossierId: string;
  /** Instant of the message that led to it. */
  readonly at: Instant;
}

const placesOf = ({ upload, dossierId }: OnUpload) => [
  places.upload(upload),
  places.dossier(dossierId),
  places.pieces(dossierId),
  places.wait(dossierId),
];

function opened({ upload, dossierId }: OnUpload, open: Open) {
  const grant = open(places.upload(upload), uploadGrantSchema);
  const dossier = open(places.dossier(dossierId), enrolmentSchema);
  if (grant === undefined || dossier === undefined) throw new Error("an upload without its dossier");
  return { grant, dossier, pieces: piecesOf(dossierId, open(places.pieces(dossierId), dossierPiecesSchema)) };
}

function step({ upload }: OnUpload, dossier: Enrolment, { puts, checks }: Consequence): StepDecision {
  const { chain, head } = headOf(dossier);
  return { chain, head: { place: head.place, owner: head.owner }, puts, checks, subject: places.upload(upload) };
}

/** Takes the version that came under a grant, or says why not. */
export const receive: Task<OnUpload & { readonly observed: ObservedFile }> = {
  places: placesOf,
  authorise: ({ dossierId }, snapshot) => authoriseProceeding(dossierId, snapshot),
  decide: (input, open) => {
    const { grant, dossier, pieces } = opened(input, open);
    const { piece, state } = grant;
    const reception = received(grant, recordOf(pieces, piece), input.observed, dossier.filed?.[piece]);
    if (reception === undefined) return undefined;
    const after: UploadGrant | undefined = reception.kept
      ? dueBy(
          { ...grant, state: "received", version: input.observed.version },
          minutesAfter(input.observed.receivedAt, lateAfterMinutes),
        )
      : state === "open"
        ? settledUpload(grant)
        : undefined;
    const files = piecesPut(withRecord(pieces, piece, reception.record));
    return step(input, dossier, {
      puts: after === undefined ? [files] : [files, uploadPut(after, state)],
      checks: [],
    });
  },
};

const minutesAfter = (at: Instant, minutes: number) => instantFromEpochMillis(epochMillis(at) + minutes * 60_000);

/** Records what is known of a version. Where it was the last of those filed to be known, the execution goes on. */
export const settle: Task<
  OnUpload & Upload & { readonly verdict: Verdict; readonly inspection: InspectionRecord | undefined }
> = {
  places: placesOf,
  authorise: ({ dossierId }, snapshot) => authoriseProceeding(dossierId, snapshot),
  decide: (input, open) => {
    const { grant, dossier, pieces } = opened(input, open);
    const { verdict, inspection, at } = input;
    const record = settledWith(recordOf(pieces, grant.piece), input, verdict, inspection);
    if (record === undefined) return undefined;
    const after = withRecord(pieces, grant.piece, record);
    const wait = open(places.wait(dossier.id), waitSchema);
    const output = { outcome: "inspected" };
    const { puts, checks } = allSettled(dossier, after)
      ? resume(dossier.id, wait, { names: ["inspection"], at, output })
      : { puts: [], checks: [] };
    return step(input, dossier, {
      puts: [piecesPut(after), uploadPut(afterVerdict(dossier, grant, input), grant.state), ...puts],
      checks,
    });
  },
};

/** What is clean and filed is due in the vault; of anything else, nothing is due. */
function afterVerdict(
  dossier: Enrolment,
  grant: UploadGrant,
  input: Upload & OnUpload & { readonly verdict: Verdict },
) {
  const due = input.verdict === "clean" && isFiled({ dossier, grant }, input);
  return due ? dueBy(grant, minutesAfter(input.at, lateAfterMinutes)) : settledUpload(grant);
}
