import * as z from "zod/mini";
import { addDays } from "../../kernel/civil.ts";
import { digestSchema } from "../../kernel/event.ts";
import { type FieldRefusal, Problem } from "../../kernel/problem.ts";
import type { Instant } from "../../kernel/time.ts";
import { dateInParis } from "../../kernel/time-paris.ts";
import { type DossierPieces, type FiledPiece, type PieceFile, type PieceRecord, recordOf } from "./dossier-pieces.ts";
import type { Enrolment } from "./enrolment.ts";
import { type PieceCode, pieceCodes } from "./programmes/bio-sgl-va1-pieces.ts";
import { uploadLimits } from "./upload-limits.ts";

/** A version that its filer names: the id that the store gave when it was sent, and its digest. */
const namedVersion = z.strictObject({
  version: z.string().check(z.minLength(1), z.maxLength(200)),
  sha256: digestSchema,
});
type NamedVersion = Readonly<z.infer<typeof namedVersion>>;

/** What is filed: for each piece, the version meant and no other. */
export const filingBody = z.strictObject({
  pieces: z
    .partialRecord(z.enum(pieceCodes), namedVersion)
    .check(
      z.refine((pieces) => Object.keys(pieces).length > 0, "Aucune pièce n'est nommée : nommez au moins une version."),
    ),
});
export type Filing = Readonly<z.infer<typeof filingBody>>;

/** The head of what is filed, as far as filing reads it. */
export type FilingHead = Pick<
  Enrolment,
  "id" | "state" | "declared" | "reviews" | "filed" | "receivedAt" | "invitation"
>;

/** A version that is filed, and its piece. */
export type NamedPiece = Readonly<{ piece: PieceCode; file: PieceFile }>;

/** Codes of the pieces named, in the order of the text. */
export const namedCodes = ({ pieces }: Filing): readonly PieceCode[] =>
  pieceCodes.filter((code) => pieces[code] !== undefined);

/**
 * The versions that a filing names, each of which has been received with that digest.
 *
 * @param refusalOf what else refuses a piece, one French sentence
 * @throws Problem `illegal-transition` while one is on its way; `invalid-content` with a reason for each that is none
 */
export function namedFiles(
  { body, all, at }: { readonly body: Filing; readonly all: DossierPieces; readonly at: Instant },
  refusalOf: (piece: PieceCode, named: NamedVersion) => string | undefined,
): readonly NamedPiece[] {
  const files: NamedPiece[] = [];
  const fields: FieldRefusal[] = [];
  for (const piece of namedCodes(body)) {
    const named = body.pieces[piece];
    if (named === undefined) continue;
    const found = refusalOf(piece, named) ?? versionIn(recordOf(all, piece), named, at);
    if (typeof found === "string") fields.push({ pointer: `/pieces/${piece}`, reason: found });
    else files.push({ piece, file: found });
  }
  if (fields.length === 0) return files;
  throw new Problem("invalid-content", "Une ou plusieurs pièces ne peuvent pas être déposées ; rien n'a été déposé.", {
    fields,
  });
}

function versionIn(record: PieceRecord, { version, sha256 }: NamedVersion, at: Instant): PieceFile | string {
  const file = record.files.find((one) => one.version === version);
  if (file?.sha256 === sha256) return isTooOld(file, at) ? tooOld : file;
  if (file !== undefined)
    return "L'empreinte SHA-256 n'est pas celle du fichier reçu sous cette version : vérifiez votre fichier, ou envoyez-le de nouveau.";
  if (record.grant?.sha256 === sha256) throw stillComing();
  return "Aucun fichier reçu pour cette pièce de ce dossier ne porte cette version : envoyez le fichier dans ce dossier.";
}

/** A receipt is given for bytes that are there: those of a draft left aside are not kept for ever. */
const isTooOld = ({ receivedAt }: PieceFile, at: Instant): boolean =>
  dateInParis(at) > addDays(dateInParis(receivedAt), uploadLimits.daysToFile);

const tooOld = `Ce fichier a été envoyé il y a plus de ${uploadLimits.daysToFile} jours et n'est plus gardé : envoyez-le de nouveau.`;

/** Bytes are counted as received once the platform itself has seen them: a receipt means stored. */
const stillComing = () =>
  new Problem(
    "illegal-transition",
    "Un fichier est en cours de réception : il n'a pas encore été constaté. Renouvelez le dépôt dans quelques secondes ; rien n'a été déposé.",
  );

/** How a filed piece is recorded, in the head and in its event. */
const filedPiece = ({ file: { upload, version, sha256, size } }: NamedPiece): FiledPiece => ({
  upload,
  version,
  sha256,
  size,
});

/** What is filed after this filing: the latest version of each piece. */
export const filedAfter = ({ filed }: FilingHead, named: readonly NamedPiece[]): NonNullable<Enrolment["filed"]> => ({
  ...filed,
  ...Object.fromEntries(named.map((one) => [one.piece, filedPiece(one)])),
});

/** The pieces as the event of a filing records them. */
export const filedData = (named: readonly NamedPiece[]) =>
  named.map((one) => ({ piece: one.piece, ...filedPiece(one) }));
