import {
  type DossierPieces,
  type FiledPiece,
  type InspectionRecord,
  type PieceFile,
  piecesOf,
  recordOf,
  type Verdict,
} from "./dossier-pieces.ts";
import { type CompletionInvitation, defects } from "./invitation.ts";
import { type Declared, piecesDue, situationOf } from "./pieces-due.ts";
import type { PieceCode } from "./programmes/bio-sgl-va1-pieces.ts";
import { uploadLimits } from "./upload-limits.ts";

/** What the pieces of a dossier are read from. */
export interface PiecesRead extends Declared {
  readonly filed?: Partial<Record<PieceCode, FiledPiece>> | undefined;
  readonly invitation?: CompletionInvitation | undefined;
}

/** What a verdict means for whoever sent the file: one sentence. */
export const verdictLabels: Readonly<Record<Verdict, string>> = {
  pending: "Analyse antivirus en cours.",
  clean: "Aucune menace détectée.",
  infected: "Refusé : une menace a été détectée dans le fichier ; déposez un fichier sain.",
  unsupported:
    "Refusé : le fichier ne peut pas être analysé (mot de passe, par exemple) ; déposez un fichier sans protection.",
  "access-denied": "L'analyse antivirus n'a pas eu accès au fichier : l'assistance est prévenue.",
  "scan-failed": "L'analyse antivirus a échoué : l'assistance est prévenue.",
};

export const standingLabels: Readonly<Record<InspectionRecord["standing"], string>> = {
  usable: "Lisible",
  "to-replace": "À remplacer : ce que contient le fichier empêche de l'accepter",
  "not-inspected": "Non examiné : le fichier ne peut pas être ouvert sans risque",
};

/**
 * Each piece as the parties read it: whether and why it is due, what may be sent, what was received and what is known of it,
 * which version was filed, and what an invitation asks.
 */
export const pieceViews = (read: PiecesRead, stored: DossierPieces | undefined) =>
  piecesDue(situationOf(read)).map((due) => {
    const record = recordOf(piecesOf("", stored), due.code);
    const filed = read.filed?.[due.code];
    const asked = askedOf(read.invitation, due.code);
    return {
      ...due,
      limits: uploadLimits,
      ...(filed && { filedVersion: filed.version }),
      ...(record.grant && { grant: { upload: record.grant.upload, until: record.grant.until } }),
      grants: record.grants,
      files: record.files.map(fileView),
      ...(record.ignored && { ignored: { at: record.ignored.at, sentence: record.ignored.sentence } }),
      ...(asked.length > 0 && { asked }),
    };
  });

const fileView = ({ version, sha256, size, receivedAt, verdict, inspection, vault }: PieceFile) => ({
  version,
  sha256,
  size,
  receivedAt,
  verdict,
  verdictLabel: verdictLabels[verdict],
  ...(inspection && { inspection: inspectionView(inspection) }),
  readable: vault !== undefined,
});

const inspectionView = ({ standing, checker, at, pages, findings }: InspectionRecord) => ({
  standing,
  standingLabel: standingLabels[standing],
  checker,
  at,
  ...(pages === undefined ? {} : { pages }),
  findings,
});

/** What the invitation that is open, or was the last, asks of a piece. */
const askedOf = (invitation: CompletionInvitation | undefined, piece: PieceCode) =>
  (invitation?.points ?? [])
    .filter((point) => point.piece === piece)
    .map(({ defect, rule, dueOn, answeredAt }) => ({
      defect,
      sentence: defects[defect],
      rule,
      dueOn,
      awaited: invitation?.state === "open" && answeredAt === undefined,
      ...(answeredAt === undefined ? {} : { answeredAt }),
    }));
