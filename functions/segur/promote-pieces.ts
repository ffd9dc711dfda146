import * as z from "zod/mini";
import {
  dossierPiecesSchema,
  filedFile,
  isSettled,
  type PieceFile,
  piecesOf,
  recordOf,
} from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { filedCodes } from "../../shared/domain/segur/stage.ts";
import { type Instant, instantSchema } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { type BatchAnswer, eachMessage } from "../../shared/lambda/each-message.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding } from "./dossier-access.ts";
import { keep } from "./keep-piece.ts";

/** A piece that is known and filed, or an act by which pieces were filed: all that is taken from it is the dossier. */
const messageSchema = z.pipe(
  z.object({
    time: instantSchema,
    detail: z.union([z.object({ dossierId: z.string() }), z.object({ chain: z.string() })]),
  }),
  z.transform(({ time: at, detail }) => ({ at, dossierId: "chain" in detail ? detail.chain : detail.dossierId })),
);

/** Copies what was filed and found clean into the vault: exactly those versions, their digest computed once more. */
export const handler = (batch: unknown): Promise<BatchAnswer> => eachMessage(batch, messageSchema, promote);

async function promote({ dossierId, at }: { readonly dossierId: string; readonly at: Instant }): Promise<void> {
  const snapshot = await records.load([places.dossier(dossierId), places.pieces(dossierId)]);
  const proof = demandAllowed(authoriseProceeding(dossierId, snapshot));
  const { filed = {} } = snapshot.reveal(proof, places.dossier(dossierId), enrolmentSchema) ?? {};
  const pieces = piecesOf(dossierId, snapshot.reveal(proof, places.pieces(dossierId), dossierPiecesSchema));
  const due = filedCodes(filed).flatMap((piece) => {
    const named = filed[piece];
    const file = named && filedFile(recordOf(pieces, piece), named);
    return file !== undefined && isDue(file) ? [{ piece, file }] : [];
  });
  await keep({ dossierId, due, at });
}

const isDue = (file: PieceFile): boolean => file.vault === undefined && file.verdict === "clean" && isSettled(file);
