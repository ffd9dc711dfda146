import { Problem } from "../../kernel/problem.ts";
import { isUsable } from "./completeness.ts";
import { type DossierPieces, filedFile, type PieceFile } from "./dossier-pieces.ts";
import type { Enrolment } from "./enrolment.ts";
import { standingLabels, verdictLabels } from "./pieces-view.ts";
import { enrolmentPieces } from "./programmes/bio-sgl-va1-pieces.ts";

/**
 * Nothing is decided on a piece that nobody may open.
 *
 * @throws Problem `illegal-transition` with each filed piece that is not usable, and why
 */
export function demandUsable({ filed = {} }: Enrolment, pieces: DossierPieces | undefined): void {
  const refusals = enrolmentPieces.flatMap(({ code, label }) => {
    const named = filed[code];
    if (named === undefined) return [];
    const file = filedFile(pieces?.pieces[code], named);
    return file !== undefined && isUsable(file)
      ? []
      : [{ pointer: `/pieces/${code}`, reason: `${label}. ${why(file)}` }];
  });
  if (refusals.length === 0) return;
  throw new Problem(
    "illegal-transition",
    "Une pièce au moins ne peut pas être lue : aucune décision ne se prend sans elle. Attendez la fin de son analyse, ou invitez à la remplacer.",
    { fields: refusals },
  );
}

function why(file: PieceFile | undefined): string {
  if (file === undefined) return "Fichier non reçu.";
  if (file.verdict !== "clean") return verdictLabels[file.verdict];
  return file.inspection === undefined ? "Inspection en cours." : `${standingLabels[file.inspection.standing]}.`;
}
