import { createHash } from "node:crypto";
import { depositOf } from "../../shared/domain/segur/deposit.ts";
import {
  dossierPiecesSchema,
  type PieceFile,
  piecesOf,
  recordOf,
  uploadGrantSchema,
  withRecord,
} from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { promoted } from "../../shared/domain/segur/filing-settled.ts";
import type { PieceCode } from "../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { epochMillis, type Instant } from "../../shared/kernel/time.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { vault } from "../../shared/lambda/composition-vault.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { performTask, type Task } from "../../shared/lambda/perform-task.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding, headOf } from "./dossier-access.ts";
import { piecesPut } from "./pieces-put.ts";
import { settledUpload, uploadPut } from "./upload-item.ts";

interface ToKeep {
  readonly dossierId: string;
  readonly piece: PieceCode;
  readonly file: PieceFile;
  readonly at: Instant;
}

/** Copies one filed version into the vault, its digest computed once more, and notes where it lies. */
export async function keep(toKeep: ToKeep): Promise<void> {
  const { dossierId, piece, file, at } = toKeep;
  const bytes = await vault.read(file);
  if (createHash("sha256").update(bytes).digest("hex") !== file.sha256) {
    // Nothing that can be done again would mend it: somebody must look, and nothing is kept.
    log({ event: "promotion-refused", chain: dossierId, code: piece });
    logMetric("PromotionDigestMismatch", epochMillis(at));
    return;
  }
  const deposit = depositOf(dossierId, piece, file, at);
  const version = await vault.keep(deposit, bytes);
  await performTask(
    actDeps,
    noteKept,
    { ...toKeep, kept: { bucket: deposit.bucket, key: deposit.key, version, at } },
    at,
  );
}

/** Notes where a filed version is kept, once. */
const noteKept: Task<ToKeep & { readonly kept: NonNullable<PieceFile["vault"]> }> = {
  places: ({ dossierId, file }) => [places.dossier(dossierId), places.pieces(dossierId), places.upload(file.upload)],
  authorise: ({ dossierId }, snapshot) => authoriseProceeding(dossierId, snapshot),
  decide: ({ dossierId, piece, file, kept }, open) => {
    const dossier = open(places.dossier(dossierId), enrolmentSchema);
    const grant = open(places.upload(file.upload), uploadGrantSchema);
    if (dossier === undefined || grant === undefined) throw new Error("a piece without its dossier");
    const pieces = piecesOf(dossierId, open(places.pieces(dossierId), dossierPiecesSchema));
    const record = promoted(recordOf(pieces, piece), file, kept);
    if (record === undefined) return undefined;
    const { chain, head } = headOf(dossier);
    return {
      chain,
      head: { place: head.place, owner: head.owner },
      puts: [piecesPut(withRecord(pieces, piece, record)), uploadPut(settledUpload(grant), grant.state)],
      subject: places.pieces(dossierId),
    };
  },
};
