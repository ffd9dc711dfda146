import { createHash } from "node:crypto";
import { depositOf } from "../../shared/domain/segur/deposit.ts";
import {
  dossierPiecesSchema,
  type PieceFile,
  piecesOf,
  recordOf,
  uploadGrantSchema,
  withRecords,
} from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { promoted } from "../../shared/domain/segur/filing-settled.ts";
import type { PieceCode } from "../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { epochMillis, type Instant } from "../../shared/kernel/time.ts";
import type { Open } from "../../shared/lambda/act.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { vault } from "../../shared/lambda/composition-vault.ts";
import { log, logMetric } from "../../shared/lambda/log.ts";
import { performTask, type Task } from "../../shared/lambda/perform-task.ts";
import { places } from "../../shared/ports/places.ts";
import type { Put } from "../../shared/ports/records.ts";
import { authoriseProceeding, headOf } from "./dossier-access.ts";
import { piecesPut } from "./pieces-put.ts";
import { settledUpload, uploadPut } from "./upload-item.ts";

/** A filed version, and where its copy lies. */
interface Copied {
  readonly piece: PieceCode;
  readonly file: PieceFile;
  readonly vault: NonNullable<PieceFile["vault"]>;
}

interface ToKeep {
  readonly dossierId: string;
  readonly due: readonly Pick<Copied, "piece" | "file">[];
  readonly at: Instant;
}

/** Copies filed versions into the vault, the digest of each computed once more, then notes where they lie. */
export async function keep({ dossierId, due, at }: ToKeep): Promise<void> {
  const copied: Copied[] = [];
  for (const { piece, file } of due) {
    const vault = await copy(dossierId, piece, file, at);
    if (vault !== undefined) copied.push({ piece, file, vault });
  }
  if (copied.length > 0) await performTask(actDeps, noteCopied, { dossierId, copied }, at);
}

async function copy(
  dossierId: string,
  piece: PieceCode,
  file: PieceFile,
  at: Instant,
): Promise<Copied["vault"] | undefined> {
  const bytes = await vault.read(file);
  if (createHash("sha256").update(bytes).digest("hex") !== file.sha256) {
    // Nothing that can be done again would mend it: somebody must look, and nothing is kept.
    log({ event: "promotion-refused", chain: dossierId, code: piece });
    logMetric("PromotionDigestMismatch", epochMillis(at));
    return undefined;
  }
  const deposit = depositOf(dossierId, piece, file, at);
  return { bucket: deposit.bucket, key: deposit.key, version: await vault.keep(deposit, bytes), at };
}

/** Notes where filed versions are kept, once. */
const noteCopied: Task<{ readonly dossierId: string; readonly copied: readonly Copied[] }> = {
  places: ({ dossierId, copied }) => [
    places.dossier(dossierId),
    places.pieces(dossierId),
    ...copied.map(({ file }) => places.upload(file.upload)),
  ],
  authorise: ({ dossierId }, snapshot) => authoriseProceeding(dossierId, snapshot),
  decide: ({ dossierId, copied }, open) => {
    const dossier = open(places.dossier(dossierId), enrolmentSchema);
    if (dossier === undefined) throw new Error("a piece without its dossier");
    const pieces = piecesOf(dossierId, open(places.pieces(dossierId), dossierPiecesSchema));
    const noted = copied.flatMap(({ piece, file, vault: kept }) => {
      const record = promoted(recordOf(pieces, piece), file, kept);
      return record === undefined ? [] : [{ piece, record, upload: file.upload }];
    });
    if (noted.length === 0) return undefined;
    const { chain, head } = headOf(dossier);
    const records = Object.fromEntries(noted.map(({ piece, record }) => [piece, record] as const));
    return {
      chain,
      head: { place: head.place, owner: head.owner },
      puts: [piecesPut(withRecords(pieces, records)), ...noted.map(({ upload }) => settledPut(upload, open))],
      subject: places.pieces(dossierId),
    };
  },
};

function settledPut(upload: string, open: Open): Put {
  const grant = open(places.upload(upload), uploadGrantSchema);
  if (grant === undefined) throw new Error("a file without its grant");
  return uploadPut(settledUpload(grant), grant.state);
}
