import type { DossierPieces, PieceFile } from "../../../shared/domain/segur/dossier-pieces.ts";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import type { Point } from "../../../shared/domain/segur/invitation.ts";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { civilDateSchema, instantSchema } from "../../../shared/kernel/time.ts";

export const at = (text: string) => instantSchema.parse(text);
export const on = (text: string) => civilDateSchema.parse(text);

const caseId = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";
const filedAt = at("2022-11-28T10:00:00+01:00");
const digest = "a".repeat(64);

export const file = (code: PieceCode, changes: Partial<PieceFile> = {}): PieceFile => ({
  upload: `upload-${code}`,
  version: `version-${code}`,
  sha256: digest,
  size: 1,
  mediaType: "application/pdf",
  receivedAt: filedAt,
  verdict: "clean",
  inspection: { standing: "usable", checker: "test", at: filedAt, findings: [] },
  ...changes,
});

/** Files of a dossier as they were received. */
export const pieces = (files: Partial<Record<PieceCode, PieceFile>>): DossierPieces => ({
  v: 1,
  dossierId: caseId,
  rev: 1,
  pieces: Object.fromEntries(Object.entries(files).map(([code, one]) => [code, { grants: 1, files: [one] }])),
});

/** A dossier for which these pieces were filed, under instruction. */
export const dossier = (codes: readonly PieceCode[], changes: Partial<Enrolment> = {}): Enrolment => ({
  v: 1,
  kind: "enrolment",
  id: caseId,
  owner: "owner",
  siret: "73282932000074",
  programme: "BIO-SGL-Va1",
  state: "under_instruction",
  declared: { role: "editeur", depositorIsLegalRep: true, exception: false, formNumber: "SGL-2022-0042" },
  seq: 3,
  hash: "hash",
  createdAt: filedAt,
  gpk: "gpk",
  gsk: "gsk",
  submittedAt: filedAt,
  receivedAt: filedAt,
  filed: Object.fromEntries(codes.map((code) => [code, { ...filed(code) }])),
  ...changes,
});

const filed = (code: PieceCode) => ({
  upload: `upload-${code}`,
  version: `version-${code}`,
  sha256: digest,
  size: 1,
});

export const point = (piece: PieceCode, dueOn: string, changes: Partial<Point> = {}): Point => ({
  piece,
  defect: "missing",
  rule: "SEG-3.1-01",
  dueOn: on(dueOn),
  ...changes,
});
