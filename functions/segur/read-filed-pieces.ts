import { filedFiles, isUsable } from "../../shared/domain/segur/completeness.ts";
import type { DossierPieces } from "../../shared/domain/segur/dossier-pieces.ts";
import type { Enrolment } from "../../shared/domain/segur/enrolment.ts";
import { readPiece } from "../../shared/domain/segur/evidence/evidence.ts";
import { evidenceRead, type ReadPiece } from "../../shared/domain/segur/evidence/filed-evidence.ts";
import { inspector } from "../../shared/lambda/composition-documents.ts";
import type { PiecesRead } from "./examination-steps.ts";

/**
 * Reads again the text of every filed piece that may be opened, through the inspector: it is kept nowhere, so that no
 * name or account lies about. Undefined where the versions that stand were read before.
 */
export async function readFiledPieces(
  dossier: Enrolment,
  pieces: DossierPieces | undefined,
): Promise<PiecesRead | undefined> {
  const files = filedFiles(dossier, pieces);
  const versions = files.map(({ file }) => file.version);
  if (dossier.evidence?.versions.join() === versions.join()) return undefined;
  const read: ReadPiece[] = [];
  // One after the other: the inspector takes few at a time, and serves the intake of everybody else.
  for (const { code, file } of files.filter((one) => isUsable(one.file))) {
    const { text } = await inspector.inspect(file);
    read.push({ code, readings: text && readPiece(code, text), signatures: file.inspection?.signatures ?? 0 });
  }
  return { ...evidenceRead(read), versions };
}
