import {
  type DossierPieces,
  dossierPiecesSchema,
  type PieceFile,
  piecesOf,
  recordOf,
  type UploadGrant,
  uploadGrantSchema,
} from "../../shared/domain/segur/dossier-pieces.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { fileNamed } from "../../shared/domain/segur/filing-settled.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import type { Upload } from "../../shared/ports/documents.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding } from "./dossier-access.ts";

/** Where a grant stands in its dossier. */
export interface UploadStanding {
  readonly proof: Proof;
  readonly grant: UploadGrant;
  readonly dossier: Enrolment;
  readonly pieces: DossierPieces;
}

/** What was granted under an id, and the dossier that it was granted for; undefined for an id of no grant. */
export async function standingOfUpload(upload: string): Promise<UploadStanding | undefined> {
  const place = places.upload(upload);
  // The grant says of which dossier the question is: the answer to it opens the rest.
  const grant = (await records.load([place])).asking(place, uploadGrantSchema);
  if (grant === undefined) return undefined;
  const { dossierId } = grant;
  const snapshot = await records.load([places.dossier(dossierId), places.pieces(dossierId)]);
  const proof = demandAllowed(authoriseProceeding(dossierId, snapshot));
  const dossier = snapshot.reveal(proof, places.dossier(dossierId), enrolmentSchema);
  if (dossier === undefined) throw new Error("allowed on no dossier");
  const pieces = piecesOf(dossierId, snapshot.reveal(proof, places.pieces(dossierId), dossierPiecesSchema));
  return { proof, grant, dossier, pieces };
}

/** The version as it is kept, if it is. */
export const fileIn = ({ pieces, grant }: UploadStanding, name: Upload): PieceFile | undefined =>
  fileNamed(recordOf(pieces, grant.piece), name);

/** Whether this version of the piece is the one that was filed. */
export const isFiled = ({ dossier, grant }: Pick<UploadStanding, "dossier" | "grant">, name: Upload): boolean => {
  const filed = dossier.filed?.[grant.piece];
  return filed?.upload === name.upload && filed.version === name.version;
};
