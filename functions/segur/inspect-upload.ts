import { organisationSchema } from "../../shared/domain/directory/items.ts";
import type { InspectionRecord, PieceFile } from "../../shared/domain/segur/dossier-pieces.ts";
import type { Enrolment } from "../../shared/domain/segur/enrolment.ts";
import { comparePiece, type Declared } from "../../shared/domain/segur/evidence/compare.ts";
import { inspectionRecord } from "../../shared/domain/segur/filing-inspected.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { inspector } from "../../shared/lambda/composition-documents.ts";
import { personKeys } from "../../shared/lambda/composition-sealing.ts";
import { openSubjects } from "../../shared/lambda/open-sealed.ts";
import { places } from "../../shared/ports/places.ts";
import type { UploadStanding } from "./upload-standing.ts";

/**
 * Has a clean version inspected, and compares what it says with what was declared. The text of the file and the names stay
 * here: the record keeps sentences, without either.
 */
export async function inspectUpload(
  { proof, dossier, grant }: UploadStanding,
  file: PieceFile,
  at: Instant,
): Promise<InspectionRecord> {
  const { checker, inspection: reported, text } = await inspector.inspect(file);
  const comparisons = text === undefined ? [] : comparePiece(grant.piece, text, await declaredIn(proof, dossier));
  return inspectionRecord({ checker, at, reported, comparisons });
}

/** What the filer declared; its name is the one under which its organisation was registered. */
async function declaredIn(proof: Proof, dossier: Enrolment): Promise<Declared> {
  const place = places.organisation(dossier.owner);
  const organisation = (await records.load([place])).reveal(proof, place, organisationSchema);
  const { formNumber } = dossier.declared;
  return {
    siret: dossier.siret,
    ...(organisation && { fournisseurName: organisation.name }),
    ...(formNumber !== undefined && { formNumber }),
    ...(await namesIn(proof, dossier)),
  };
}

async function namesIn(proof: Proof, { id: chain, persons }: Enrolment): Promise<Declared> {
  if (persons === undefined) return {};
  const [names = {}] = await openSubjects({ records, personKeys }, proof, [{ chain, seq: 1, ...persons }]);
  return names;
}
