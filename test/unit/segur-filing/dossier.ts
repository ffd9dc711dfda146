import {
  type DossierPieces,
  type PieceFile,
  piecesOf,
  withRecord,
} from "../../../shared/domain/segur/dossier-pieces.ts";
import type { Filing, FilingHead } from "../../../shared/domain/segur/filing.ts";
import type { CompletionInvitation, Point } from "../../../shared/domain/segur/invitation.ts";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { civilDateSchema, instantSchema } from "../../../shared/kernel/time.ts";

export const at = (text: string) => instantSchema.parse(text);
export const day = (text: string) => civilDateSchema.parse(text);

export const filedAt = at("2022-11-28T09:00:00+01:00");

export const head = (changes: Partial<FilingHead> = {}): FilingHead => ({
  id: "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a",
  state: "draft",
  declared: { role: "editeur", depositorIsLegalRep: true, exception: false },
  filed: undefined,
  receivedAt: undefined,
  invitation: undefined,
  ...changes,
});

/** A version received for a piece, named after it. */
export const fileOf = (piece: PieceCode, changes: Partial<PieceFile> = {}): PieceFile => ({
  upload: `upload of ${piece}`,
  version: `version of ${piece}`,
  sha256: digestOf(piece),
  size: 1_000,
  mediaType: "application/pdf",
  receivedAt: at("2022-11-28T08:59:00+01:00"),
  verdict: "pending",
  ...changes,
});

export const digestOf = (piece: PieceCode): string => Buffer.from(piece).toString("hex").padEnd(64, "0");

export const required = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"] as const;

/** A dossier that received one version of each of these pieces. */
export const received = (codes: readonly PieceCode[], changes: Partial<PieceFile> = {}): DossierPieces =>
  codes.reduce(
    (all, code) => withRecord(all, code, { grants: 1, files: [fileOf(code, changes)] }),
    piecesOf(head().id, undefined),
  );

/** A filing that names the version of each of these pieces. */
export const naming = (codes: readonly PieceCode[]): Filing => ({
  pieces: Object.fromEntries(codes.map((code) => [code, { version: `version of ${code}`, sha256: digestOf(code) }])),
});

export const filedOf = (codes: readonly PieceCode[]): NonNullable<FilingHead["filed"]> =>
  Object.fromEntries(
    codes.map((code) => [code, { upload: "old", version: "old", sha256: digestOf(code), size: 1_000 }]),
  );

export const point = (piece: PieceCode, changes: Partial<Point> = {}): Point => ({
  piece,
  defect: "missing",
  rule: "SEG-3.1-01",
  dueOn: day("2022-12-30"),
  ...changes,
});

export const invitation = (...points: Point[]): CompletionInvitation => ({
  seq: 3,
  at: at("2022-11-30T10:00:00+01:00"),
  state: "open",
  points,
});
