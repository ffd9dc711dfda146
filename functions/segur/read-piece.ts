import {
  dossierPiecesSchema,
  filedFile,
  type PieceFile,
  piecesOf,
  recordOf,
} from "../../shared/domain/segur/dossier-pieces.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { verdictLabels } from "../../shared/domain/segur/pieces-view.ts";
import { notFound, Problem } from "../../shared/kernel/problem.ts";
import { epochMillis, instantFromEpochMillis } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { reader } from "../../shared/lambda/composition-reader.ts";
import { http, noBody } from "../../shared/lambda/http.ts";
import { openForReading } from "../../shared/lambda/read.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseOnDossier, dossierPlaces } from "./dossier-access.ts";
import { pieceOf } from "./piece-of-path.ts";

/** Seconds for which an address is good: no longer than it takes to follow it. */
const seconds = 60;

/** The address of a filed piece in the vault. What is not there yet, or never will be, is not readable by anyone. */
export const handler = http({ body: noBody }, async (request) => {
  const { dossierId = "" } = request.path;
  const place = places.pieces(dossierId);
  const { open } = await openForReading(records, request, [...dossierPlaces(request), place], (snapshot, standing) =>
    authoriseOnDossier("piece.read", request, snapshot, standing),
  );
  const piece = pieceOf(request);
  const filed = open(places.dossier(dossierId), enrolmentSchema)?.filed?.[piece];
  if (filed === undefined) throw notFound();
  const file = filedFile(recordOf(piecesOf(dossierId, open(place, dossierPiecesSchema)), piece), filed);
  if (file?.vault === undefined) throw notReadable(file);
  const url = await reader.address(file.vault, `${piece}.pdf`, seconds);
  const until = instantFromEpochMillis(epochMillis(request.at) + seconds * 1000);
  return { status: 200, body: { url, until, version: file.version, sha256: file.sha256 } };
});

function notReadable(file: PieceFile | undefined): Problem {
  const clean = file?.verdict === "clean";
  const why =
    file === undefined || clean ? "Son examen et sa mise au coffre sont en cours." : verdictLabels[file.verdict];
  return new Problem("illegal-transition", `Cette pièce ne peut pas être ouverte. ${why}`);
}
