import * as z from "zod/mini";
import { digestSchema } from "../../kernel/event.ts";
import { recordedInstantSchema } from "../../kernel/time.ts";
import { type PieceCode, pieceCodes } from "./programmes/bio-sgl-va1-pieces.ts";

/** What the scanner said of a version. Only `clean` opens it to anyone; `pending` is not yet an answer. */
export const verdicts = ["pending", "clean", "infected", "unsupported", "access-denied", "scan-failed"] as const;
export type Verdict = (typeof verdicts)[number];

/** One thing found in a file: a code, whether it bids to replace the file or is only shown, one French sentence. */
const fileFindingSchema = z.strictObject({
  code: z.string().check(z.maxLength(60)),
  effect: z.enum(["replace", "show"]),
  sentence: z.string().check(z.maxLength(400)),
});
export type FileFinding = Readonly<z.infer<typeof fileFindingSchema>>;

/** Findings kept of a file, the gravest first: all the files of a dossier are one item, which has a largest size. */
export const mostFindings = 20;

/** What an inspection found, bound to the version and digest of its file and to the checker that looked. */
const inspectionRecordSchema = z.strictObject({
  /** `usable`: a person may read it. `to-replace`: what it holds bids to replace it. `not-inspected`: nobody may say. */
  standing: z.enum(["usable", "to-replace", "not-inspected"]),
  checker: z.string(),
  at: recordedInstantSchema,
  pages: z.optional(z.int()),
  signatures: z.optional(z.int()),
  findings: z.array(fileFindingSchema).check(z.maxLength(mostFindings)),
});
export type InspectionRecord = Readonly<z.infer<typeof inspectionRecordSchema>>;

/** A version received for a piece. Its bytes are in the uploads bucket under `quarantine/<upload>`, as this version. */
const pieceFileSchema = z.strictObject({
  upload: z.string(),
  version: z.string(),
  sha256: digestSchema,
  size: z.int(),
  mediaType: z.string(),
  receivedAt: recordedInstantSchema,
  verdict: z.enum(verdicts),
  inspection: z.optional(inspectionRecordSchema),
  /** Where the promoter put the submitted version, once its digest was computed again. */
  vault: z.optional(
    z.strictObject({
      bucket: z.enum(["vault", "identity"]),
      key: z.string(),
      version: z.string(),
      at: recordedInstantSchema,
    }),
  ),
});
export type PieceFile = Readonly<z.infer<typeof pieceFileSchema>>;

/** A grant that still lets one file be sent for a piece. */
const liveGrantSchema = z.strictObject({
  upload: z.string(),
  sha256: digestSchema,
  size: z.int(),
  until: recordedInstantSchema,
});

export const pieceRecordSchema = z.strictObject({
  grant: z.optional(liveGrantSchema),
  /** Grants given so far, of a published maximum. */
  grants: z.int(),
  /** Versions received, oldest first. */
  files: z.array(pieceFileSchema),
  /** The last thing that was sent for this piece and not kept, and why: one French sentence. */
  ignored: z.optional(z.strictObject({ version: z.string(), at: recordedInstantSchema, sentence: z.string() })),
});
export type PieceRecord = Readonly<z.infer<typeof pieceRecordSchema>>;

/** All the files of a dossier. One item, written under its `rev`: two pieces that settle at once see each other. */
export const dossierPiecesSchema = z.strictObject({
  v: z.literal(1),
  dossierId: z.string(),
  rev: z.int(),
  pieces: z.partialRecord(z.enum(pieceCodes), pieceRecordSchema),
});
export type DossierPieces = Readonly<z.infer<typeof dossierPiecesSchema>>;

/** The version of a piece that was filed: what the receipt, the promoter and the examination name. */
export const filedPieceSchema = z.strictObject({
  upload: z.string(),
  version: z.string(),
  sha256: digestSchema,
  size: z.int(),
});
export type FiledPiece = Readonly<z.infer<typeof filedPieceSchema>>;

/**
 * A grant of upload: one file, of this size and digest, for one piece of one dossier. `open`: nothing came yet. `received`: a
 * version came and is looked at. `settled`: nothing more is due. `gpk` and `gsk` place it in the list of what is looked at
 * again if nothing came of it, by the instant from which it is late.
 */
export const uploadGrantSchema = z.strictObject({
  v: z.literal(1),
  id: z.string(),
  dossierId: z.string(),
  piece: z.enum(pieceCodes),
  size: z.int(),
  sha256: digestSchema,
  mediaType: z.string(),
  issuedAt: recordedInstantSchema,
  until: recordedInstantSchema,
  state: z.enum(["open", "received", "settled"]),
  /** The version that was taken, which a newer one of the piece may have made forgotten since. */
  version: z.optional(z.string()),
  gpk: z.optional(z.string()),
  gsk: z.optional(z.string()),
});
export type UploadGrant = Readonly<z.infer<typeof uploadGrantSchema>>;

/** Whether a filed file waits for nothing more: it was refused by the scanner, or inspected, or cannot be. */
export const isSettled = ({ verdict, inspection }: Pick<PieceFile, "verdict" | "inspection">): boolean =>
  verdict === "clean" ? inspection !== undefined : verdict !== "pending";

/** The received file that a filed piece names. */
export const filedFile = (record: PieceRecord | undefined, filed: FiledPiece): PieceFile | undefined =>
  record?.files.find(({ upload, version }) => upload === filed.upload && version === filed.version);

/** The files of a dossier as they are stored, or as they are before the first grant. */
export const piecesOf = (dossierId: string, stored: DossierPieces | undefined): DossierPieces =>
  stored ?? { v: 1, dossierId, rev: 0, pieces: {} };

/** What is known of a piece, nothing having been granted or received for it at first. */
export const recordOf = ({ pieces }: DossierPieces, piece: PieceCode): PieceRecord =>
  pieces[piece] ?? { grants: 0, files: [] };

/** The same files with another record of one piece, at the next revision. */
export const withRecord = (all: DossierPieces, piece: PieceCode, record: PieceRecord): DossierPieces =>
  withRecords(all, { [piece]: record });

/** The same files with other records of some pieces, at the next revision. */
export const withRecords = (all: DossierPieces, records: DossierPieces["pieces"]): DossierPieces => ({
  ...all,
  rev: all.rev + 1,
  pieces: { ...all.pieces, ...records },
});
